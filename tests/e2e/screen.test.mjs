// The hall's settings of its screen, and the clocks of the display and the server.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { rows, visibleText } from './lib/board.mjs';
import { PHONE, WALL, launch, openPage, settled, settling } from './lib/browser.mjs';
import { SMALL } from './lib/place.mjs';
import { keygen, publish } from './lib/publish.mjs';
import { serve } from './lib/server.mjs';

/** Noon in the hall. */
const NOW = '2026-11-23T04:00:00Z';
/** The time at which pages are opened. */
const START = '2026-11-23T04:00:01Z';
const [SECOND, MINUTE, HOUR] = [1000, 60_000, 3_600_000];

const LATE = { en: /next publication is late/, zh: /新数据来晚了/ };
const CLOCKS = { en: /clock and the server's differ/, zh: /时钟与服务器相差/ };

let browser;
let key;
before(async () => {
  browser = await launch();
  key = keygen();
});
after(() => browser.close());

const sites = new Map();
/** The site of a hall with these display settings. */
function site(settings) {
  const text = `[display]\n${settings}\n`;
  if (!sites.has(text)) sites.set(text, publish({ ledger: SMALL, key, now: NOW, settings: text }));
  return sites.get(text);
}

/** Runs the work on a display of a hall with these settings, a second after noon. */
async function display(settings, work, { query = '?wall=1&lang=en', viewport = WALL, date } = {}) {
  const host = await serve(site(settings));
  if (date) host.date = date;
  const page = await openPage(browser, { folder: host.url, now: START, timers: 'standing', dated: Boolean(date), viewport });
  try {
    await page.goto(host.url + query);
    assert.equal(await settled(page), 'board');
    await work(page, host);
  } finally {
    await page.context().close();
    await host.close();
  }
}

const shown = (page) => page.locator('[data-page]').first().getAttribute('data-page');
const theme = (page) => page.locator('html').getAttribute('data-theme');
const paper = (page) => page.evaluate(() => {
  const [, ...channels] = getComputedStyle(document.documentElement).backgroundColor.match(/(\d+), (\d+), (\d+)/);
  return channels.reduce((sum, it) => sum + Number(it), 0);
});

test('pages follow the order and the durations of the settings', () =>
  display('pages = ["rules", "thanks"]\nseconds = { rules = 30 }', async (page) => {
    assert.equal(await shown(page), 'rules');
    assert.equal(await page.locator('.mark').count(), 2);
    await page.clock.runFor(29 * SECOND);
    assert.equal(await shown(page), 'rules');
    const seen = new Set();
    for (let turn = 0; turn < 12; turn += 1) {
      await page.clock.runFor(12 * SECOND);
      seen.add(await shown(page));
    }
    assert.deepEqual([...seen].sort(), ['rules', 'thanks']);
  }));

test('a phone shows every page at every hour, whatever the settings of the screen', () =>
  display('pages = ["rules"]\nopening = ["13:00-20:00"]\nnight = "08:00-20:00"', async (page) => {
    await page.clock.runFor(SECOND);
    await page.locator('[data-page="rules"]').waitFor();
    assert.equal(await page.locator('section[data-page]').count() > 3, true);
    assert.notDeepEqual(await rows(page), []);
    assert.equal(await theme(page), null);
  }, { viewport: PHONE, query: '?lang=en' }));

const HOURS = 'opening = ["08:00-11:30", "13:30-20:00"]';
test('a closed hall shows when it opens, in both languages, and names nobody', () =>
  display(HOURS, async (page) => {
    assert.equal(await shown(page), 'closed');
    const text = await visibleText(page);
    assert.match(text, /opens again at 13:30/);
    assert.match(text, /将于 13:30 开放/);
    const bright = await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
    assert.equal(bright, 'dark');
    assert.deepEqual(await rows(page), []);
    assert.equal(await page.locator('[data-stars], .name, .thanks-rows').count(), 0);
    await page.clock.runFor(90 * MINUTE - 2 * SECOND);
    assert.equal(await shown(page), 'closed');
    await page.clock.runFor(2 * SECOND);
    assert.equal(await shown(page), 'village');
    assert.equal(await theme(page), null);
    await page.clock.fastForward(6.5 * HOUR);
    await page.clock.runFor(2 * SECOND);
    assert.match(await visibleText(page), /opens again at 08:00/);
  }));

for (const [how, act] of [
  ['a key', (page) => page.keyboard.press('ArrowRight')],
  ['its button', (page) => page.getByRole('button').click()],
]) {
  test(`a closed hall shows the board on ${how}, for a while`, () =>
    display(`${HOURS}\nrest_seconds = 60`, async (page) => {
      await act(page);
      await page.waitForSelector('[data-page="village"]');
      await page.clock.runFor(59 * SECOND);
      assert.notEqual(await shown(page), 'closed');
      await page.clock.runFor(SECOND);
      assert.equal(await shown(page), 'closed');
    }));
}

test('the screen is dimmed for the night, across midnight', () =>
  display('night = "12:10-07:00"', async (page) => {
    const day = await paper(page);
    await page.clock.runFor(9 * MINUTE);
    assert.equal(await theme(page), null);
    await page.clock.runFor(MINUTE);
    assert.equal(await theme(page), 'dim');
    const night = await paper(page);
    assert.ok(night < day / 10, `${night} after ${day}`);
    await page.clock.fastForward(18 * HOUR);
    await page.clock.runFor(SECOND);
    assert.equal(await theme(page), 'dim');
    await page.clock.fastForward(50 * MINUTE);
    await page.clock.runFor(SECOND);
    assert.equal(await theme(page), null);
  }));

for (const [settings, hours] of [['', 26], ['cadence = "3 hours"', 5], ['cadence = "weekly"', 170]]) {
  test(`a notice appears two hours after the next publication was due: ${settings || 'daily'}`, () =>
    display(settings, async (page) => {
      await page.clock.fastForward(hours * HOUR - 10 * SECOND);
      await page.clock.runFor(5 * SECOND);
      await settling(page);
      assert.doesNotMatch(await visibleText(page), LATE.en);
      await page.clock.runFor(10 * SECOND);
      assert.match(await visibleText(page), LATE.en);
      await page.selectOption('.language', 'zh-Hans');
      assert.match(await visibleText(page), LATE.zh);
    }));
}

test('user changes are reset after the idle time of the settings', () =>
  display('rest_seconds = 60', async (page) => {
    await page.locator('.pause').click();
    await page.mouse.move(900, 900);
    await page.clock.runFor(59 * SECOND);
    assert.match(await page.locator('.pause').innerText(), /Resume 1$/);
    await page.clock.runFor(SECOND);
    assert.equal((await page.locator('.pause').innerText()).trim(), 'Pause');
  }));

/** The server's `Date` header that many minutes after noon. The table lists the display's clock,
 * the header, and whether a notice is shown. */
const at = (minutes, write = (date) => date.toUTCString()) =>
  () => write(new Date(Date.parse(NOW) + minutes * MINUTE));
for (const [what, date, warned] of [
  ['eleven minutes fast', at(-11), true],
  ['eleven minutes slow', at(11), true],
  ['a day slow', at(24 * 60), true],
  ['nine minutes slow', at(9), false],
  ['right', at(0), false],
  ['not compared: no header', () => null, false],
  ['not compared: no date', () => 'later', false],
  ['not compared: ISO date', at(24 * 60, (date) => date.toISOString()), false],
  ['not compared: truncated date', at(24 * 60, (date) => date.toUTCString().slice(0, 16)), false],
]) {
  test(`clock: ${what}`, () => display('', async (page) => {
    const text = await visibleText(page);
    assert.equal(CLOCKS.en.test(text), warned, text);
    assert.match(await page.locator('.date').innerText(), /23 November/);
    if (warned) {
      await page.selectOption('.language', 'zh-Hans');
      assert.match(await visibleText(page), CLOCKS.zh);
    }
  }, { date }));
}

test('the notice disappears within a minute after the clock was corrected', () =>
  display('', async (page) => {
    assert.match(await visibleText(page), CLOCKS.en);
    await page.clock.setSystemTime(new Date(Date.parse(NOW) + 30 * MINUTE));
    for (let passed = 0; passed < MINUTE; passed += 5 * SECOND) {
      await page.clock.runFor(5 * SECOND);
      await settling(page);
    }
    assert.doesNotMatch(await visibleText(page), CLOCKS.en);
  }, { date: at(30) }));
