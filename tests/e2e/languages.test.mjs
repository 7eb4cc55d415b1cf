// A language is a folder. These tests add a right-to-left one to the two that ship. Every page has
// it, mirrored, and nothing overflows the window.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';

import { PHONE, WALL, launch, openPage, visit } from './lib/browser.mjs';
import { fragment, meOpen, openMe, publishSealed } from './lib/me.mjs';
import { unfold } from './lib/record.mjs';
import { SMALL, TEST_APP } from './lib/place.mjs';
import { keygen } from './lib/publish.mjs';
import { at, choose, hallWithLetters, openReport } from './lib/report.mjs';
import { serve } from './lib/server.mjs';
import { sidewaysFaults } from './lib/unbreakable.mjs';

const NOW = '2026-11-23T04:00:00Z';
const LAPTOP = { width: 1366, height: 768 };
const NAMES = [['zh-Hans', '中文', 'ltr'], ['en', 'English', 'ltr'], ['ar', 'العربية', 'rtl']];

let browser;
let host;
let card;
before(async () => {
  browser = await launch();
  const key = keygen();
  const site = publishSealed({ ledger: SMALL, key, now: NOW, app: TEST_APP });
  host = await serve(site);
  card = fragment(site, key, 'R0001');
});
after(async () => {
  await browser.close();
  await host.close();
});

const shots = process.env.HALLBOARD_SHOTS;
if (shots) mkdirSync(shots, { recursive: true });

/** Opens a page of a size; `mirrored` checks the language, direction and overflow of what it shows.
 * */
async function withPage(viewport, work) {
  const page = await openPage(browser, { folder: host.url, now: NOW, viewport });
  const faults = [];
  const mirrored = async (name) => {
    const { lang, dir } = await page.evaluate(() => ({
      lang: document.documentElement.lang, dir: getComputedStyle(document.body).direction,
    }));
    assert.deepEqual({ lang, dir }, { lang: 'ar', dir: 'rtl' });
    faults.push(...(await page.evaluate(sidewaysFaults)).map((it) => `${name}: ${it}`));
    if (shots) await page.screenshot({ path: `${shots}/ar-${name}.png`, fullPage: true });
  };
  try {
    await work(page, mirrored);
    assert.deepEqual(faults, []);
  } finally {
    await page.context().close();
  }
}

for (const [size, viewport] of Object.entries({ phone: PHONE, laptop: LAPTOP })) {
  describe(size, () => {
    test('the board and the rules', () => withPage(viewport, async (page, mirrored) => {
      await visit(page, `${host.url}?wall=0&lang=ar`);
      await mirrored(`board-${size}`);
      await unfold(page);
      await mirrored(`board-${size}-unfolded`);
      // The name of the month is from `Intl`; names of people are not translated.
      assert.match(await page.innerText('body'), /نوفمبر/);
      await visit(page, `${host.url}rules/?lang=ar`);
      await mirrored(`rules-${size}`);
    }));

    test('the check of certificates', () => withPage(viewport, async (page, mirrored) => {
      for (const [code, state] of [['', 'no-code'], ['#elsewhere', 'unread'], [`#1.${'A'.repeat(184)}`, 'invalid']]) {
        await page.goto(`${host.url}verify/?lang=ar${code}`);
        await page.waitForSelector(`.verify[data-state="${state}"]`);
        await mirrored(`verify-${size}-${state}`);
      }
    }));

    test("one's own record", () => withPage(viewport, async (page, mirrored) => {
      assert.equal(await openMe(page, host.url, { lang: 'ar' }), 'asking');
      await mirrored(`me-${size}-asking`);
      assert.equal(await openMe(page, host.url, { card, lang: 'ar' }), 'open');
      await meOpen(page);
      await mirrored(`me-${size}`);
      await unfold(page);
      await mirrored(`me-${size}-unfolded`);
    }));
  });
}

test('on a wall', () => withPage(WALL, async (page, mirrored) => {
  for (const name of ['village', 'residents', 'households', 'thanks', 'rules']) {
    await visit(page, `${host.url}?wall=1&page=${name}&part=1&pause&lang=ar`);
    await mirrored(`wall-${name}`);
  }
}));

test('letters, with the plural forms of the language', async () => {
  const letters = await hallWithLetters({ app: TEST_APP });
  try {
    await withPage(PHONE, async (page, mirrored) => {
      await openReport(page, letters, { lang: 'ar' });
      await mirrored('report-what');
      await choose(page, '[data-what="thanks"]', 'deed');
      await choose(page, '[data-field="sender"]', 'sender');
      await page.fill('#guest', 'ليلى');
      await page.press('#guest', 'Enter');
      await at(page, 'deed');
      await mirrored('report-deed');
      await choose(page, '[data-deed]', 'who');
      await page.locator('.names .choice').first().click();
      await at(page, 'when');
      await mirrored('report-when');
      await choose(page, '.choice[data-day]', 'words');
      for (const [left, expected] of [
        [0, 'لم يبق أي حرف'], [1, 'بقي حرف واحد'], [2, 'بقي حرفان'], [3, 'بقيت 3 أحرف'],
        [11, 'بقي 11 حرفًا'], [100, 'بقي 100 حرف'],
      ]) {
        await page.fill('#words', 'ع'.repeat(2000 - left));
        assert.equal(await page.innerText('#words-left'), expected);
      }
      await mirrored('report-words');
    });
  } finally {
    await letters.close();
  }
});

test('the menu has every language by its own name, and the choice changes the page', () =>
  withPage(PHONE, async (page, mirrored) => {
    await visit(page, `${host.url}?wall=0&lang=en`);
    const options = page.locator('.language option');
    assert.deepEqual(
      await options.evaluateAll((all) => all.map((it) => [it.lang, it.text, it.dir])), NAMES);
    assert.equal(await page.locator('.language').inputValue(), 'en');
    await page.selectOption('.language', 'ar');
    await page.waitForSelector('html[lang="ar"][dir="rtl"]');
    await mirrored('chosen');
    await page.selectOption('.language', 'zh-Hans');
    await page.waitForSelector('html[lang="zh-Hans"][dir="ltr"]');
    await page.selectOption('.language', 'ar');
    await page.goto(host.url);
    await page.waitForSelector('html[lang="ar"] [data-state="board"]');
  }));
