// What the hall prints besides cards: signs, the page of a month and forms, printed to PDF and measured.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { launch } from './lib/browser.mjs';
import { printed } from './lib/cards.mjs';
import { linesAcross, linesDown, picturesOf, wordsOf } from './lib/paper.mjs';
import { SAMPLE, temporary } from './lib/place.mjs';
import { TELLS_OF_LETTERS, hallboard, keygen, publish, withLetters } from './lib/publish.mjs';

const NOW = '2026-11-23T04:00:00Z';
/** What measures may differ by, in millimetres. */
const CLOSE = 0.5;
/** What Chromium rounds the size of a page to, in points. */
const A_POINT = 0.75;
const POINT = 25.4 / 72;
/** Printers leave out the edge of the paper. */
const BORDER = 5;

const SHEETS = { a4: { width: 210, height: 297 }, letter: { width: 215.9, height: 279.4 } };
const LANGUAGES = ['zh-Hans', 'en', 'both'];
/** Signs on a sheet: across and down, and the height of the strip to tear off. */
const SIGNS = { a5: { across: 1, down: 2, strip: 33 }, a6: { across: 2, down: 2, strip: 34 } };
/** How many signs are printed: neither layout's sheets are full. */
const HOUSEHOLDS = 5;

const squeezed = (text) => text.normalize('NFKC').replaceAll(/\s/g, '');
const textOf = (words) => squeezed(words.map((it) => it.text).join(''));

let browser;
let hall;
before(async () => {
  browser = await launch();
  const ledger = withLetters(SAMPLE);
  const key = keygen();
  hall = { ledger, key, site: publish({ ledger, key, now: NOW, settings: TELLS_OF_LETTERS, args: ['--feed-only'] }) };
});
after(() => browser.close());

/** Some households of the sample that agree to a sign. */
function agreed() {
  const { entries } = JSON.parse(readFileSync(SAMPLE, 'utf8'));
  const scopes = new Map(entries.filter((it) => it.kind === 'consent' && it.household)
    .map((it) => [it.household, it.scopes]));
  const all = [...scopes].filter(([, scope]) => scope.includes('sign')).map(([id]) => id);
  assert.ok(all.length > HOUSEHOLDS);
  return all.slice(0, HOUSEHOLDS);
}

function near(found, expected, what, tolerance = CLOSE) {
  assert.ok(Math.abs(found - expected) <= tolerance, `${what}: ${found}, not ${expected}`);
}

/** Makes a paper, prints it, and checks the size of its pages. */
async function made(command, paper, language, ...args) {
  const page = join(temporary(), `${command}.html`);
  hallboard(command, hall.ledger, '--out', page, '--paper', paper, '--print-language', language, ...args);
  const { pdf } = await printed(browser, page);
  const { width, height } = SHEETS[paper];
  const [, ...size] = execFileSync('pdfinfo', [pdf], { encoding: 'utf8' }).match(/Page size:\s+([\d.]+) x ([\d.]+) pts/);
  near(Number(size[0]), width / POINT, 'the width of the page in points', A_POINT);
  near(Number(size[1]), height / POINT, 'the height of the page in points', A_POINT);
  const words = wordsOf(pdf);
  for (const word of words.flat()) {
    const inside = word.left >= BORDER && word.right <= width - BORDER && word.top >= BORDER && word.bottom <= height - BORDER;
    assert.ok(inside, `${command}: ${word.text} leaves the page`);
  }
  return { pdf, words };
}

/** No line of words lies on another one. */
function checkApart(words, what) {
  const inner = ({ left, right, top, bottom }) => {
    const [across, down] = [(right - left) / 20, (bottom - top) / 4];
    return { left: left + across, right: right - across, top: top + down, bottom: bottom - down };
  };
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const boxes = words.map((word) => ({ text: word.text, ...inner(word) }));
  boxes.forEach((box, index) => {
    const others = boxes.slice(index + 1).filter((it) => meet(box, it));
    assert.deepEqual(others.map((it) => it.text), [], `${what}: on ${box.text}`);
  });
}

const signArgs = (size) =>
  ['--key', hall.key, '--now', NOW, '--size', size, ...agreed().flatMap((id) => ['--household', id])];

describe('signs on paper', () => {
  for (const [size, { across, down, strip }] of Object.entries(SIGNS)) {
    for (const paper of Object.keys(SHEETS)) {
      test(`${size} on ${paper}: cut and tear where the signs end`, async () => {
        const { width, height } = SHEETS[paper];
        const { pdf, words } = await made('signs', paper, 'both', ...signArgs(size));
        assert.equal(words.length, Math.ceil(HOUSEHOLDS / (across * down)));
        const [page] = picturesOf(pdf);
        const sign = { width: width / across, height: height / down };
        // Across the margin no letter stands: what is dark there is a line.
        const found = linesDown(page, 1, 4);
        const cuts = Array.from({ length: down - 1 }, (_, row) => (row + 1) * sign.height);
        const tears = Array.from({ length: down }, (_, row) => (row + 1) * sign.height - strip);
        const expected = [...cuts, ...tears].sort((a, b) => a - b);
        assert.equal(found.length, expected.length, found.join());
        found.forEach((y, index) => near(y, expected[index], 'a line from left to right'));
        // So high above the first line of a sign there are no letters.
        assert.equal(linesAcross(page, 3).length, across - 1);
        linesAcross(page, 3).forEach((x, index) => near(x, (index + 1) * sign.width, 'a line from top to bottom'));
        checkApart(words[0], `${size} on ${paper}`);
      });
    }
    for (const language of LANGUAGES) {
      test(`${size} in ${language}: what it says of withdrawing is whole on every sign`, async () => {
        const { words } = await made('signs', 'letter', language, ...signArgs(size));
        const { across, down } = SIGNS[size];
        const texts = { 'zh-Hans': ['别的什么都不变。', '任何服务和权利都和星级无关。', '第4季度'],
          en: ['nothing else changes.', 'No service or right depends on stars.', 'Quarter 4, 2026'] };
        const expected = Object.entries(texts).filter(([tag]) => language === 'both' || tag === language);
        const text = textOf(words[0]);
        for (const said of expected.flatMap(([, all]) => all)) {
          assert.equal(text.split(squeezed(said)).length - 1, across * down, said);
        }
        const cjk = /\p{Script=Han}/u.test(text);
        assert.equal(cjk, language !== 'en');
      });
    }
  }
});

describe('the page of a month', () => {
  for (const paper of Object.keys(SHEETS)) {
    for (const language of LANGUAGES) {
      test(`${language} on ${paper}: it is one page, and nothing lies on anything else`, async () => {
        const args = ['--key', hall.key, '--now', NOW, '--site', hall.site];
        const { words } = await made('monthly', paper, language, ...args);
        assert.equal(words.length, 1);
        checkApart(words[0], language);
        const smallest = Math.min(...words[0].flatMap((it) => it.sizes));
        assert.ok(smallest >= 10.5, `type of ${smallest} points`);
        // The letters of the journal: 60 came, 55 are decided, 40 of them late.
        const said = words[0].map((it) => it.text);
        for (const count of ['60', '55', '40']) assert.ok(said.includes(count), count);
      });
    }
  }
});

describe('forms on paper', () => {
  for (const paper of Object.keys(SHEETS)) {
    for (const language of LANGUAGES) {
      test(`${language} on ${paper}: each begins a page, between exact edges`, async () => {
        for (const [form, pages] of [['report', 2], ['reply', 2], ['consent', 1]]) {
          const { words } = await made('forms', paper, language, '--on', '2026-11-23', '--only', form);
          assert.equal(words.length, pages, form);
          for (const page of words) {
            near(Math.min(...page.map((it) => it.left)), 16, `${form}: the left edge`, CLOSE * 2);
            checkApart(page, form);
          }
          const smallest = Math.min(...words.flat().flatMap((it) => it.sizes));
          assert.ok(smallest >= 10.5, `${form}: type of ${smallest} points`);
        }
      });
    }
  }
});
