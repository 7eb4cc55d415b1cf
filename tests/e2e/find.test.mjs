// The start page of a site, and finding a name: at home by typing, on a wall by touch.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { assertRows, documentRows, rows } from './lib/board.mjs';
import { LANGUAGES, PHONE, WALL, address, launch, openPage, visit } from './lib/browser.mjs';
import { expectedRows } from './lib/expected.mjs';
import { outOfSight } from './lib/layout.mjs';
import { SAMPLE, SMALL, temporary } from './lib/place.mjs';
import { keygen, publish, withLetters } from './lib/publish.mjs';
import { serve } from './lib/server.mjs';

const NOW = '2026-11-23T04:00:00Z';
const SECOND = 1000;
const REST = 180;
const FEW = 20;
const MOST_SCREENS = 8;
const MOST_SHEETS = 2;

let browser;
let host;
let small;
before(async () => {
  browser = await launch();
  const key = keygen();
  host = await serve(publish({ ledger: withLetters(SAMPLE), key, now: NOW }));
  small = await serve(publish({ ledger: SMALL, key, now: NOW }));
});
after(async () => {
  await browser.close();
  for (const it of [host, small]) await it.close();
});

const expected = expectedRows(SAMPLE, NOW.slice(0, 10));

/** Opens the board of a hall as a document, as at home. */
async function atHome(work, { lang = 'en', hall = host, viewport = PHONE } = {}) {
  const page = await openPage(browser, { folder: hall.url, now: NOW, viewport });
  try {
    await visit(page, address(hall.url, { wall: false, lang }));
    await work(page);
    assert.deepEqual(page.violations, []);
  } finally {
    await page.context().close();
  }
}

const names = async (page) => (await rows(page)).map((it) => it.name);
const field = (page) => page.getByRole('textbox');
const letters = (page) => page.locator('.initials').getByRole('button');

describe('the front door', () => {
  for (const lang of LANGUAGES) {
    test(`the links are visible, and the page is short, ${lang}`, () => atHome(async (page) => {
      const links = page.getByRole('navigation').getByRole('link');
      const places = await links.evaluateAll((all) => all.map((it) => new URL(it.href).pathname));
      const folder = new URL(host.url).pathname;
      assert.deepEqual(places, ['me/', 'report/', 'rules/'].map((it) => folder + it));
      for (const link of await links.all()) assert.deepEqual(await link.evaluate(outOfSight), []);
      const screens = await page.evaluate(() => document.documentElement.scrollHeight / innerHeight);
      assert.ok(screens <= MOST_SCREENS, `${screens} screens`);
    }, { lang }));

    test(`it prints on two sheets, ${lang}`, () => atHome(async (page) => {
      const file = join(temporary(), 'board.pdf');
      await page.pdf({ path: file, format: 'A4' });
      const [, sheets] = execFileSync('pdfinfo', [file], { encoding: 'utf8' }).match(/Pages: +(\d+)/);
      assert.ok(Number(sheets) <= MOST_SHEETS, `${sheets} sheets`);
    }, { lang }));
  }

  test('the first names are shown, and all on request', () => atHome(async (page) => {
    assert.equal((await names(page)).length, FEW);
    assertRows(await documentRows(page, host.url), expected);
  }));

  test('the latest thanks are shown, and all on request', () => atHome(async (page) => {
    const thanks = page.locator('.thanks-rows > li');
    assert.equal(await thanks.count(), 10);
    const first = await thanks.first().innerText();
    await page.locator('#thanks').getByRole('button').click();
    assert.ok(await thanks.count() > 10);
    assert.equal(await thanks.first().innerText(), first);
  }));

  test('a history is folded below its name, and drawn when it is opened', () => atHome(async (page) => {
    const person = page.locator('#residents details').first();
    assert.equal(await person.locator('svg').count(), 0);
    await person.locator('summary').click();
    await person.locator('svg').waitFor();
    assert.equal(await page.locator('#residents svg').count(), 1);
  }));

  test('every household is listed once, in its street', () => atHome(async (page) => {
    assert.equal(await page.locator('.stars-rows li').count(), 0);
    const streets = page.locator('.street');
    for (const street of await streets.all()) await street.locator('summary').click();
    await page.locator('.street:last-child .stars-rows li').first().waitFor();
    const all = await page.locator('.stars-rows .name').allTextContents();
    assert.equal(new Set(all).size, all.length);
    const counts = await streets.locator('summary .soft').allTextContents();
    assert.equal(counts.map(Number).reduce((one, other) => one + other), all.length);
    assert.ok(await streets.count() < all.length / 4);
  }));

  test('a small hall shows everybody at once', () => atHome(async (page) => {
    assert.equal(await page.locator('#residents .more').count(), 0);
    assertRows(await rows(page), expectedRows(SMALL, NOW.slice(0, 10)));
  }, { hall: small }));

  test('a warning that comes and goes leaves typed text alone', () => atHome(async (page) => {
    await field(page).fill('chen');
    const found = await names(page);
    host.tamper.set(/^feed\//, () => null);
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.locator('.notice:not(:empty)').waitFor();
    assert.equal(await field(page).inputValue(), 'chen');
    assert.deepEqual(await names(page), found);
    host.tamper.clear();
    page.violations.length = 0;
  }));
});

describe('finding a name at home', () => {
  /** A resident with a Chinese name of three characters. */
  const chinese = expected.map((it) => it.name).find((it) => /^陈\p{Script=Han}{2}$/u.test(it));

  for (const [typed, found] of [
    [chinese, true], [chinese.slice(0, 1), true], [chinese.slice(1), true], ['chen', true],
    ['CHEN', true], ['c', true], ['zhang', false], ['nobody of that name', false],
  ]) {
    test(`"${typed}" ${found ? 'finds' : 'does not find'} ${chinese}`, () => atHome(async (page) => {
      await field(page).fill(typed);
      assert.equal((await names(page)).includes(chinese), found);
    }));
  }

  test('a search without a result shows a message', () => atHome(async (page) => {
    await field(page).fill('nobody of that name');
    assert.deepEqual(await names(page), []);
    await page.getByRole('status').waitFor();
    await field(page).fill('');
    assert.equal((await names(page)).length, FEW);
  }));

  for (const lang of LANGUAGES) {
    test(`everybody is listed under exactly one letter, ${lang}`, () => atHome(async (page) => {
      const all = [];
      for (const letter of await letters(page).all()) {
        await letter.click();
        assert.equal(await letter.getAttribute('aria-pressed'), 'true');
        all.push(...await rows(page));
      }
      assertRows(all, expected);
      assert.equal(await page.locator('[aria-pressed="true"]').count(), 1);
    }, { lang }));
  }
});

describe('finding a name on a wall', () => {
  async function onWall(work, { lang = 'en' } = {}) {
    const page = await openPage(browser, { folder: host.url, now: NOW, viewport: WALL, timers: 'standing' });
    try {
      await visit(page, `${host.url}?wall=1&lang=${lang}`);
      await work(page);
      assert.deepEqual(page.violations, []);
    } finally {
      await page.context().close();
    }
  }

  const dialog = (page) => page.locator('dialog.finder');
  const marked = (page) => page.locator('[aria-current="true"]');

  for (const lang of LANGUAGES) {
    for (const place of [0, 200, expected.length - 1]) {
      test(`three touches lead to name ${place}, ${lang}`, () => onWall(async (page) => {
        const { name } = expected[place];
        await page.locator('.find-name').click();
        const initials = dialog(page).locator('.initials button');
        const wanted = dialog(page).locator('.finder-names').getByRole('button', { name, exact: true });
        for (const letter of await initials.all()) {
          await letter.click();
          if (await wanted.count() > 0) break;
        }
        await wanted.first().click();
        assert.equal(await dialog(page).isVisible(), false);
        assert.equal(await marked(page).first().getAttribute('data-name'), name);
        assert.deepEqual(await marked(page).first().evaluate(outOfSight), []);
        const { page: kind } = await page.locator('[data-page]').evaluate((it) => ({ ...it.dataset }));
        assert.equal(kind, 'residents');
      }, { lang }));
    }
  }

  test('a key opens the search, Escape closes it, and keys do not turn pages meanwhile', () => onWall(async (page) => {
    await page.keyboard.press('f');
    await dialog(page).waitFor();
    const before = await page.locator('[data-page]').getAttribute('data-part');
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.locator('[data-page]').getAttribute('data-part'), before);
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'hidden' });
  }));

  test('the search and its mark are reset after the idle time', () => onWall(async (page) => {
    await page.keyboard.press('f');
    await dialog(page).locator('.initials button').first().click();
    await dialog(page).locator('.finder-names button').first().click();
    assert.equal(await marked(page).count(), 1);
    await page.keyboard.press('f');
    await page.clock.runFor((REST + 1) * SECOND);
    assert.equal(await dialog(page).isVisible(), false);
    assert.equal(await marked(page).count(), 0);
  }));

  test('the seconds until the page turns are exposed to assistive technology alone', () => onWall(async (page) => {
    const timer = page.getByRole('timer');
    const left = async () => Number((await timer.textContent()).match(/\d+/)[0]);
    const before = await left();
    await page.clock.runFor(3 * SECOND);
    assert.equal(await left(), before - 3);
    await page.locator('.pause').click();
    assert.doesNotMatch(await timer.textContent(), /\d/);
  }));
});
