// The display in the hall, with people coming and going.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { PHONE, WALL, launch, openPage, settled } from './lib/browser.mjs';
import { SMALL } from './lib/place.mjs';
import { keygen, publish } from './lib/publish.mjs';
import { serve } from './lib/server.mjs';

const NOW = '2026-11-23T04:00:00Z';
/** The time at which pages are opened. */
const START = '2026-11-23T04:00:01Z';
const SECOND = 1000;
/** Seconds without interaction until the board resets, and the seconds of that with a countdown. */
const [REST, COUNTED] = [180, 20];

let browser;
let host;
before(async () => {
  browser = await launch();
  host = await serve(publish({ ledger: SMALL, key: keygen(), now: NOW }));
});
after(async () => {
  await browser.close();
  await host.close();
});

async function display(work, { viewport = WALL, query = '?wall=1&lang=en' } = {}) {
  const page = await openPage(browser, { folder: host.url, now: START, timers: 'standing', viewport });
  await page.addInitScript(() => {
    window.kept = [];
    const wakeLock = { request: async (what) => { window.kept.push(what); } };
    Object.defineProperty(navigator, 'wakeLock', { value: wakeLock });
  });
  try {
    await page.goto(host.url + query);
    assert.equal(await settled(page), 'board');
    await work(page);
  } finally {
    await page.context().close();
  }
}

const pause = (page) => page.locator('.pause');
const turned = (page) => page.locator('[data-page]').evaluate((it) => it.dataset.page + it.dataset.part);

test('paused pages resume by themselves, after a countdown', () => display(async (page) => {
  const before = await turned(page);
  await pause(page).click();
  await page.mouse.move(900, 900);
  await page.clock.runFor((REST - COUNTED - 1) * SECOND);
  assert.equal((await pause(page).innerText()).trim(), 'Resume');
  for (const left of [COUNTED, COUNTED - 1]) {
    await page.clock.runFor(SECOND);
    assert.equal((await pause(page).innerText()).trim(), `Resume ${left}`);
  }
  assert.equal(await turned(page), before);
  await page.clock.runFor((COUNTED - 1) * SECOND);
  assert.equal((await pause(page).innerText()).trim(), 'Pause');
  await page.clock.runFor(12 * SECOND);
  assert.notEqual(await turned(page), before);
}));

test('a key restarts the idle time', () => display(async (page) => {
  await pause(page).click();
  await page.clock.runFor((REST - 1) * SECOND);
  await page.keyboard.press('ArrowRight');
  const there = await turned(page);
  await page.clock.runFor((REST - 1) * SECOND);
  assert.equal(await turned(page), there);
  assert.match(await pause(page).innerText(), /Resume 1$/);
}));

test('touching the controls ends the countdown at once', () => display(async (page) => {
  await pause(page).click();
  await page.mouse.move(900, 900);
  await page.clock.runFor((REST - 5) * SECOND);
  assert.match(await pause(page).innerText(), /Resume 5$/);
  await pause(page).hover();
  assert.equal((await pause(page).innerText()).trim(), 'Resume');
  await page.clock.runFor((REST - COUNTED - 1) * SECOND);
  assert.equal((await pause(page).innerText()).trim(), 'Resume');
}));

test('a chosen language is reset after the idle time, and not stored', () => display(async (page) => {
  await page.selectOption('.language', 'zh-Hans');
  assert.equal(await page.locator('html').getAttribute('lang'), 'zh-Hans');
  await page.clock.runFor((REST - COUNTED) * SECOND);
  assert.equal(await page.innerText('.returning'), `English ${COUNTED}`);
  await page.clock.runFor(COUNTED * SECOND);
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  assert.equal(await page.evaluate(() => localStorage.getItem('hallboard-language')), null);
}));

test('a page opened with `pause` stays paused', () => display(async (page) => {
  const before = await turned(page);
  await page.clock.runFor(2 * REST * SECOND);
  assert.equal(await turned(page), before);
}, { query: '?wall=1&lang=en&pause' }));

test('the app writes its heartbeat every second', () => display(async (page) => {
  for (const seconds of [1, 2, 3]) {
    await page.clock.runFor(SECOND);
    const beat = await page.locator('html').getAttribute('data-heartbeat');
    const now = await page.evaluate(() => Date.now());
    assert.ok(now - Date.parse(beat) < SECOND, `${beat} after ${seconds} s`);
  }
}));

test('a wall requests a wake lock, again after it was hidden; a phone does not', async () => {
  await display(async (page) => {
    await page.waitForFunction(() => window.kept.length === 1);
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await page.waitForFunction(() => window.kept.length === 2);
    assert.deepEqual(await page.evaluate(() => window.kept), ['screen', 'screen']);
  });
  await display(async (page) => {
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    assert.deepEqual(await page.evaluate(() => window.kept), []);
  }, { viewport: PHONE, query: '?lang=en' });
});
