// The display in the hall during faults: what it shows, and that it recovers within a minute after
// the fault ends. The page's clock is simulated, so a day takes no time.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { rows, version, visibleText } from './lib/board.mjs';
import { launch, openPage, settled, settling } from './lib/browser.mjs';
import { SMALL, temporary } from './lib/place.mjs';
import { keygen, publish } from './lib/publish.mjs';
import { serve } from './lib/server.mjs';

const HEAD = 'feed/head.json';
const SIGNATURE = 'feed/head.json.minisig';
const SNAPSHOT = /^feed\/snapshot-[0-9a-f]{64}\.json$/;
const PUBLISHED = '2026-11-23T04:00:00Z';
const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
/** A day after the publication has expired. */
const EXPIRED = 15 * DAY;

const LATE = /no connection/i;
const MISSING = /has no data just now/i;
const REFUSED = /did not pass the check/i;
const OLDER = /older than this/i;
const CLOCK = /clock is wrong/i;
const OVER = /has expired/i;

let browser;
let key;
let older;
let good;
let newer;
before(async () => {
  browser = await launch();
  key = keygen();
  older = publish({ ledger: SMALL, key, now: '2026-11-22T04:00:00Z' });
  good = publish({ ledger: SMALL, key, now: PUBLISHED });
  const renamed = changedHall({ names: { en: 'The hall by the mill', 'zh-Hans': '磨坊礼堂' } });
  newer = publish({ ledger: renamed, key, now: '2026-11-23T05:00:00Z' });
});
after(() => browser.close());

/** The small village with changed properties of its hall. */
function changedHall(change) {
  const ledger = JSON.parse(readFileSync(SMALL, 'utf8'));
  Object.assign(ledger.hall, change);
  const file = join(temporary(), 'hall.json');
  writeFileSync(file, JSON.stringify(ledger));
  return file;
}

/** Runs the work on a display, with a host whose answers the test can change; everything ever drawn
 * is recorded. */
async function display(work, { now = PUBLISHED, site = good } = {}) {
  const host = await serve(site);
  const page = await openPage(browser, { folder: host.url, now, timers: true });
  await page.addInitScript(note);
  page.hanging = 0;
  page.lost = new Set();
  try {
    await page.goto(`${host.url}?wall=0&lang=en`);
    assert.equal(await settled(page), 'board');
    await pass(page, 5000);
    await work(host, page);
  } finally {
    await page.context().close();
    await host.close();
  }
}

/** Records every version and every row that is ever on the page, and makes timeouts of requests
 * follow the page's simulated clock. */
function note() {
  AbortSignal.timeout = (millis) => {
    const control = new AbortController();
    setTimeout(() => control.abort(), millis);
    return control.signal;
  };
  const drawn = { versions: new Set(), rows: new Set() };
  window.everDrawn = () => ({ versions: [...drawn.versions], rows: [...drawn.rows] });
  const look = () => {
    const version = document.querySelector('[data-version]')?.dataset.version;
    if (version) drawn.versions.add(version);
    for (const { dataset } of document.querySelectorAll('[data-name][data-score]')) {
      drawn.rows.add(`${dataset.name} ${dataset.score}`);
    }
  };
  const all = { attributes: true, childList: true, subtree: true };
  document.addEventListener('DOMContentLoaded', () => new MutationObserver(look).observe(document.body, all));
}

/** Advances the page's clock in steps, and waits for all requests after each. */
async function pass(page, millis, step = 5000) {
  for (let left = millis; left > 0; left -= step) {
    await page.clock.runFor(Math.min(left, step));
    await settling(page, page.hanging, page.lost);
  }
}

/** Advances the clock until the display has polled, with its immediate retries. */
async function looked(page) {
  await page.clock.runFor(5 * MINUTE);
  await pass(page, 40_000);
}

const lines = async (page) => (await rows(page)).map(({ name, score }) => `${name} ${score}`);

const changed = (...changes) => (host) => { host.tamper = new Map(changes); };
const replied = (reply) => (host) => { host.reply = reply; };
const inFeed = (answer) => replied((url, response) => {
  if (!url.includes('feed/')) return false;
  answer(response);
  return true;
});
const cut = (bytes) => bytes.subarray(0, bytes.length / 2);
const flipped = (bytes) => Buffer.from(bytes).fill(0x51, 60, 61);
/** Sends data until the client closes the connection. */
const endless = (response, chunk) => {
  const more = () => {
    while (!response.destroyed && response.write(chunk)) { /* the buffer is not full yet */ }
    response.once('drain', more);
  };
  response.writeHead(200, { 'content-length': 2 ** 30 });
  more();
};
/** Sends five bytes a second, like a very slow connection. */
const drop = (response, text) => {
  const timer = setInterval(() => response.write(text), 1000);
  response.writeHead(200);
  response.on('close', () => clearInterval(timer));
};
const toSnapshot = (answer) => (host) => {
  host.folder = newer;
  host.reply = (url, response) => {
    if (!SNAPSHOT.test(url.slice(1))) return false;
    answer(response);
    return true;
  };
};
const newerWith = (...changes) => (host) => {
  host.folder = newer;
  host.tamper = new Map(changes);
};

/** The fault, the message on the display, and the number of requests that then hang. The display
 * polls every five minutes. */
const TABLE = [
  ['the host answers 500', inFeed((it) => it.writeHead(500).end()), MISSING],
  ['the host hangs up', inFeed((it) => it.destroy()), LATE],
  ['the host never answers', inFeed(() => {}), LATE, 2],
  ['five bytes a second', inFeed((it) => drop(it, '12345')), LATE, 2],
  ['no feed', changed([/^feed\//, () => null]), MISSING],
  ['a page in place of the head', changed([HEAD, () => readFileSync(`${good}/index.html`)]), REFUSED],
  ['half a head', changed([HEAD, cut]), REFUSED],
  ['a spoiled signature', changed([SIGNATURE, flipped]), REFUSED],
  ['an older publication', (host) => { host.folder = older; }, OLDER],
  ['a newer one without its snapshot', newerWith([SNAPSHOT, () => null]), MISSING],
  ['a newer one with half a snapshot', newerWith([SNAPSHOT, cut]), REFUSED],
  ['a newer one with a snapshot of a gigabyte', toSnapshot((it) => endless(it, Buffer.alloc(65536, '9'))), REFUSED],
];

for (const [what, spoil, says, hanging = 0] of TABLE) {
  test(`${what}: the last good board stays, and is updated within a minute after recovery`, () => display(async (host, page) => {
    const [before, shown] = [await lines(page), await version(page)];
    spoil(host);
    page.hanging = hanging;
    await looked(page);
    assert.match(await visibleText(page), says);
    assert.deepEqual([await lines(page), await version(page)], [before, shown]);
    // From now on every request is answered, except those that hang already.
    Object.assign(host, { folder: newer, tamper: new Map(), reply: null });
    Object.assign(page, { hanging: 0, lost: new Set(page.open) });
    await pass(page, MINUTE);
    const now = await version(page);
    assert.ok(Number(now) > Number(shown), `${now} after ${shown}`);
    assert.doesNotMatch(await visibleText(page), says);
    const drawn = await page.evaluate(() => window.everDrawn());
    assert.deepEqual(drawn.versions.sort(), [shown, now].sort());
    assert.deepEqual(drawn.rows.sort(), [...new Set([...before, ...await lines(page)])].sort());
  }));
}

test('a host that is down for a day, and until after the publication expires', () => display(async (host, page) => {
  const before = await lines(page);
  assert.notDeepEqual(before, []);
  replied((_, response) => { response.destroy(); return true; })(host);
  await page.clock.fastForward(DAY + 3 * HOUR);
  await pass(page, 10_000);
  assert.match(await visibleText(page), LATE);
  assert.notDeepEqual(await lines(page), []);
  await page.clock.fastForward(EXPIRED);
  await pass(page, 10_000);
  assert.match(await visibleText(page), OVER);
  assert.deepEqual(await lines(page), []);
  assert.equal(await page.locator('[data-stars]').count(), 0);
  const now = await page.evaluate(() => new Date().toISOString().replace(/\.\d+/, ''));
  Object.assign(host, { folder: publish({ ledger: SMALL, key, now }), reply: null });
  await pass(page, MINUTE);
  assert.doesNotMatch(await visibleText(page), OVER);
  assert.notDeepEqual(await lines(page), []);
}));

/** The clock's error, the message on the display, and whether names are shown. */
const CLOCKS = [
  ['a year slow', -365 * DAY, CLOCK, true],
  ['two days slow', -2 * DAY, CLOCK, true],
  ['a year fast', 365 * DAY, OVER, false],
];
for (const [what, off, says, names] of CLOCKS) {
  test(`a clock that is ${what} is reported, until it is right again`, () => display(async (host, page) => {
    const [before, at] = [await lines(page), await page.evaluate(() => Date.now())];
    await page.clock.setSystemTime(at + off);
    await looked(page);
    assert.match(await visibleText(page), says);
    assert.equal((await lines(page)).length > 0, names);
    await page.clock.setSystemTime(at + 6 * MINUTE);
    await pass(page, MINUTE);
    assert.doesNotMatch(await visibleText(page), says);
    assert.deepEqual(await lines(page), before);
  }));
}

/** Where the hall is, a midnight there, and the dates before and after it. */
const MIDNIGHTS = [
  ['in China', 'Asia/Shanghai', '2026-11-23T16:00:00Z', /23 November/, /24 November/],
  ['in Berlin, before the clocks go back', 'Europe/Berlin', '2026-10-24T22:00:00Z', /24 October/, /25 October/],
  ['in Berlin, after they went back', 'Europe/Berlin', '2026-10-25T23:00:00Z', /25 October/, /26 October/],
  ['in Berlin, after they went forward', 'Europe/Berlin', '2026-03-29T22:00:00Z', /29 March/, /30 March/],
];
for (const [where, time_zone, midnight, today, tomorrow] of MIDNIGHTS) {
  test(`the day changes at midnight ${where}`, () => {
    const before = (millis) => new Date(Date.parse(midnight) - millis);
    const now = before(HOUR).toISOString().replace(/\.\d+/, '');
    const site = publish({ ledger: changedHall({ time_zone }), key: keygen(), now });
    return display(async (host, page) => {
      const date = page.locator('.date');
      await page.clock.pauseAt(before(1500));
      assert.match(await date.innerText(), today);
      await page.clock.runFor(1000);
      assert.match(await date.innerText(), today);
      await page.clock.runFor(2000);
      assert.match(await date.innerText(), tomorrow);
    }, { now: before(MINUTE).toISOString(), site });
  });
}
