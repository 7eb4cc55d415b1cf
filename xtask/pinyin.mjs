// Makes `data/pinyin.txt` of the table in the npm package simple-keyboard-layouts:
//
//   npm pack simple-keyboard-layouts@3.4.265 && tar xzf simple-keyboard-layouts-3.4.265.tgz
//   node xtask/pinyin.mjs package > data/pinyin.txt
//
// A line for each syllable, in the order of the alphabet: the syllable, a blank, and its
// characters, the usual ones first. The licence text comes first, as the licence requires.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const [, , packed] = process.argv;
const { version } = JSON.parse(readFileSync(join(packed, 'package.json'), 'utf8'));
const source = readFileSync(join(packed, 'build/layouts/chinese.js'), 'utf8');
const { default: layout } = await import(`data:text/javascript,${encodeURIComponent(source)}`);

const head = [
  `From simple-keyboard-layouts ${version} (layout Chinese, after https://github.com/sxei/pinyinjs).`,
  '',
  ...readFileSync(join(packed, 'LICENSE'), 'utf8').trim().split('\n'),
];
const lines = Object.entries(layout.layoutCandidates)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([syllable, characters]) => {
    if (!/^[a-z]{1,6}$/.test(syllable)) throw new Error(`no syllable: ${syllable}`);
    return `${syllable} ${characters.replaceAll(' ', '')}`;
  });
process.stdout.write([...head.map((line) => `# ${line}`.trimEnd()), ...lines, ''].join('\n'));
