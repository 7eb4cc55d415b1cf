// Navigation from the board to the page for letters, and back.

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { LANGUAGES, PHONE, WALL, launch, openPage, settled } from './lib/browser.mjs';
import { SMALL } from './lib/place.mjs';
import { keygen, publish } from './lib/publish.mjs';
import { serve } from './lib/server.mjs';

const NOW = '2026-11-23T04:00:00Z';
/** The time at which pages are opened. */
const START = '2026-11-23T04:00:01Z';
const SECOND = 1000;
/** The idle time that the hall sets for a shared screen, in seconds, and the seconds of that with a
 * countdown. */
const [REST, COUNTED] = [60, 20];
/** The query of a screen in the hall, as in its configuration. */
const KIOSK = '?wall=1&lang=en';
const WORDS = { en: 'Tell the hall', zh: '告诉礼堂' };

let browser;
let host;
/** A hall that accepts no letters. */
let silent;
before(async () => {
  browser = await launch();
  const settings = `[display]\nrest_seconds = ${REST}\n`;
  host = await serve(publish({ ledger: SMALL, key: keygen(), now: NOW, settings }));
  const key = keygen();
  rmSync(`${key}.letters.json`);
  silent = await serve(publish({ ledger: SMALL, key, now: NOW }));
});
after(async () => {
  await browser.close();
  for (const it of [host, silent]) await it.close();
});

async function display(work, { query = KIOSK, viewport = WALL, hall = host } = {}) {
  const page = await openPage(browser, { folder: hall.url, now: START, timers: 'standing', viewport });
  try {
    await page.goto(hall.url + query);
    assert.equal(await settled(page), 'board');
    await work(page);
    assert.deepEqual(page.violations, []);
  } finally {
    await page.context().close();
  }
}

const tell = (page) => page.locator('.tell');
const form = (page) => page.waitForSelector('[data-state="form"] h1');
const home = (page) => page.locator('.document-bar a');
const search = (page) => new URL(page.url()).search;

for (const lang of LANGUAGES) {
  test(`a wall leads to the page for letters and back to itself, ${lang}`, () => {
    const query = `?wall=1&lang=${lang}&inches=65&theme=night`;
    return display(async (page) => {
      assert.equal((await tell(page).innerText()).trim(), WORDS[lang]);
      const { height } = await tell(page).boundingBox();
      assert.ok(height >= 48, `${height}px are too low for a finger`);
      await tell(page).click();
      await form(page);
      assert.equal(await page.locator('html').getAttribute('data-theme'), 'night');
      assert.match(await page.locator('html').getAttribute('lang'), new RegExp(`^${lang}`));
      await home(page).click();
      assert.equal(await settled(page), 'board');
      assert.equal(search(page), query);
    }, { query });
  });
}

for (const lang of LANGUAGES) {
  test(`a wall leads to one's own record, which a card opens there, and back, ${lang}`, () => {
    const query = `?wall=1&lang=${lang}&theme=night`;
    return display(async (page) => {
      const link = page.getByRole('link', { name: { en: 'My own record', zh: '我的记录' }[lang] });
      const { height } = await link.boundingBox();
      assert.ok(height >= 48, `${height}px are too low for a finger`);
      await link.click();
      await page.waitForSelector('[data-state="asking"] #code');
      assert.match(search(page), /[?&]wall=1/);
      await home(page).click();
      assert.equal(await settled(page), 'board');
      assert.equal(search(page), query);
    }, { query });
  });
}

test('a window at home, however wide, is a document, and leads to a page without an idle reset', () => {
  const query = '?lang=en&metres=3';
  return display(async (page) => {
    await page.getByRole('link', { name: WORDS.en }).click();
    await form(page);
    assert.doesNotMatch(search(page), /^[?]wall|&wall/);
    await page.clock.runFor(2 * REST * SECOND);
    assert.equal(await page.locator('[data-rest]').count(), 0);
    await home(page).click();
    assert.equal(await settled(page), 'board');
    assert.equal(search(page), '');
  }, { query });
});

test('the page for letters opened from a wall is shared, however small its window', () => display(async (page) => {
  await tell(page).click();
  await form(page);
  await page.setViewportSize(PHONE);
  await page.clock.runFor((REST - COUNTED) * SECOND);
  await page.waitForSelector('[data-rest]');
}));

test('the page for letters returns to the page it came from after the hall\'s idle time', () =>
  display(async (page) => {
    await tell(page).click();
    await form(page);
    await page.mouse.move(5, 5);
    await page.clock.runFor((REST - COUNTED - 1) * SECOND);
    assert.equal(await page.locator('[data-rest]').count(), 0);
    await page.clock.runFor(SECOND);
    assert.equal(await page.locator('[data-rest]').getAttribute('data-rest'), String(COUNTED));
    await page.clock.runFor(COUNTED * SECOND);
    await page.waitForURL(`${host.url}${KIOSK}&metres=4`);
  }, { query: `${KIOSK}&metres=4` }));

test('a chosen language is passed on, and not back', () => display(async (page) => {
  await page.selectOption('.language', 'zh-Hans');
  assert.equal((await tell(page).innerText()).trim(), WORDS.zh);
  await tell(page).click();
  await form(page);
  assert.equal(await page.locator('html').getAttribute('lang'), 'zh-Hans');
  await home(page).click();
  assert.equal(await settled(page), 'board');
  assert.equal(search(page), KIOSK);
}));

test('one key focuses the link, and the same key follows it', () => display(async (page) => {
  await page.keyboard.press('Enter');
  assert.equal(await tell(page).evaluate((it) => it === document.activeElement), true);
  assert.equal(search(page), KIOSK);
  await page.keyboard.press('Enter');
  await form(page);
}));

test('the link stays in place when pages turn', () => display(async (page) => {
  const shown = () => page.locator('[data-page]').evaluate((it) => it.dataset.page + it.dataset.part);
  const [before, place, node] = [await shown(), await tell(page).boundingBox(), await tell(page).elementHandle()];
  await page.clock.runFor(13 * SECOND);
  assert.notEqual(await shown(), before);
  assert.deepEqual(await tell(page).boundingBox(), place);
  assert.equal(await node.evaluate((it) => it.isConnected), true);
}));

test('on a phone the link is one among others', () => display(async (page) => {
  await page.getByRole('link', { name: WORDS.en }).click();
  await form(page);
  assert.equal(search(page), '');
  await home(page).click();
  assert.equal(await settled(page), 'board');
}, { viewport: PHONE, query: '?lang=en' }));

for (const [where, viewport, query] of [['on a wall', WALL, KIOSK], ['on a phone', PHONE, '?lang=en']]) {
  test(`a hall that accepts no letters has no link, ${where}`, () => display(async (page) => {
    assert.equal(await page.getByText(WORDS.en).locator('visible=true').count(), 0);
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement === document.body), true);
  }, { viewport, query, hall: silent }));
}
