// How a page starts if its host, the network or a link is faulty.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';

import { visibleText } from './lib/board.mjs';
import { PHONE, launch, openPage } from './lib/browser.mjs';
import { fragment, meAddress, meOpen, meSettled, openSection } from './lib/me.mjs';
import { NOW, hallWithLetters } from './lib/report.mjs';

const ENGLISH = /([a-z]{2,} ){4}/i;
const CHINESE = /\p{Script=Han}{4}/u;
/** Longer than the longest delay between two retries. */
const LONGEST_MILLIS = 301_000;

let browser;
let host;
let card;
before(async () => {
  browser = await launch();
  host = await hallWithLetters();
  card = fragment(host.folder, host.key, 'R0001');
});
after(async () => {
  await browser.close();
  await host.close();
});
afterEach(() => {
  host.tamper.clear();
  host.adjust = null;
});

/** A page of a new browser profile, with a stopped clock. */
async function withPage(work, options = {}) {
  const page = await openPage(browser, { folder: host.url, now: NOW, viewport: PHONE, timers: 'standing', ...options });
  try {
    await work(page);
  } finally {
    await page.context().close();
  }
}

/** Waits until the page shows this notice in both languages, and no other one. */
async function says(page, note, cause) {
  await page.locator(`#${note} [data-cause="${cause}"]`).waitFor();
  const text = await visibleText(page);
  assert.match(text, ENGLISH);
  assert.match(text, CHINESE);
  assert.equal(await page.locator('[data-cause]:visible').count(), 1);
  for (const other of ['waiting', 'absent', 'broken'].filter((it) => it !== note)) {
    assert.equal(await page.locator(`#${other}`).isVisible(), false, other);
  }
}

/** Advances the clock past the longest delay, and lets it run from there. */
async function goOn(page) {
  await page.clock.fastForward(LONGEST_MILLIS);
  await page.clock.resume();
}

const started = {
  '': '[data-state="board"]', 'rules/': '[data-state="board"]', 'me/': '[data-state="asking"]', 'report/': '[data-state="form"]',
  'verify/': '[data-state="no-code"]',
};
const PARTS = {
  program: /^hallboard-web-\w+_bg\.wasm$/,
  part: /^part-\w+\.wasm$/,
  glue: /^hallboard-web-[0-9a-f]+\.js$/,
  'style sheet': /^tokens-\w+\.css$/,
  'card.js': /^card-\w+\.js$/,
};
const gone = () => null;
const altered = (bytes) => Buffer.concat([bytes, Buffer.from(' ')]);
/** Files that only some pages load. */
const ONLY = { 'card.js': ['me/'], part: ['me/', 'report/', 'verify/'] };
const partsOf = (route) => Object.keys(PARTS).filter((it) => ONLY[it]?.includes(route) ?? true);

for (const route of Object.keys(started)) {
  describe(`on /${route}`, () => {
    for (const part of partsOf(route)) {
      for (const [what, change, cause] of [['does not arrive', gone, 'missing'], ['was altered', altered, 'altered']]) {
        test(`a notice names a file that ${what}: ${part}`, () => withPage(async (page) => {
          host.tamper.set(PARTS[part], change);
          await page.goto(`${host.url}${route}?lang=en`);
          await says(page, 'absent', cause);
          host.tamper.clear();
          await goOn(page);
          await page.waitForSelector(started[route], { state: 'attached' });
        }));
      }
    }

    for (const [policy, blocks] of [
      ["default-src 'self'", 'the program'],
      ["script-src 'self'", 'the program'],
      ["connect-src 'none'", 'what is fetched'],
      ["style-src 'none'", 'the style sheet'],
    ]) {
      test(`a notice names the host's policy that stops ${blocks}: ${policy}`, () => withPage(async (page) => {
        host.adjust = (headers) => {
          const own = Object.keys(headers).find((it) => it.toLowerCase() === 'content-security-policy');
          headers[own] = [headers[own], policy];
        };
        await page.goto(`${host.url}${route}?lang=en`);
        await says(page, 'broken', 'policy');
        assert.doesNotMatch(await visibleText(page), /newer browser|较新的浏览器/);
        host.adjust = null;
        await goOn(page);
        await page.waitForSelector(started[route], { state: 'attached' });
      }));
    }

    // On the page for one's own record, the program requests the feed; the check of certificates needs none.
    if (!['me/', 'verify/'].includes(route)) {
      test('the feed is requested while the program still loads, and only once', () => withPage(async (page) => {
        const before = host.requests.length;
        const program = new Promise((asked) => {
          host.tamper.set(PARTS.program, (bytes) => new Promise((done) => asked(() => done(bytes))));
        });
        const snapshot = page.waitForRequest(/\/feed\/snapshot-/);
        await page.goto(`${host.url}${route}?lang=en`, { waitUntil: 'commit' });
        await snapshot;
        (await program)();
        await page.waitForSelector(started[route], { state: 'attached' });
        const feed = host.requests.slice(before).filter((path) => path.startsWith('/feed/'));
        const files = feed.map((path) => path.replace(/snapshot-\w+/, 'snapshot'));
        assert.deepEqual(files.sort(), ['/feed/head.json', '/feed/head.json.minisig', '/feed/snapshot.json']);
      }));
    }

    test('the text of the page is readable with any charset in the host\'s headers', async () => {
      host.adjust = (headers) => {
        headers['content-type'] = headers['content-type'].replace('utf-8', 'GBK');
      };
      const context = await browser.newContext({ javaScriptEnabled: false });
      const page = await context.newPage();
      await page.goto(host.url + route);
      assert.match(await page.innerText('noscript'), /需要开启 JavaScript/);
      assert.equal(await page.evaluate(() => document.characterSet), 'UTF-8');
      await context.close();
    });
  });
}

describe('a card that was scanned', () => {
  for (const part of Object.keys(PARTS)) {
    test(`opens its record though the ${part} failed at first`, () => withPage(async (page) => {
      let failures = 1;
      host.tamper.set(PARTS[part], (bytes) => (failures-- > 0 ? null : bytes));
      // The search for the cause requests the file a second time.
      if (part !== 'program') failures += 1;
      await page.goto(meAddress(host.url, { card }));
      await says(page, 'absent', 'missing');
      // Without the script the card stays in the address until the script arrives.
      assert.equal(new URL(page.url()).hash !== '', part === 'card.js');
      await goOn(page);
      await meOpen(page);
      assert.equal(new URL(page.url()).hash, '');
      assert.equal(await page.evaluate(() => window.name), '');
    }));
  }

  /** Crashes the program, by the smallest module whose start function is `unreachable`. */
  const crash = (page) => page.evaluate(() => {
    const trap = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 8, 1, 0, 10, 5, 1, 3, 0, 0, 11];
    WebAssembly.instantiate(new Uint8Array(trap));
    window.before = true;
  });
  const startsAgain = async (page) => {
    await crash(page);
    await page.locator('#again').waitFor();
    await page.clock.fastForward(LONGEST_MILLIS);
    await page.waitForFunction(() => !window.before);
    return meSettled(page);
  };

  test('is open again after a crash, but not once its reader has closed it', () => withPage(async (page) => {
    await page.goto(meAddress(host.url, { card }));
    await meOpen(page);
    assert.equal(await startsAgain(page), 'open');
    await page.reload();
    assert.equal(await meSettled(page), 'asking', 'reloading the page asks for the card again');
    await page.goto('about:blank');
    await page.goto(meAddress(host.url, { card }));
    await meOpen(page);
    await openSection(page, 'changes');
    await page.getByRole('button', { name: 'Close my record' }).first().click();
    await page.waitForSelector('[data-state="asking"]');
    assert.equal(await startsAgain(page), 'asking');
  }, { timers: true }));

  for (const appended of ['#wechat_redirect', '#rd', '?from=singlemessage', '&from=timeline', '%20', '.', '。', '%E3%80%82', '?a=b#rd']) {
    test(`opens its record with something appended to its link: ${appended}`, () => withPage(async (page) => {
      await page.goto(meAddress(host.url, { card: `${card}${appended}` }));
      assert.equal(await meSettled(page), 'open');
      assert.equal(new URL(page.url()).hash, '');
    }, { timers: false }));
  }

  test('is requested if a link contains only what messengers append', () => withPage(async (page) => {
    await page.goto(meAddress(host.url, { card: 'wechat_redirect' }));
    assert.equal(await meSettled(page), 'asking');
    assert.doesNotMatch(await visibleText(page), /is in no code|The code has/);
  }, { timers: false }));
});
