// Writes `ar`, the right-to-left language of the tests, from the English texts: each Latin letter
// becomes an Arabic one of similar sound, so that lines run and break as in Arabic. Counted texts
// have the six plural forms of Arabic.
//
// node tests/locales/make.mjs

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const HERE = import.meta.dirname;
const PAGES = ['board', 'record', 'report', 'rules', 'verify'];
const LETTERS = Object.fromEntries([...'abcdefghijklmnopqrstuvwxyz'].map((letter, at) =>
  [letter, [...'ابثديفغهيجكلمنوبقرستوفوخيز'][at]]));
const MARKS = { ',': '،', ';': '؛', '?': '؟' };

const COMMON = `[language]
name = "العربية"
direction = "rtl"
dates = "ar"
menu = "اللغة"
`;

/** Real Arabic, for the plural forms that the tests check. */
const COUNTED = {
  'words.left': {
    zero: 'لم يبق أي حرف',
    one: 'بقي حرف واحد',
    two: 'بقي حرفان',
    few: 'بقيت %{count} أحرف',
    many: 'بقي %{count} حرفًا',
    other: 'بقي %{count} حرف',
  },
};
const FORMS = ['zero', 'one', 'two', 'few', 'many', 'other'];

/** A text in Arabic letters; placeholders are left unchanged. */
const arabic = (text) => text.split(/(%\{\w+\})/).map((part) => (part.startsWith('%{') ? part
  : part.replace(/[a-z,;?]/gi, (it) => LETTERS[it.toLowerCase()] ?? MARKS[it]))).join('');

/** Whether a section contains only plural forms. */
function isCounted(source, section) {
  const [, lines] = source.split(`[${section}]\n`);
  const keys = lines.split('\n[')[0].trim().split('\n').map((line) => line.split(' ')[0]);
  return keys.every((key) => FORMS.includes(key));
}

function page(source) {
  let section = '';
  const lines = source.split('\n').map((line) => {
    if (line.startsWith('[')) section = line.slice(1, -1);
    const [, key, text] = /^(\w+) = "(.*)"$/.exec(line) ?? [];
    if (!FORMS.includes(key) || !isCounted(source, section)) return text === undefined ? line : `${key} = "${arabic(text)}"`;
    // English has `one` and `other`: the Arabic forms replace `other`.
    if (key !== 'other') return null;
    return FORMS.map((form) => `${form} = "${COUNTED[section]?.[form] ?? arabic(text)}"`).join('\n');
  });
  return lines.filter((line) => line !== null).join('\n');
}

mkdirSync(join(HERE, 'ar'), { recursive: true });
writeFileSync(join(HERE, 'ar/common.toml'), COMMON);
for (const name of PAGES) {
  const source = readFileSync(join(HERE, `../../locales/en/${name}.toml`), 'utf8');
  writeFileSync(join(HERE, `ar/${name}.toml`), page(source));
}
