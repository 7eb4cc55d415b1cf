// Input at the screen: touch, remote controls, and the diagnostics for the maintainer.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { LANGUAGES, PHONE, WALL, launch, openPage, settled, settling } from './lib/browser.mjs';
import { SMALL } from './lib/place.mjs';
import { keygen, publish } from './lib/publish.mjs';
import { serve } from './lib/server.mjs';

const NOW = '2026-11-23T04:00:00Z';
/** The time at which pages are opened. */
const START = '2026-11-23T04:00:01Z';
const SECOND = 1000;
const REST = 180;

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

async function display(work, { query = '?wall=1&lang=en', viewport = WALL, ...options } = {}) {
  const page = await openPage(browser, { folder: host.url, now: START, timers: 'standing', viewport, hasTouch: true, ...options });
  const session = await page.context().newCDPSession(page);
  const touch = (type, ...points) => session.send('Input.dispatchTouchEvent', {
    type, touchPoints: points.map(([x, y], id) => ({ x, y, id })),
  });
  try {
    await page.goto(host.url + query);
    assert.equal(await settled(page), 'board');
    await work(page, touch);
  } finally {
    host.reply = null;
    await page.context().close();
  }
}

const shown = (page) => page.locator('[data-page]').first().evaluate((it) => it.dataset.page + it.dataset.part);
const view = (page) => page.getByRole('dialog');

/** Swipes with a finger from one point to another. */
async function wipe(touch, from, to) {
  await touch('touchStart', from);
  for (const part of [0.25, 0.5, 0.75, 1]) {
    await touch('touchMove', from.map((it, at) => it + (to[at] - it) * part));
  }
  await touch('touchEnd');
}

test('a swipe turns pages, and then they go on by themselves', () => display(async (page, touch) => {
  const first = await shown(page);
  await wipe(touch, [1200, 500], [700, 520]);
  const second = await shown(page);
  assert.notEqual(second, first);
  await wipe(touch, [700, 500], [1200, 480]);
  assert.equal(await shown(page), first);
  await page.clock.runFor(11 * SECOND);
  assert.equal(await shown(page), first);
  await page.clock.runFor(SECOND);
  assert.equal(await shown(page), second);
}));

for (const [what, from, to] of [
  ['goes up', [900, 800], [900, 300]],
  ['goes up more than across', [900, 800], [700, 300]],
  ['hardly moves', [900, 500], [840, 500]],
]) {
  test(`a finger that ${what} turns no page`, () => display(async (page, touch) => {
    const before = await shown(page);
    await wipe(touch, from, to);
    assert.equal(await shown(page), before);
    await wipe(touch, [1200, 500], [700, 500]);
    assert.notEqual(await shown(page), before);
  }));
}

test('dragging with a mouse turns no page', () => display(async (page) => {
  const before = await shown(page);
  await page.mouse.move(1200, 500);
  await page.mouse.down();
  await page.mouse.move(700, 500);
  await page.mouse.up();
  assert.equal(await shown(page), before);
}));

const pressed = (page, key) => page.evaluate((name) => {
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true }));
}, key);
for (const [next, previous] of [
  ['ArrowRight', 'ArrowLeft'], ['PageDown', 'PageUp'], ['ChannelUp', 'ChannelDown'],
  ['MediaTrackNext', 'MediaTrackPrevious'],
]) {
  test(`${next} and ${previous} turn pages`, () => display(async (page) => {
    const first = await shown(page);
    await pressed(page, next);
    assert.notEqual(await shown(page), first);
    await pressed(page, previous);
    assert.equal(await shown(page), first);
  }));
}
for (const key of [' ', 'MediaPlayPause', 'MediaPause']) {
  test(`"${key}" pauses the pages`, () => display(async (page) => {
    await pressed(page, key);
    assert.equal((await page.locator('.pause').innerText()).trim(), 'Resume');
  }));
}

for (const [size, viewport, wall] of [['a wall', WALL, 'wall=1&'], ['a phone', PHONE, '']]) {
  for (const lang of LANGUAGES) {
    test(`on ${size} a key shows the diagnostics, ${lang}`, () => display(async (page) => {
      // The simulated clock replaces the browser's `performance` object.
      await page.evaluate(() => { performance.memory = { usedJSHeapSize: 2_460_000 }; });
      await page.keyboard.press('i');
      const text = await view(page).innerText();
      const version = await page.locator('[data-version]').getAttribute('data-version');
      assert.ok(text.includes(version), text);
      assert.match(text, /0\.1\.0 · [0-9a-f]{8,}/);
      assert.match(text, lang === 'en' ? /23 Nov, 12:00 · no fault/ : /11月23日 12:00 · 正常/);
      assert.match(text, /\d\.\d MB · 2\.4 MB/);
      await page.keyboard.press('Escape');
      assert.equal(await view(page).count(), 0);
      // The browser closes the dialog first; its event reaches the app a moment later.
      await page.locator('dialog.corner dl > *').first().waitFor({ state: 'detached' });
      await pressed(page, 'Info');
      await view(page).getByRole('button').click();
      assert.equal(await view(page).count(), 0);
    }, { query: `?${wall}lang=${lang}`, viewport }));
  }
}

test('a long press in a corner shows the diagnostics, a short one or one elsewhere does not', () => display(async (page, touch) => {
  const held = async (place, seconds) => {
    await touch('touchStart', place);
    await page.clock.runFor(seconds * SECOND);
    await touch('touchEnd');
    return view(page).count();
  };
  assert.equal(await held([960, 500], 4), 0);
  assert.equal(await held([1900, 20], 1), 0);
  assert.equal(await held([1900, 20], 3), 1);
}));

test('the diagnostics close after the idle time, and keys turn no page meanwhile', () => display(async (page) => {
  await page.keyboard.press('i');
  await pressed(page, 'ArrowRight');
  assert.equal(await page.locator('[data-page]').first().getAttribute('data-page'), 'village');
  await page.clock.runFor((REST - 1) * SECOND);
  assert.equal(await view(page).count(), 1);
  await page.clock.runFor(SECOND);
  assert.equal(await view(page).count(), 0);
}));

test('the last twenty faults are listed with their times', () => display(async (page) => {
  let status = 500;
  host.reply = (url, response) => {
    if (!url.includes('feed/')) return false;
    response.writeHead(status).end();
    return true;
  };
  for (; status < 525; status += 1) {
    await page.evaluate(() => dispatchEvent(new Event('online')));
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await settling(page);
      await page.clock.runFor(1.1 * SECOND);
    }
    await settling(page);
  }
  await page.keyboard.press('i');
  const lines = await view(page).locator('dl > div').last().locator('dd').allInnerTexts();
  assert.equal(lines.length, 20);
  assert.match(lines[0], /^23 Nov, 12:0\d · .*\(524\)$/);
  assert.match(lines.at(-1), /\(505\)$/);
}));

test('the difference from the server\'s clock is shown', () => {
  host.date = () => new Date(Date.parse(NOW) + 1201 * SECOND).toUTCString();
  return display(async (page) => {
    await page.keyboard.press('i');
    assert.match(await view(page).innerText(), /\+1200 s/);
  }, { dated: true });
});
