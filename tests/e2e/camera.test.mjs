// Cards read by the camera: same result as a typed code, and the camera stops at once.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';

import { LANGUAGES, PHONE, WALL, launch, openPage } from './lib/browser.mjs';
import { allOff, launchWithCamera, noteStreams } from './lib/camera.mjs';
import { printed } from './lib/cards.mjs';
import { meSettled } from './lib/me.mjs';
import { NOW, at, choose, hallWithLetters, openLetter, openReport, sendOff, stopClock } from './lib/report.mjs';

let host;
/** A browser whose camera shows a card, and one whose camera shows none. */
let browser;
let blank;
before(async () => {
  host = await hallWithLetters();
  const printer = await launch();
  const { pdf } = await printed(printer, host.sheetOf('R0001'));
  await printer.close();
  [browser, blank] = [await launchWithCamera(pdf), await launchWithCamera()];
});
after(async () => {
  await browser.close();
  await blank.close();
  await host.close();
});
afterEach(() => { host.tamper.clear(); });

/** Runs the work on a page with or without permission to use the camera. */
async function withPage(work, { seen = browser, allowed = true, viewport = PHONE, ...options } = {}) {
  const permissions = allowed ? ['camera'] : [];
  const page = await openPage(seen, { folder: host.url, now: NOW, timers: true, viewport, permissions, ...options });
  await noteStreams(page);
  host.box.letters.length = 0;
  try {
    await work(page);
    assert.deepEqual(page.violations, []);
  } finally {
    await page.context().close();
  }
}

const show = (page) => page.locator('.camera button');

async function toSender(page, options) {
  await openReport(page, host, options);
  await choose(page, '[data-what="own-deed"]', 'deed');
  await choose(page, '[data-field="sender"]', 'sender');
}

/** Writes an own deed from the step after the sender on, sends it, and returns the letter. */
async function letter(page) {
  await choose(page, '[data-deed="patrol"]', 'when');
  await choose(page, '.choice[data-day="2026-11-23"]', 'words');
  await choose(page, '.ways .chief', 'preview');
  await sendOff(page);
  await page.waitForSelector('[data-sent="delivered"]');
  return openLetter(host, host.box.letters.at(-1).body);
}

test('a card read by the camera gives the same letter as its typed code', () => withPage(async (page) => {
  await toSender(page);
  await show(page).click();
  await at(page, 'deed');
  await allOff(page);
  assert.equal(await page.locator('video').count(), 0);
  const shown = await letter(page);
  await toSender(page);
  await page.fill('#code', host.card);
  await page.press('#code', 'Enter');
  await at(page, 'deed');
  const typed = await letter(page);
  assert.match(shown.card, /^[0-9a-f]{32}$/);
  assert.equal(shown.card, typed.card);
  assert.equal(host.received.some((it) => it.includes(host.card.slice(0, 12))), false);
}));

test('a card read by the camera opens its record, and appears in no address', () => withPage(async (page) => {
  await page.goto(`${host.url}me/?lang=en`);
  assert.equal(await meSettled(page), 'asking');
  await show(page).click();
  await page.waitForSelector('[data-state="open"] [data-score]');
  await allOff(page);
  const shown = await page.evaluate(() => document.documentElement.outerHTML + location.href);
  assert.equal(shown.includes(host.card), false);
}));

for (const [what, options] of [
  ['is not allowed', { allowed: false }],
  ['cannot be had by this page', { policy: true }],
  ['has nobody who reads what it sees', { lost: true }],
]) {
  for (const [where, open] of [
    ['the page for letters', toSender],
    ['one\'s own page', async (page) => {
      await page.goto(`${host.url}me/?lang=en`);
      await meSettled(page);
    }],
  ]) {
    test(`a camera that ${what} leaves the field for typing the code, on ${where}`, () => withPage(async (page) => {
      if (options.policy) {
        await page.addInitScript(() => Object.defineProperty(navigator, 'mediaDevices', { value: undefined }));
      }
      if (options.lost) host.tamper.set(/^hallboard-scan.*wasm$/, () => Buffer.from('no program'));
      await open(page);
      await show(page).click();
      await page.getByText(/^No camera can be used here[.] Please type the (card number|code)[.]$/).waitFor();
      assert.equal(await page.locator('#code').isEditable(), true);
      assert.equal(await show(page).isVisible(), true);
      if (options.lost) await allOff(page);
      page.violations = page.violations.filter((it) => !it.startsWith('console:'));
    }, options));
  }
}

/** Turns the camera on and waits until it delivers pictures, which show no card. */
async function look(page) {
  await show(page).click();
  await page.waitForFunction(() => window.streams.length === 1 && document.querySelector('video')?.videoWidth > 0);
}

for (const [what, leave] of [
  ['somebody turns it off', (page) => show(page).click()],
  ['somebody opens another field', (page) => page.click('[data-field="deed"]')],
  ['the language is another', (page) => page.selectOption('.language', 'zh-Hans')],
  ['the code is typed', async (page) => {
    await page.fill('#code', host.card);
    await page.press('#code', 'Enter');
    await at(page, 'deed');
  }],
  ['the page is out of sight', (page) => page.evaluate(() => {
    document.dispatchEvent(new Event('visibilitychange'));
  })],
  ['the page is left', (page) => page.evaluate(() => {
    dispatchEvent(new Event('pagehide'));
  })],
]) {
  test(`the camera is off after ${what}`, () => withPage(async (page) => {
    await toSender(page);
    await look(page);
    await leave(page);
    await allOff(page);
    await page.waitForSelector('video', { state: 'detached' });
  }, { seen: blank }));
}

test('the camera is off after a shared screen was left', () => withPage(async (page) => {
  await toSender(page, { query: '&wall=1' });
  await look(page);
  await page.mouse.move(5, 5);
  await page.evaluate(() => {
    const [track] = window.streams[0].getTracks();
    addEventListener('pagehide', () => sessionStorage.setItem('track', track.readyState));
  });
  await stopClock(page);
  // In one jump: the camera's picture is scanned eight times a second.
  await page.clock.fastForward(181_000);
  await page.waitForURL(`${host.url}?wall=1`);
  assert.equal(await page.evaluate(() => sessionStorage.getItem('track')), 'ended');
}, { seen: blank, viewport: WALL }));

test('its code is loaded only on demand', () => withPage(async (page) => {
  host.requests.length = 0;
  await toSender(page);
  const loaded = () => host.requests.filter((it) => /camera|scan/.test(it));
  assert.deepEqual(loaded(), []);
  await look(page);
  assert.equal(loaded().length, 3);
}, { seen: blank }));

for (const lang of LANGUAGES) {
  for (const [size, viewport] of [['phone', PHONE], ['wall', WALL]]) {
    test(`the camera's picture fits, ${lang}, ${size}`, () => withPage(async (page) => {
      await toSender(page, { lang, query: size === 'wall' ? '&wall=1' : '' });
      await look(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${wide}px too wide`);
      const shots = process.env.HALLBOARD_SHOTS;
      if (shots) await page.screenshot({ path: `${shots}/camera-${lang}-${size}.png`, fullPage: true });
    }, { seen: blank, viewport, lang }));
  }
}
