// A browser without JavaScript, and one that cannot run the app: text in both languages.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { visibleText } from './lib/board.mjs';
import { PHONE, launch, openPage, settled } from './lib/browser.mjs';
import { SMALL } from './lib/place.mjs';
import { keygen, publish } from './lib/publish.mjs';
import { serve } from './lib/server.mjs';

const NOW = '2026-11-23T04:00:00Z';
const ENGLISH = /([a-z]{2,} ){4}/i;
const CHINESE = /\p{Script=Han}{4}/u;

/** A response that is never sent. */
const NEVER = () => new Promise(() => {});
const MISSING = [/\.wasm$/, () => null];
const ABSENT = [
  ['no program', ...MISSING],
  ['no program for ever so long', /\.wasm$/, NEVER],
  ['half a program', /\.wasm$/, (bytes) => bytes.subarray(0, bytes.length / 2)],
  ['no glue', /^hallboard.*\.js$/, () => null],
  ['no style', /\.css$/, () => null],
];
/** Longer than the page's timeout for its files, and than its longest delay between two retries. */
const PATIENCE_MILLIS = 121_000;
const LONGEST_MILLIS = 301_000;
/** The number of a retry, and the least and the most seconds until it. */
const WAITS = [
  [1, 3, 4], [2, 6, 8], [3, 12, 16], [4, 24, 32], [5, 48, 64], [6, 96, 128], [7, 192, 256],
  [8, 225, 300], [9, 225, 300],
];

let browser;
let site;
before(async () => {
  browser = await launch();
  site = publish({ ledger: SMALL, key: keygen(), now: NOW });
});
after(() => browser.close());

/** A page with a stopped clock, and a host whose answers the test can change. */
async function onHost(work) {
  const host = await serve(site);
  const page = await openPage(browser, { folder: host.url, now: NOW, timers: 'standing' });
  try {
    await work(host, page);
  } finally {
    await page.context().close();
    await host.close();
  }
}

/** Waits until the page has scheduled its retry of that number. */
function triedFor(page, times) {
  return page.waitForFunction((count) => history.state === count, times);
}

/** Waits until the page shows this notice, in both languages, and no other one. */
async function says(page, id) {
  await page.locator(`#${id}`).waitFor();
  const text = await visibleText(page);
  assert.match(text, ENGLISH);
  assert.match(text, CHINESE);
  for (const other of ['waiting', 'absent', 'broken'].filter((it) => it !== id)) {
    assert.equal(await page.locator(`#${other}`).isVisible(), false, other);
  }
}

for (const route of ['', 'rules/']) {
  test(`without script, ${route || 'the board'}`, () => onHost(async (host) => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: PHONE });
    const page = await context.newPage();
    await page.goto(host.url + route);
    const text = await page.locator('body').innerText();
    assert.match(text, ENGLISH);
    assert.match(text, CHINESE);
    await context.close();
  }));

  describe(`when a file does not arrive, ${route || 'the board'}`, () => {
    for (const [what, file, sent] of ABSENT) {
      test(what, () =>
        onHost(async (host, page) => {
          host.tamper.set(file, sent);
          await page.goto(host.url + route, { waitUntil: 'commit' });
          const absent = page.locator('#absent');
          while (sent === NEVER && !await absent.isVisible()) {
            await page.clock.fastForward(PATIENCE_MILLIS);
          }
          await says(page, 'absent');
          host.tamper.clear();
          await page.clock.fastForward(LONGEST_MILLIS);
          assert.equal(await settled(page), 'board');
          // The counter of retries is reset only after the app has run for a while.
          assert.equal(await page.evaluate(() => history.state), 1);
          await page.clock.fastForward(PATIENCE_MILLIS);
          assert.equal(await page.evaluate(() => history.state), null);
        }));
    }
  });
}

test('a crashed program leaves its last picture, shows a notice and restarts, with growing delays', () =>
  onHost(async (host, page) => {
    await page.goto(host.url);
    assert.equal(await settled(page), 'board');
    const shown = () => page.locator('.hall').innerText();
    const before = await shown();
    for (const tried of [1, 2, 3]) {
      await page.evaluate(() => {
        // The smallest module whose start function is `unreachable`.
        const trap = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 8, 1, 0, 10, 5, 1, 3, 0, 0, 11];
        WebAssembly.instantiate(new Uint8Array(trap));
      });
      await page.locator('#again').waitFor();
      assert.match(await page.locator('#again').innerText(), ENGLISH);
      assert.match(await page.locator('#again').innerText(), CHINESE);
      assert.equal(await shown(), before);
      await triedFor(page, tried);
      await page.evaluate(() => { window.before = true; });
      await page.clock.fastForward(4000 * 2 ** (tried - 1) + 1);
      await page.waitForFunction(() => !window.before);
      assert.equal(await settled(page), 'board');
      assert.equal(await page.locator('#again').isVisible(), false);
    }
  }));

test('the page retries as soon as the network is back', () =>
  onHost(async (host, page) => {
    host.tamper.set(...MISSING);
    await page.goto(host.url);
    await says(page, 'absent');
    host.tamper.clear();
    await page.context().setOffline(true);
    await page.context().setOffline(false);
    assert.equal(await settled(page), 'board');
  }));

test('while the host is down the page stays and shows a notice', () =>
  onHost(async (host, page) => {
    host.tamper.set(...MISSING);
    await page.goto(host.url);
    await says(page, 'absent');
    host.tamper.set(/html$/, () => null);
    for (const tried of [1, 2, 3]) {
      await triedFor(page, tried);
      await page.clock.fastForward(LONGEST_MILLIS);
    }
    await triedFor(page, 4);
    await says(page, 'absent');
    host.tamper.clear();
    await page.clock.fastForward(LONGEST_MILLIS);
    assert.equal(await settled(page), 'board');
  }));

test('a missing file is requested with growing delays', () =>
  onHost(async (host, page) => {
    host.tamper.set(...MISSING);
    await page.goto(host.url);
    const asked = () => host.requests.filter((it) => it === '/').length;
    for (const [tried, least, most] of WAITS) {
      await triedFor(page, tried);
      await says(page, 'absent');
      const before = asked();
      await page.clock.fastForward(least * 1000 - 1);
      await page.evaluate(() => fetch('feed/head.json'));
      assert.equal(asked(), before, `asked too early after ${tried} tries`);
      await page.clock.fastForward((most - least) * 1000 + 1);
    }
  }));

test('a program that does not start in time is loaded again', () =>
  onHost(async (host, page) => {
    await page.addInitScript(() => {
      if (history.state === null) WebAssembly.instantiateStreaming = () => new Promise(() => {});
    });
    await page.goto(host.url);
    while (!await page.locator('#absent').isVisible()) {
      await page.clock.fastForward(PATIENCE_MILLIS);
    }
    await says(page, 'absent');
    await page.clock.fastForward(LONGEST_MILLIS);
    assert.equal(await settled(page), 'board');
  }));

test('a program the browser cannot start is not loaded again', () =>
  onHost(async (host, page) => {
    await page.addInitScript(() => {
      WebAssembly.instantiateStreaming = () => Promise.reject(new WebAssembly.CompileError());
      WebAssembly.instantiate = WebAssembly.instantiateStreaming;
    });
    await page.goto(host.url);
    await says(page, 'broken');
    const asked = host.requests.length;
    await page.clock.runFor(2 * LONGEST_MILLIS);
    assert.equal(host.requests.length, asked);
  }));

test('a browser that cannot run the program shows a notice and does not retry', () =>
  onHost(async (host, page) => {
    await page.addInitScript(() => delete window.WebAssembly);
    await page.goto(host.url);
    await says(page, 'broken');
    const asked = host.requests.length;
    await page.clock.runFor(2 * LONGEST_MILLIS);
    await says(page, 'broken');
    assert.equal(host.requests.length, asked);
  }));
