// The page of a resident's own record: each card opens its own resident's record only.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { violations } from './lib/axe.mjs';
import { LANGUAGES, PHONE, WALL, ZOOMED, launch, openPage, scrollToShare, until } from './lib/browser.mjs';
import {
  codes, fragment, meAddress, meOpen, meSettled, openMe, openSection, publishSealed, screens, standing, sumLines,
  traces, typeCode,
} from './lib/me.mjs';
import { outOfSight } from './lib/layout.mjs';
import { unfold } from './lib/record.mjs';
import { SAMPLE, SMALL, temporary } from './lib/place.mjs';
import { hallboard, keygen, publish } from './lib/publish.mjs';
import { serve } from './lib/server.mjs';

const TODAY = '2026-11-23';
const NOW = `${TODAY}T04:00:00Z`;
const BEFORE = '2026-11-22T04:00:00Z';

const SEALED = /^feed\/sealed\//;

let browser;
let host;
let key;
let site;
let older;
before(async () => {
  browser = await launch();
  key = keygen();
  older = publishSealed({ ledger: SMALL, key, now: BEFORE });
  site = publish({ ledger: SMALL, key, now: NOW });
  host = await serve(site);
});
after(async () => {
  await browser.close();
  await host.close();
});

/** The scores of all residents in the ledger, as the command computes them. */
function scores() {
  return JSON.parse(hallboard('score', SMALL, '--on', TODAY, '--json'));
}

function names() {
  const ledger = JSON.parse(readFileSync(SMALL, 'utf8'));
  return new Map(ledger.residents.map(({ id, name }) => [id, name]));
}

/** A resident with a card. */
const somebody = () => [...codes(key).keys()][0];

/** A few residents with cards, for tests with many set-ups. */
const few = () => [...codes(key).keys()].filter((_, place) => place % 7 === 0);

const LAPTOP = { width: 1366, height: 768 };
const UPRIGHT = { width: 1080, height: 1920 };
/** The smallest height of a key on a hall's screen, in CSS pixels. */
const LEAST_KEY = 90;
/** The longest page, in screens, before anything is unfolded. */
const MOST_SCREENS = 7;
const MOST_SHEETS = 2;

async function withPage(work, options = {}) {
  const page = await openPage(browser, { folder: host.url, now: NOW, viewport: PHONE, ...options });
  try {
    await work(page);
  } finally {
    await page.context().close();
    host.tamper.clear();
  }
}

const text = (number) => (number === null ? null : String(number).replace('-', '\u2212'));

/** The sum of a statement's lines in hundredths, without the line of the total. */
const added = (lines) => lines.filter((it) => it.total === null)
  .reduce((total, it) => total + Math.round(Number(it.points) * 100), 0);

/** By how many pixels the page is wider than the window. */
const overflow = (page) => page.evaluate(() => {
  const root = document.documentElement;
  return root.scrollWidth - root.clientWidth;
});

const LANGUAGE_TAGS = { en: 'en', zh: 'zh-Hans' };

test('every card opens its resident, with the scores of the command, statements that add up to them, and a short page', () =>
  withPage(async (page) => {
    const known = names();
    const onBoard = boardScores();
    const held = codes(key);
    const seen = { listed: 0, absent: 0, differing: 0 };
    assert.ok(held.size > 3);
    for (const { resident, score, band, balance } of scores().filter((it) => held.has(it.resident))) {
      assert.equal(await openMe(page, host.url, { card: fragment(site, key, resident) }), 'open');
      const shown = await standing(page);
      assert.deepEqual(shown, {
        score: text(score), band, balance: text(balance), name: known.get(resident),
      });
      for (const lang of LANGUAGES) {
        await page.selectOption('.language', LANGUAGE_TAGS[lang]);
        await page.waitForSelector(`html[lang="${LANGUAGE_TAGS[lang]}"]`);
        const long = await screens(page);
        assert.ok(long <= MOST_SCREENS, `${resident}, ${lang}: ${long} screens`);
      }
      await page.selectOption('.language', 'en');
      await page.waitForSelector('html[lang="en"]');
      assert.equal(added(await sumLines(page)), Math.round(score * 100), resident);
      await unfold(page);
      assert.equal(added(await sumLines(page)), Math.round(score * 100), resident);
      assert.ok(await overflow(page) <= 0, resident);
      const explained = JSON.parse(
        hallboard('explain', SMALL, '--resident', resident, '--on', TODAY, '--json'));
      const counting = explained.deeds.filter((it) => it.counts).map((it) => it.entry);
      const shownDeeds = await page.locator('.sum [data-entry]').evaluateAll((all) => all.map((it) => it.dataset.entry));
      assert.deepEqual(shownDeeds.filter((it) => counting.includes(it)).sort(), counting.sort(), resident);
      await checkBoard(page, 'en', { resident, score, expected: onBoard.get(resident) ?? null, seen });
    }
    assert.ok(seen.listed > 5 && seen.absent > 2 && seen.differing > 0, JSON.stringify(seen));
    assert.deepEqual(page.violations, []);
  }));

/** The scores on the board by resident, as the command computes them. */
function boardScores() {
  const all = JSON.parse(hallboard('score', SMALL, '--board', '--on', TODAY, '--json'));
  return new Map(all.map(({ resident, score }) => [resident, score]));
}

/** The board section of the page: the figure at the top, the total of the statement, and the lines
 * of the statement. */
function boardSum(page) {
  return page.evaluate(() => ({
    shown: document.querySelector('[data-shown]').dataset.shown,
    above: document.querySelector('[data-board-score]')?.dataset.boardScore ?? null,
    total: document.querySelector('[data-board-total]')?.dataset.boardTotal ?? null,
    lines: [...document.querySelectorAll('.board-sum > li:not([data-board-total])')]
      .map((it) => it.querySelector('.score').textContent.replace('\u2212', '-')),
    taking: [...document.querySelectorAll('.board-sum > li[data-entry] .score')]
      .filter((it) => it.textContent.startsWith('\u2212')).length,
    words: document.querySelector('[data-part="board"]').innerText,
  }));
}

const DIFFERENCE = {
  en: /Your whole score of today is [\d.]+: the board leaves out deductions and ratings of one or two stars/,
  zh: /您今天的全部分数是 [\d.]+：公示屏不计扣分，也不计一星、二星的评分/,
};

/** Asserts that the board section agrees with the command, and adds up. */
async function checkBoard(page, lang, { resident, score, expected, seen }) {
  const { shown, above, total, lines, taking, words } = await boardSum(page);
  assert.equal(above, text(expected), resident);
  assert.equal(total, text(expected), resident);
  assert.equal(shown, expected === null ? 'absent' : 'listed', words);
  seen[shown] += 1;
  if (expected === null) {
    assert.deepEqual(lines, []);
    return;
  }
  const sum = lines.reduce((all, it) => all + Math.round(Number(it) * 100), 0);
  assert.equal(sum, Math.round(expected * 100), resident);
  assert.equal(taking, 0, resident);
  assert.equal(DIFFERENCE[lang].test(words), expected !== score, words);
  if (expected !== score) seen.differing += 1;
}

test('the score on the board is compared with the own score in Chinese, too', () =>
  withPage(async (page) => {
    const onBoard = boardScores();
    const differing = scores().filter((it) => codes(key).has(it.resident)
      && ![undefined, null, it.score].includes(onBoard.get(it.resident)));
    const [{ resident, score }] = differing;
    await openMe(page, host.url, { lang: 'zh', card: fragment(site, key, resident) });
    await openSection(page, 'board');
    const seen = { listed: 0, absent: 0, differing: 0 };
    await checkBoard(page, 'zh', { resident, score, expected: onBoard.get(resident), seen });
    assert.deepEqual(seen, { listed: 1, absent: 0, differing: 1 });
  }));

/** Opens the page of a resident with an entry that awaits a reply or a decision. */
async function openWaiting(page, options = {}) {
  for (const resident of codes(key).keys()) {
    await openMe(page, host.url, { card: fragment(site, key, resident), ...options });
    if (await page.locator('#now .due [data-letter="reply"], #now .due').count() > 0) return;
  }
  assert.fail('nothing waits for anybody');
}

for (const lang of LANGUAGES) {
  test(`a pending entry has a box at the top, which links to it, ${lang}`, () => withPage(async (page) => {
    await openWaiting(page, { lang });
    const box = page.locator('#now .due').first();
    const entry = await box.getAttribute('data-entry');
    assert.match(await box.innerText(), /\d/);
    await box.locator('.cite a').click();
    await page.waitForFunction((id) =>
      document.activeElement?.matches('#why [data-entry]') && document.activeElement.dataset.entry === id, entry);
    assert.deepEqual(await page.locator(':focus').evaluate(outOfSight), []);
    assert.equal(new URL(page.url()).pathname.endsWith('/me/'), true);
    assert.equal(await page.locator('[data-state="open"]').count(), 1);
  }));

  test(`the four links of the quick navigation lead to headings, and are large enough, ${lang}`, () => withPage(async (page) => {
    await openMe(page, host.url, { lang, card: fragment(site, key, somebody()) });
    const links = page.getByRole('navigation').getByRole('link');
    assert.equal(await links.count(), 4);
    const parts = [];
    for (const link of await links.all()) {
      assert.ok((await link.boundingBox()).height >= 56);
      assert.deepEqual(await link.evaluate(outOfSight), []);
      await link.click();
      await page.waitForFunction(() => document.activeElement?.matches('[data-part] h2'));
      assert.deepEqual(await page.locator(':focus').evaluate(outOfSight), []);
      parts.push(await page.locator(':focus').evaluate((it) => it.closest('[data-part]').dataset.part));
    }
    assert.deepEqual(parts, ['now', 'why', 'rewards', 'letters']);
    // After a reload, a fragment in the address would be read as a card.
    assert.equal(new URL(page.url()).hash, '');
  }));

  test(`the page is as short on a laptop, ${lang}`, () => withPage(async (page) => {
    for (const resident of few()) {
      await openMe(page, host.url, { lang, card: fragment(site, key, resident) });
      const long = await screens(page);
      assert.ok(long <= MOST_SCREENS, `${resident}: ${long} screens`);
    }
  }, { viewport: LAPTOP }));

  test(`the page prints on two sheets, and in full on request, ${lang}`, () => withPage(async (page) => {
    for (const resident of few()) {
      await openMe(page, host.url, { lang, card: fragment(site, key, resident) });
      assert.ok(await sheets(page) <= MOST_SHEETS, resident);
    }
    await openMe(page, host.url, { lang, card: fragment(site, key, somebody()) });
    await page.evaluate(() => { window.print = () => { document.body.dataset.printed = ''; }; });
    await openSection(page, 'take');
    await page.click('[data-take="print-all"]');
    await page.waitForSelector('[data-printed] [data-print="all"]');
    await page.emulateMedia({ media: 'print' });
    await page.waitForSelector('.years tbody tr');
    assert.deepEqual((await linesOfDays(page)).filter(([, count]) => count !== 1), []);
    assert.equal(await page.locator('#rules .book').count() > 0, true);
  }));
}

describe('in a large village', () => {
  const large = {};
  let most;
  before(async () => {
    large.key = keygen();
    large.site = publishSealed({ ledger: SAMPLE, key: large.key, now: NOW });
    large.host = await serve(large.site);
    most = withMost(codes(large.key));
  });
  after(() => large.host.close());

  for (const lang of LANGUAGES) {
    test(`the page is as short for the longest records, ${lang}`, async () => {
      for (const [viewport, onPaper] of [[PHONE, true], [LAPTOP, false]]) {
        const page = await openPage(browser, { folder: large.host.url, now: NOW, viewport });
        for (const resident of most) {
          await openMe(page, large.host.url, { lang, card: fragment(large.site, large.key, resident) });
          const long = await screens(page);
          assert.ok(long <= MOST_SCREENS, `${resident}: ${long} screens of ${viewport.width}`);
          if (onPaper) assert.ok(await sheets(page) <= MOST_SHEETS, resident);
        }
        await page.context().close();
      }
    });
  }
});

/** Residents of the sample with a card and the longest names, the most entries in all, or the most
 * recent entries. */
function withMost(held) {
  const { residents, entries } = JSON.parse(readFileSync(SAMPLE, 'utf8'));
  const counted = (all) => {
    const counts = new Map();
    for (const { resident } of all) counts.set(resident, (counts.get(resident) ?? 0) + 1);
    return counts;
  };
  const long = new Map(residents.map(({ id, name }) => [id, name.length]));
  const lately = entries.filter(({ date }) => date > '2026-10-01');
  const first = (amounts) => [...held.keys()]
    .sort((one, other) => (amounts.get(other) ?? 0) - (amounts.get(one) ?? 0)).slice(0, 2);
  return new Set([long, counted(entries), counted(lately)].flatMap(first));
}

/** The number of A4 sheets of the printed page. */
async function sheets(page) {
  const file = join(temporary(), 'me.pdf');
  await page.pdf({ path: file, format: 'A4' });
  const shots = process.env.HALLBOARD_SHOTS;
  if (shots) execFileSync('cp', [file, `${shots}/me-${Date.now()}.pdf`]);
  const [, count] = execFileSync('pdfinfo', [file], { encoding: 'utf8' }).match(/Pages: +(\d+)/);
  return Number(count);
}

/** The days in the history table, and the number of lines on which each stands. */
function linesOfDays(page) {
  return page.locator('.years tbody th').evaluateAll((all) => all.map((it) => {
    const range = document.createRange();
    range.selectNodeContents(it);
    return [it.innerText, new Set([...range.getClientRects()].map((box) => box.top)).size];
  }));
}

test('a card leaves no trace of itself: not in the address, the tab, storage or any request', () =>
  withPage(async (page) => {
    const resident = somebody();
    const code = codes(key).get(resident);
    const asked = [];
    page.on('request', (request) => asked.push(request.url(), JSON.stringify(request.headers())));
    const said = [];
    page.on('console', (message) => said.push(message.text()));
    assert.equal(await openMe(page, host.url, { card: fragment(site, key, resident) }), 'open');
    const found = await traces(page);
    for (const piece of [code, code.toLowerCase(), code.slice(0, 12), code.slice(12)]) {
      assert.ok(!found.includes(piece), 'in the page or what the browser keeps');
      assert.ok(!said.join('\n').includes(piece), 'on the console');
      const leaving = asked.filter((it) => it.includes(piece) && !it.includes(`#${code}`));
      assert.deepEqual(leaving, []);
      assert.ok(!host.requests.join('\n').includes(piece), 'at the server');
    }
    const { entries } = await (await page.context().newCDPSession(page)).send('Page.getNavigationHistory');
    assert.ok(!JSON.stringify(entries).includes(code), 'in the history of the tab');
    assert.deepEqual(JSON.parse(found).local, {});
    assert.deepEqual(JSON.parse(found).session, {});
    assert.deepEqual(page.violations, []);
  }));

test('a link pasted while the page is open opens the other resident, and is wiped as well', () =>
  withPage(async (page) => {
    const [one, other] = [...codes(key).keys()];
    await openMe(page, host.url, { card: fragment(site, key, one) });
    const address = `#${fragment(site, key, other)}`;
    await page.evaluate((hash) => { location.hash = hash; }, address);
    const name = names().get(other);
    await page.waitForFunction((it) => document.querySelector('h1')?.innerText === it, name);
    assert.ok(!(await traces(page)).includes(codes(key).get(other)));
    const { entries } = await (await page.context().newCDPSession(page)).send('Page.getNavigationHistory');
    assert.ok(!JSON.stringify(entries).includes(codes(key).get(other)));
  }));

test('a code is typed as people type, and a wrong group is named', () =>
  withPage(async (page) => {
    const resident = somebody();
    const code = codes(key).get(resident);
    assert.equal(await openMe(page, host.url), 'asking');
    const at = 9;
    const wrong = code.slice(0, at) + (code[at] === '7' ? '8' : '7') + code.slice(at + 1);
    assert.equal(await typeCode(page, wrong), 'asking');
    assert.match(await page.locator('#code-fault').innerText(), /Group 3 /);
    assert.equal(await page.locator('#code').getAttribute('aria-invalid'), 'true');
    assert.equal(await typeCode(page, ''), 'asking');
    const groups = code.toLowerCase().match(/.{4}/g).join(' - ');
    await page.fill('#code', `  ${groups} `);
    await page.click('button[type="submit"]');
    await meOpen(page);
    assert.equal((await standing(page)).name, names().get(resident));
    assert.ok(!(await traces(page)).includes(code));
  }));

for (const [size, viewport] of [['1080p', WALL], ['upright', UPRIGHT]]) {
  test(`on a hall's screen a card number is typed by touch: ${size}`, () => withPage(async (page) => {
    const resident = somebody();
    assert.equal(await openMe(page, host.url, { query: '&wall=1' }), 'asking');
    const keyboard = page.getByRole('group', { name: 'Keyboard' });
    const press = (name) => keyboard.getByRole('button', { name, exact: true }).tap();
    await press('Z');
    await press('Delete');
    for (const character of codes(key).get(resident)) await press(character);
    const sizes = await keyboard.getByRole('button').evaluateAll((all) => all.map((it) => it.getBoundingClientRect().height));
    assert.ok(Math.min(...sizes) >= LEAST_KEY, `${Math.min(...sizes)} pixels`);
    assert.ok(await overflow(page) <= 0);
    await page.getByRole('button', { name: 'Open', exact: true }).tap();
    await meOpen(page);
    assert.equal((await standing(page)).name, names().get(resident));
  }, { viewport, hasTouch: true }));
}

test('at home a card number is typed by the device\'s own keys', () => withPage(async (page) => {
  assert.equal(await openMe(page, host.url), 'asking');
  assert.equal(await page.getByRole('group', { name: 'Keyboard' }).count(), 0);
}));

describe('what is not to be believed is not shown', () => {
  const nothing = async (page) => {
    assert.equal(await page.locator('[data-entry], [data-score], [data-total]').count(), 0);
    const shown = await page.locator('body').innerText();
    for (const name of names().values()) assert.ok(!shown.includes(name), name);
  };
  const refused = (what, state, spoil) => test(what, () =>
    withPage(async (page) => {
      const card = await spoil();
      assert.equal(await openMe(page, host.url, { card }), state);
      await nothing(page);
    }));
  const mine = () => fragment(site, key, somebody());
  const change = (edit) => () => {
    host.tamper.set(SEALED, edit);
    return mine();
  };

  refused('a card of another key', 'other-key', () =>
    mine().replace(/\.[0-9A-F]{16}\./, '.0123456789ABCDEF.'));
  refused('a card of a later publication', 'older', () => mine().replace(/\d+$/, (it) => Number(it) + 1));
  refused('no file', 'missing', change(() => null));
  refused('a flipped bit', 'refused', change((bytes) => {
    const changed = Buffer.from(bytes);
    changed[changed.length >> 1] ^= 4;
    return changed;
  }));
  refused('a file cut short', 'refused', change((bytes) => bytes.subarray(0, -1)));
  refused('nothing in the file', 'refused', change(() => Buffer.alloc(0)));
  refused('a page in place of the file', 'refused', change(() => readFileSync(join(site, 'index.html'))));
  refused('another resident\'s file', 'refused', () => {
    const card = mine();
    const folder = join(site, 'feed/sealed');
    const files = readdirSync(folder).filter((it) => it.endsWith('.bin'));
    host.tamper.set(SEALED, (bytes) => {
      const contents = files.map((it) => readFileSync(join(folder, it)));
      return contents.find((it) => !it.equals(bytes));
    });
    return card;
  });
  refused('the file of the publication before', 'refused', () => {
    const folder = join(older, 'feed/sealed');
    host.tamper.set(SEALED, () => readFileSync(join(folder, readdirSync(folder)[0])));
    return mine();
  });
  refused('a host that breaks down', 'unreachable', () => {
    host.tamper.set(SEALED, () => { throw new Error('broken'); });
    return mine();
  });
});

test('a missing file is opened on retry once it is back', () =>
  withPage(async (page) => {
    host.tamper.set(SEALED, () => null);
    assert.equal(await openMe(page, host.url, { card: fragment(site, key, somebody()) }), 'missing');
    host.tamper.clear();
    await page.click('button.chief');
    await meOpen(page);
  }));

test('every language is loaded with the page, and needs no network', () =>
  withPage(async (page) => {
    assert.equal(await openMe(page, host.url, { card: fragment(site, key, somebody()) }), 'open');
    const heading = () => page.locator('[data-part="rules"] h2').first().innerText();
    assert.doesNotMatch(await heading(), /\p{Script=Han}/u);
    await page.context().setOffline(true);
    await page.selectOption('.language', 'zh-Hans');
    await page.waitForSelector('html[lang="zh-Hans"]');
    assert.match(await heading(), /\p{Script=Han}/u);
    await page.selectOption('.language', 'en');
    await page.waitForSelector('html[lang="en"]');
    assert.doesNotMatch(await heading(), /\p{Script=Han}/u);
  }));

test('a browser that cannot open a record names browsers that can', () =>
  withPage(async (page) => {
    await page.addInitScript(() => delete window.DecompressionStream);
    await page.goto(meAddress(host.url));
    await page.waitForSelector('#broken:not([hidden])');
    assert.match(await page.innerText('#broken'), /Firefox \d+[^]*Firefox \d+/);
  }));

test('a device keeps the card only when asked to, and forgets it when asked to', () =>
  withPage(async (page) => {
    const resident = somebody();
    await openMe(page, host.url, { card: fragment(site, key, resident) });
    await page.click('[data-keep="keep"]');
    await page.waitForSelector('[data-keep="forget"]');
    assert.equal(await openMe(page, host.url), 'open');
    assert.equal((await standing(page)).name, names().get(resident));
    await openSection(page, 'changes');
    assert.equal(await page.locator('[data-changes]').getAttribute('data-changes'), 'none');
    await page.evaluate(() => {
      const [name, text] = Object.entries({ ...localStorage })[0];
      localStorage.setItem(name, text.replace('hallboard-seen/', 'hallboard-seen/x'));
    });
    await page.reload();
    await meOpen(page);
    assert.equal(await page.locator('.record > .notice').count(), 1);
    await openSection(page, 'changes');
    await page.waitForSelector('[data-changes="unreadable"]');
    await page.click('div:has(> [data-changes]) + p.buttons button');
    // The button is removed; the focus moves to the text in its place.
    await page.waitForSelector(':focus > [data-changes="none"]');
    await page.click('[data-keep="forget"]');
    await page.waitForSelector('[data-keep="keep"]');
    assert.deepEqual(await page.evaluate(() => ({ ...localStorage })), {});
    assert.equal(await openMe(page, host.url), 'asking');
  }));

test('the question whether the device is one\'s own appears once', () => withPage(async (page) => {
  const card = fragment(site, key, somebody());
  await openMe(page, host.url, { card });
  await page.click('[data-decline]');
  await page.waitForSelector('h1:focus');
  assert.equal(await page.locator('[data-keep]').count(), 0);
  await openMe(page, host.url, { card });
  assert.equal(await page.locator('.own-device').count(), 0);
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage }));
  assert.ok(!kept.includes(codes(key).get(somebody()).slice(0, 12)));
  // The card can still be kept after the question was declined.
  await openSection(page, 'changes');
  await page.click('[data-keep="keep"]');
  await page.waitForSelector('[data-keep="forget"]');
}));

test('the larger text size is stored, but not used on a shared screen', () => withPage(async (page) => {
  const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.querySelector('h1')).fontSize));
  const card = fragment(site, key, somebody());
  await openMe(page, host.url, { card });
  const usual = await size();
  await page.getByRole('button', { name: 'Larger letters' }).click();
  assert.ok(await size() > 1.2 * usual);
  await openMe(page, host.url, { card });
  assert.ok(await size() > 1.2 * usual);
  assert.ok(await overflow(page) <= 0);
  await openMe(page, host.url, { card, query: '&wall=1' });
  assert.equal(await size(), usual);
}));

const SCREENS = [['phone', PHONE], ['laptop', LAPTOP], ['1080p', WALL], ['upright', UPRIGHT]];

describe('the hall\'s screen, which others use too', () => {
  const shared = (what, work) => {
    for (const [size, viewport] of SCREENS) {
      for (const lang of LANGUAGES) {
        test(`${what}: ${lang}, ${size}`, () => withPage(async (page) => {
          const card = fragment(site, key, somebody());
          assert.equal(await openMe(page, host.url, { card, lang, query: '&wall=1' }), 'open');
          await page.mouse.move(5, 5);
          await work(page, lang, size);
        }, { viewport, timers: true }));
      }
    }
  };
  const warning = (page) => page.locator('.countdown:visible').count();

  shared('keeps nothing, takes no letters, and forgets by itself', async (page) => {
    assert.equal(await page.locator('[data-keep], [data-letter]').count(), 0);
    await page.clock.runFor(38_000);
    assert.equal(await warning(page), 0);
    await page.clock.runFor(4_000);
    const left = Number(await page.locator('[data-countdown]').getAttribute('data-countdown'));
    assert.ok(left > 10 && left <= 20, `${left} seconds`);
    await page.clock.runFor(20_000);
    await page.waitForSelector('[data-state="asking"]');
    assert.equal(await page.locator('[data-entry]').count(), 0);
    assert.equal(await warning(page), 0);
  });

  shared('warns in sight of its reader, who can say that they are there', async (page, lang, size) => {
    const heard = page.locator('[role="alert"].sr-only');
    assert.equal(await heard.innerText(), '');
    await scrollToShare(page, 0.5);
    await page.clock.runFor(45_000);
    assert.ok((await heard.innerText()).length > 10);
    const stay = page.locator('.countdown button');
    assert.equal(await stay.innerText(), { en: 'I am still here', zh: '我还在' }[lang]);
    assert.deepEqual(await stay.evaluate(outOfSight), []);
    assert.deepEqual(await page.locator('[data-countdown]').evaluate(outOfSight), []);
    const shots = process.env.HALLBOARD_SHOTS;
    if (shots) await page.screenshot({ path: `${shots}/me-closing-${lang}-${size}.png` });
    await stay.click();
    await page.waitForFunction(() => document.querySelector('[data-countdown]') === null);
    await page.clock.runFor(38_000);
    assert.equal(await warning(page), 0);
    assert.equal(await page.locator('[data-state="open"]').count(), 1);
  });

  shared('is closed at once by who asks for it, and leads back to the board of one', async (page) => {
    await page.click('.shared button');
    await page.waitForSelector('[data-state="asking"]');
    const board = await page.locator('.document-bar a').getAttribute('href');
    assert.equal(new URL(board, page.url()).href, `${host.url}?wall=1`);
  });
});

describe('a screen of one\'s own, however large', () => {
  for (const [size, viewport] of SCREENS) {
    test(`stays open, can keep the card and has letters: ${size}`, () => withPage(async (page) => {
      await openMe(page, host.url, { card: fragment(site, key, somebody()) });
      await page.clock.runFor(3_600_000);
      assert.equal(await page.locator('[data-state="open"]').count(), 1);
      assert.equal(await page.locator('.shared, .countdown').count(), 0);
      assert.ok(await page.locator('[data-letter] button').count() > 0);
      await page.click('[data-keep="keep"]');
      await page.waitForSelector('[data-keep="forget"]');
      const board = await page.locator('.document-bar a').getAttribute('href');
      assert.equal(new URL(board, page.url()).href, host.url);
    }, { viewport, timers: true }));
  }
});

describe('the table of the years has each day on one line', () => {
  for (const [size, viewport] of SCREENS) {
    for (const lang of LANGUAGES) {
      test(`${lang}, ${size}`, () => withPage(async (page) => {
        let rows = 0;
        for (const resident of few()) {
          await openMe(page, host.url, { lang, card: fragment(site, key, resident) });
          await unfold(page);
          const lines = await linesOfDays(page);
          rows += lines.length;
          assert.deepEqual(lines.filter(([, count]) => count !== 1), [], resident);
        }
        assert.ok(rows > 10, `${rows} rows`);
        await page.locator('.years').scrollIntoViewIfNeeded();
        const shots = process.env.HALLBOARD_SHOTS;
        if (shots) await page.locator('.years').screenshot({ path: `${shots}/me-years-${lang}-${size}.png` });
      }, { viewport }));
    }
  }
});

describe('a pressed control keeps the focus', () => {
  const check = (what, selector, keys, { card = true, query = '', before, changes, ...options } = {}) => test(what, () =>
    withPage(async (page) => {
      await openMe(page, host.url, card ? { query, card: fragment(site, key, somebody()) } : {});
      await before?.(page);
      const control = page.locator(selector).first();
      const said = () => page.locator(changes ?? selector).first().evaluate((it) => it.outerHTML);
      const first = await said();
      await control.focus();
      await page.keyboard.press(keys);
      await until(page, ([what, then]) => document.querySelector(what).outerHTML !== then,
        [changes ?? selector, first]);
      assert.ok(await control.evaluate((it) => it === document.activeElement));
    }, options));

  check('how far back the chart goes', '[data-range="1y"]', 'Enter');
  check('whether the card is kept', '[data-keep]', 'Space');
  check('the language', '.language', 'ArrowUp');
  check('what is supposed', '.stepper button:last-child', 'Enter', {
    before: (page) => openSection(page, 'play'), changes: '.outcome',
  });
  check('what is left out', '#play input', 'Space', {
    before: async (page) => {
      await openSection(page, 'play');
      await page.click('.game summary');
    },
    changes: '.outcome',
  });
  check('how large letters are', '.text-size', 'Enter');
  check('a code that is none', '#code', 'Enter', {
    card: false, before: (page) => page.fill('#code', 'abc'), changes: '#code-fault',
  });
  check('closing a screen of others, while its reader is warned', '.shared button', 'Shift', {
    query: '&wall=1', timers: true, changes: '.countdown',
    before: async (page) => {
      await page.clock.runFor(45_000);
      await page.waitForSelector('[data-countdown]');
    },
  });
});

describe('a record that opens has the focus on its name', () => {
  // A link to another card reloads the page.
  const onName = (page, resident) => page.waitForFunction(
    (name) => document.activeElement.matches('h1') && document.activeElement.innerText === name,
    names().get(resident));

  test('by a link, and by another while it is open', () => withPage(async (page) => {
    const [one, other] = [...codes(key).keys()];
    await openMe(page, host.url, { card: fragment(site, key, one) });
    await onName(page, one);
    await page.focus('[data-range="1y"]');
    await page.evaluate((hash) => { location.hash = hash; }, `#${fragment(site, key, other)}`);
    await onName(page, other);
    // The next focusable element is the first one in the record.
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('data-keep')), 'keep');
  }));

  test('by its code, and not again after a change of language', () => withPage(async (page) => {
    await openMe(page, host.url);
    await typeCode(page, codes(key).get(somebody()));
    await onName(page, somebody());
    await page.focus('.language');
    await page.selectOption('.language', 'zh-Hans');
    await page.waitForSelector('html[lang="zh-Hans"]');
    assert.ok(await page.locator('.language').evaluate((it) => it === document.activeElement));
  }));
});

test('in forced colours the chosen range and pending entries stand out', () => withPage(async (page) => {
  await page.emulateMedia({ forcedColors: 'active' });
  let due = 0;
  for (const resident of codes(key).keys()) {
    await openMe(page, host.url, { card: fragment(site, key, resident) });
    const widths = await page.locator('.due').evaluateAll((boxes) =>
      boxes.map((box) => getComputedStyle(box).borderTopWidth));
    due += widths.length;
    assert.deepEqual(widths.filter((width) => width !== '1px'), [], resident);
    if (due > 0) break;
  }
  assert.ok(due > 0, 'nobody has anything due');
  await openMe(page, host.url, { card: fragment(site, key, somebody()) });
  const grounds = () => page.locator('[data-range]').evaluateAll((buttons) => buttons.map((it) =>
    [it.getAttribute('aria-pressed'), getComputedStyle(it).backgroundColor]));
  const chosen = async () => {
    const all = await grounds();
    const [[, ground]] = all.filter(([pressed]) => pressed === 'true');
    return all.filter(([, other]) => other === ground).length;
  };
  assert.equal(await chosen(), 1, JSON.stringify(await grounds()));
  await page.click('[data-range="1y"]');
  await page.mouse.move(0, 0);
  assert.equal(await chosen(), 1, JSON.stringify(await grounds()));
}));

test('the exports contain the whole sealed record', () =>
  withPage(async (page) => {
    await openMe(page, host.url, { card: fragment(site, key, somebody()) });
    await openSection(page, 'take');
    const take = async (kind) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'), page.click(`[data-take="${kind}"]`),
      ]);
      return readFileSync(await download.path(), 'utf8');
    };
    const ledger = JSON.parse(await take('json'));
    assert.equal(ledger.residents.length, 1);
    assert.equal(ledger.residents[0].id, somebody());
    const rows = (await take('csv')).trim().split('\r\n');
    assert.ok(rows.length > ledger.entries.length, 'a heading and every entry');
    assert.deepEqual(page.violations, []);
  }, { acceptDownloads: true }));

for (const lang of LANGUAGES) {
  for (const [size, viewport] of [['phone', PHONE], ['1080p', WALL]]) {
    test(`axe finds nothing: ${lang}, ${size}`, () =>
      withPage(async (page) => {
        await openMe(page, host.url, { lang });
        assert.deepEqual(await violations(page), [], 'the form');
        for (const resident of few()) {
          await openMe(page, host.url, { lang, card: fragment(site, key, resident) });
          await unfold(page);
          assert.deepEqual(await violations(page), [], resident);
        }
        host.tamper.set(SEALED, () => null);
        await openMe(page, host.url, { lang, card: fragment(site, key, somebody()) });
        assert.deepEqual(await violations(page), [], 'a missing file');
      }, { viewport, bypassCSP: true }));
  }
}

for (const lang of LANGUAGES) {
  for (const [size, viewport] of [['phone', PHONE], ['1080p', WALL], ['400 %', ZOOMED]]) {
    test(`nothing scrolls sideways: ${lang}, ${size}`, () =>
      withPage(async (page) => {
        for (const resident of few()) {
          await openMe(page, host.url, { lang, card: fragment(site, key, resident) });
          await unfold(page);
          assert.ok(await overflow(page) <= 0, resident);
        }
      }, { viewport }));
  }
}

test('arrow keys move along the chart, and the selected day is read out', () =>
  withPage(async (page) => {
    await openMe(page, host.url, { card: fragment(site, key, somebody()) });
    const slider = page.locator('[role="slider"]');
    await slider.focus();
    const day = () => slider.getAttribute('data-day');
    assert.equal(await day(), TODAY);
    await page.keyboard.press('ArrowLeft');
    const before = await day();
    assert.ok(before < TODAY, before);
    await page.keyboard.press('Home');
    assert.ok((await day()) <= before);
    await page.keyboard.press('End');
    assert.equal(await day(), TODAY);
    const score = (await standing(page)).score;
    assert.ok((await page.locator('.readout').innerText()).includes(score));
  }));

test('a tap on the chart selects a day, which stays selected', () => withPage(async (page) => {
  await openMe(page, host.url, { card: fragment(site, key, somebody()) });
  const slider = page.locator('[role="slider"]');
  await slider.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await slider.boundingBox();
  await page.touchscreen.tap(x + width / 2, y + height / 2);
  await page.waitForFunction((today) => document.querySelector('[role="slider"]').dataset.day < today, TODAY);
  const day = await slider.getAttribute('data-day');
  await page.touchscreen.tap(10, 10);
  assert.equal(await slider.getAttribute('data-day'), day);
  assert.match(await page.locator('.readout').innerText(), new RegExp(day.slice(0, 4)));
}, { hasTouch: true }));

test('the what-if game offers deeds that give points, and its result is visible', () =>
  withPage(async (page) => {
    await openMe(page, host.url, { card: fragment(site, key, somebody()) });
    await openSection(page, 'play');
    const outcome = page.locator('.outcome');
    const deeds = page.locator('#deed-choice option');
    for (const label of await deeds.allInnerTexts()) assert.match(label, /\+[\d.]+$/);
    await page.locator('#deed-choice').scrollIntoViewIfNeeded();
    await page.selectOption('#deed-choice', { index: await deeds.count() - 1 });
    await page.locator('.times', { hasText: '1' }).waitFor();
    assert.deepEqual(await outcome.evaluate(outOfSight), []);
    await page.locator('.stepper button').first().click();
    await page.locator('.times', { hasText: '0' }).waitFor();
  }));
