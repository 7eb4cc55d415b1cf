// Letters in the outbox of a kiosk reach the hall while only the board is open.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';

import { eventually, launch, openPage, settled, until, visit } from './lib/browser.mjs';
import {
  NOW, hallWithLetters, kept, openLetter, openReport, sendOff, writeThanks,
} from './lib/report.mjs';
import { serve } from './lib/server.mjs';

let browser;
let host;
before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(() => host.close());

/** A display with its service worker, on the page for letters; the letter box answers 503. */
async function display(options) {
  host = await hallWithLetters(options);
  host.box.answer = 503;
  const page = await openPage(browser, { folder: host.url, now: NOW, timers: true, serviceWorkers: 'allow' });
  await visit(page, `${host.url}?lang=en`);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await openReport(page, host);
  return page;
}

const storedLetters = async (page) => (await kept(page)).letters;

async function write(page, words, { count = 1 } = {}) {
  await writeThanks(page, { words });
  await sendOff(page);
  await page.waitForSelector('[data-sent="waiting"]');
  await page.waitForSelector(`[data-waits="${count}"]`);
  // The page shows a letter before it is completely stored.
  await eventually(async () => (await storedLetters(page)).length === count);
}

async function board(page) {
  await page.goto(`${host.url}?lang=en`);
  assert.equal(await settled(page), 'board');
}

/** Dispatches `online` events until `came` resolves. */
async function shout(page, came) {
  let over = false;
  const heard = came.then(() => { over = true; });
  while (!over) {
    await page.evaluate(async () => {
      dispatchEvent(new Event('online'));
      // The page checks for a new app, too; awaiting it limits the loop to one check at a time.
      await (await navigator.serviceWorker.ready).update();
    });
  }
  await heard;
}

/** Waits until the hall has that many letters, each once, and the outbox is empty; returns the
 * letters' texts. */
async function arrives(page, count) {
  await shout(page, host.box.took(count));
  await eventually(async () => (await storedLetters(page)).length === 0);
  const took = host.box.letters.filter((it) => it.status === 200);
  assert.equal(took.length, count);
  const names = new Set(took.map((it) => it.body.toString('hex')));
  assert.equal(names.size, count, 'each of them once');
  return took.map((it) => openLetter(host, it.body).text);
}

test('a letter reaches a hall that was down as soon as it is up again, though its page is closed', async () => {
  const page = await display();
  host.box.answer = 0;
  await write(page, 'One.');
  await board(page);
  assert.equal((await storedLetters(page)).length, 1);
  host.box.answer = 200;
  assert.deepEqual(await arrives(page, 1), ['One.']);
  await page.context().close();
});

test('several letters arrive in order, after the page crashed and another was opened', async () => {
  const page = await display();
  await write(page, 'One.');
  await page.click('.step .chief');
  await write(page, 'Two.', { count: 2 });
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  // The crashed page cannot answer the command.
  session.send('Page.crash').catch(() => {});
  await crashed;
  const other = await page.context().newPage();
  await board(other);
  host.box.answer = 200;
  assert.deepEqual(await arrives(other, 2), ['One.', 'Two.']);
  await page.context().close();
});

test('a refused letter stays in the outbox, and does not block others', async () => {
  const page = await display();
  await write(page, 'One.');
  await host.box.answered(1);
  const [first] = host.box.letters;
  host.box.refuses = (body) => body.equals(first.body);
  await page.click('.step .chief');
  await write(page, 'Two.', { count: 2 });
  await board(page);
  host.box.answer = 200;
  await shout(page, host.box.took(1));
  await openReport(page, host);
  await page.waitForSelector('[data-waits="1"]');
  await page.getByText(/does not take it/).waitFor();
  const [{ letter }, ...more] = await storedLetters(page);
  assert.equal(more.length, 0);
  assert.match(letter, /^[0-9a-f]{32}\.letter$/);
  await page.context().close();
});

test('a worker and a page that could post the same letter post it once', async () => {
  const page = await display();
  await write(page, 'One.');
  await board(page);
  host.box.answer = 200;
  host.box.hold();
  await shout(page, host.box.came(1));
  // The worker is posting the letter when the page opens, which would post it too.
  const other = await page.context().newPage();
  await openReport(other, host);
  await other.waitForSelector('[data-waits="1"]');
  await until(other, async () => (await navigator.locks.query()).pending.length === 1);
  host.box.release();
  await other.waitForSelector('[data-waits]', { state: 'detached' });
  assert.deepEqual(await arrives(page, 1), ['One.']);
  assert.equal(host.box.letters.filter((it) => it.status !== 503).length, 1);
  await page.context().close();
});

test('a letter box on another host is reached under the shipped policy', async () => {
  const other = await serve('/nowhere');
  const page = await display({ post: `${other.url}letters`, at: other });
  await write(page, 'One.');
  await board(page);
  host.box.answer = 200;
  assert.deepEqual(await arrives(page, 1), ['One.']);
  assert.deepEqual(page.violations.filter((it) => it.startsWith('policy')), []);
  await page.context().close();
  await other.close();
});

test('a letter is posted to the hall\'s current address', async () => {
  const page = await display({ post: 'nobody' });
  host.box.answer = 503;
  await write(page, 'One.');
  host.settle('letters');
  await openReport(page, host);
  await page.waitForSelector('[data-waits="1"]');
  await eventually(async () => (await storedLetters(page))[0].post === 'letters');
  await board(page);
  host.box.answer = 200;
  assert.deepEqual(await arrives(page, 1), ['One.']);
  await page.context().close();
});
