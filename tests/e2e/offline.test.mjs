// The cached app on a device: complete versions, enough to start without a network, and a rollback
// from a version that does not draw.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';

import { version } from './lib/board.mjs';
import { PHONE, address, launch, openPage, settled, until, visit } from './lib/browser.mjs';
import { codes, hallWithCards } from './lib/cards.mjs';
import { APP, SMALL, temporary } from './lib/place.mjs';
import { hallboard, keygen, loadedBy, loadedByAlone, publish } from './lib/publish.mjs';
import { hallWithLetters } from './lib/report.mjs';
import { serve } from './lib/server.mjs';

const NOW = '2026-11-23T04:00:00Z';
/** Milliseconds within which a new version must draw in these tests; in production a minute. */
const PATIENCE = '3_000';

let browser;
let key;
let host;
before(async () => {
  browser = await launch();
  key = keygen();
});
after(() => browser.close());
afterEach(() => host.close());

/** The app with a mark in its pages, and changed by `spoil`. */
function marked(mark, spoil = (html) => html) {
  const app = temporary();
  cpSync(APP, app, { recursive: true });
  const page = join(app, 'index.html');
  const html = readFileSync(page, 'utf8').replace('</title>', `</title><meta name="mark" content="${mark}">`);
  writeFileSync(page, spoil(html, app));
  return app;
}

/** A version whose program fails before it has drawn anything. */
function ends(html, app) {
  const glue = readdirSync(app).find((it) => /^hallboard-web-\w+\.js$/.test(it));
  const code = 'export default async () => { throw new Error("no way") };';
  writeFileSync(join(app, glue), code);
  const digest = createHash('sha384').update(code).digest('base64');
  return html.replace(new RegExp(`(${glue}"[^>]*integrity=")[^"]+`), `$1sha384-${digest}`);
}

function site(app, out) {
  const options = ['--key', key, '--app', app, '--now', NOW];
  const folder = out ?? join(temporary(), 'site');
  hallboard('publish', SMALL, '--out', folder, ...options);
  return folder;
}

/** The service worker with a shorter timeout for a version that draws nothing. */
function impatient(worker) {
  const found = /(DRAW_TIMEOUT = )\w+/;
  assert.match(worker, found);
  return worker.replace(found, `$1${PATIENCE}`);
}

async function hall(app) {
  host = await serve(site(app));
  host.tamper.set('sw.js', (bytes) => bytes && Buffer.from(impatient(String(bytes))));
  return host;
}

function open(options) {
  return openPage(browser, { folder: host.url, now: NOW, serviceWorkers: 'allow', ...options });
}

const mark = (page) => page.locator('meta[name=mark]').getAttribute('content');

/** Waits until a version is fully cached, has drawn, and is the one the page runs under. */
async function kept(page, how) {
  await until(page, async (wanted) => {
    const answer = await caches.match(new URL('hallboard-state', location.href));
    const state = answer && await answer.json();
    const { waiting, installing } = await navigator.serviceWorker.getRegistration() ?? {};
    return state && state.drawn && !waiting && !installing
      && (wanted.spoiled === undefined || state.spoiled.length === wanted.spoiled);
  }, how ?? {});
}

/** The URLs of everything in the worker's caches. */
function addresses(page) {
  return page.evaluate(async () => {
    const all = await Promise.all((await caches.keys()).map(async (name) =>
      (await (await caches.open(name)).keys()).map((it) => it.url)));
    return all.flat();
  });
}

/** Publishes an app over the served one, makes the page check for updates, and waits until the new
 * version is installed or discarded. */
async function publishOver(page, app) {
  site(app, host.folder);
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    let installing = null;
    registration.addEventListener('updatefound', () => { installing = registration.installing; });
    // A check that already runs may have read the files from before.
    const here = () => installing ?? registration.installing ?? registration.waiting;
    while (!here()) await registration.update().catch(() => {});
    installing = here();
    await new Promise((done) => {
      const look = () => ['installed', 'redundant', 'activated'].includes(installing.state) && done();
      installing.addEventListener('statechange', look);
      look();
    });
  });
}

/** Turns a page and waits for the version that is then activated. */
async function turnTo(page, wanted) {
  await page.keyboard.press('ArrowRight');
  await page.waitForSelector(`meta[name=mark][content="${wanted}"]`, { state: 'attached' });
  assert.equal(await settled(page), 'board');
}

test('without a network the last good board is shown, from a cold start', async () => {
  await hall(APP);
  const page = await open();
  await visit(page, address(host.url));
  const shown = await page.locator('main').innerText();
  await kept(page);
  await host.close();
  const cold = await page.context().newPage();
  await cold.clock.setFixedTime(new Date(NOW));
  assert.equal(await visit(cold, address(host.url)), 'board');
  assert.equal(await cold.locator('main').innerText(), shown);
  await cold.waitForFunction(() => document.querySelector('.notice')?.textContent.trim());
  assert.equal(await visit(cold, `${host.url}rules/?lang=en`), 'board');
  await page.context().close();
});

test('a board whose host is down at the start is shown within a minute of its recovery', async () => {
  await hall(APP);
  const { port, folder } = host;
  const page = await open();
  await visit(page, address(host.url));
  await kept(page);
  await host.close();
  const cold = await page.context().newPage();
  await cold.clock.install({ time: new Date(NOW) });
  assert.equal(await visit(cold, `${host.url}?wall=0&lang=en`), 'board');
  await cold.getByText(/no connection/i).waitFor();
  host = await serve(folder, { port });
  publish({ ledger: SMALL, key, now: '2026-11-23T04:30:00Z', out: folder });
  const before = await version(cold);
  for (let seconds = 0; seconds < 60 && await version(cold) === before; seconds += 5) {
    await cold.clock.runFor(5000);
    await cold.evaluate(() => fetch('feed/head.json', { cache: 'no-store' }).then((it) => it.text()));
  }
  assert.notEqual(await version(cold), before);
  assert.equal(await cold.getByText(/no connection/i).count(), 0);
  await page.context().close();
});

test('the page for letters opens without a network', async () => {
  host = await hallWithLetters();
  const page = await open({ viewport: PHONE });
  await visit(page, host.url);
  await kept(page);
  await host.close();
  await page.goto(`${host.url}report/`);
  await page.waitForSelector('[data-state="form"]');
  const table = await page.evaluate(async () => {
    const { content } = document.querySelector('meta[name="hallboard-pinyin"]');
    return (await fetch(`../${content}`)).text();
  });
  assert.match(table, /^a 阿/m, 'the keyboard has its characters');
  await page.context().close();
});

test('only public pages and their files are cached', async () => {
  host = await serve('/nowhere');
  const cards = hallWithCards({ ledger: SMALL, now: NOW, address: host.url });
  host.folder = cards.site;
  const page = await open({ viewport: PHONE });
  await visit(page, host.url);
  await kept(page);
  const [code] = codes(cards).values();
  await page.goto(`${host.url}me/#${code}`);
  await page.waitForSelector('[data-state="open"] [data-score]');
  const paths = (await addresses(page)).map((it) => it.slice(host.url.length));
  const pages = ['', 'rules/', 'report/', 'verify/'];
  const own = loadedByAlone(cards.site, 'me');
  assert.ok(['.css', '.js', '.wasm'].every((ending) => own.some((it) => it.endsWith(ending))), own);
  const loaded = pages.flatMap((it) => loadedBy(cards.site, it));
  const expected = new Set([...pages, ...loaded, 'hallboard-state', 'hallboard-whole']);
  assert.deepEqual(new Set(paths), expected);
  assert.deepEqual(page.violations, []);
  await page.context().close();
});

test('a new version is activated when a page turns, twice in a row', async () => {
  await hall(marked('one'));
  const page = await open();
  await visit(page, `${host.url}?wall=1&lang=en`);
  await kept(page);
  for (const next of ['two', 'three']) {
    const before = await mark(page);
    await publishOver(page, marked(next));
    assert.equal(await mark(page), before, 'not before a page turns');
    await turnTo(page, next);
    await kept(page);
  }
  await host.close();
  await page.reload();
  assert.equal(await settled(page), 'board');
  assert.equal(await mark(page), 'three');
  assert.deepEqual(page.violations.filter((it) => !it.includes('ERR_CONNECTION_REFUSED')), []);
  await page.context().close();
});

for (const [what, tamper] of [
  ['is missing', () => null],
  ['is another', (bytes) => Buffer.concat([bytes, Buffer.from(' ')])],
]) {
  test(`a version of which a file ${what} is discarded completely`, async () => {
    await hall(marked('one'));
    const page = await open();
    await visit(page, `${host.url}?wall=1&lang=en`);
    await kept(page);
    const before = await addresses(page);
    host.tamper.set('rules/index.html', tamper);
    await publishOver(page, marked('half'));
    await page.keyboard.press('ArrowRight');
    assert.deepEqual(await addresses(page), before);
    await page.reload();
    assert.equal(await settled(page), 'board');
    assert.equal(await mark(page), 'one');
    host.tamper.delete('rules/index.html');
    await publishOver(page, marked('whole'));
    await turnTo(page, 'whole');
    await page.context().close();
  });
}

for (const [what, spoil] of [
  ['has no script', (html) => html.replace(/<script [^>]*boot[^>]*><\/script>/, '')],
  ['ends before it draws', ends],
]) {
  test(`the previous version is restored when the new one ${what}`, async () => {
    await hall(marked('good'));
    const page = await open();
    await visit(page, `${host.url}?wall=1&lang=en`);
    await kept(page);
    await publishOver(page, marked('bad', spoil));
    await page.keyboard.press('ArrowRight');
    await page.waitForSelector('meta[name=mark][content="bad"]', { state: 'attached' });
    await page.waitForSelector('meta[name=mark][content="good"]', { state: 'attached' });
    assert.equal(await settled(page), 'board');
    await kept(page, { spoiled: 1 });
    await host.close();
    await page.reload();
    assert.equal(await settled(page), 'board');
    assert.equal(await mark(page), 'good');
    await page.context().close();
  });
}

test('a good version follows a rejected one', async () => {
  await hall(marked('good'));
  const page = await open();
  await visit(page, `${host.url}?wall=1&lang=en`);
  await kept(page);
  await publishOver(page, marked('bad', (html) => html.replace(/<script [^>]*boot[^>]*><\/script>/, '')));
  await page.keyboard.press('ArrowRight');
  await page.waitForSelector('meta[name=mark][content="bad"]', { state: 'attached' });
  await page.waitForSelector('meta[name=mark][content="good"]', { state: 'attached' });
  assert.equal(await settled(page), 'board');
  await publishOver(page, marked('better'));
  await turnTo(page, 'better');
  await kept(page);
  await page.context().close();
});

test('halls on one host have separate caches', async () => {
  const folder = temporary();
  for (const name of ['one', 'two']) site(marked(name), join(folder, name));
  cpSync(join(folder, 'one/_headers'), join(folder, '_headers'));
  host = await serve(folder);
  const page = await open();
  for (const name of ['one', 'two']) {
    await visit(page, `${host.url}${name}/?lang=en`);
    await kept(page);
  }
  await host.close();
  for (const name of ['one', 'two']) {
    await visit(page, `${host.url}${name}/?lang=en`);
    assert.equal(await mark(page), name);
  }
  await page.context().close();
});

test('a device without storage space shows the board and caches nothing', async () => {
  await hall(APP);
  const page = await open();
  const session = await page.context().newCDPSession(page);
  const origin = new URL(host.url).origin;
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 20_000 });
  const tried = page.context().waitForEvent('serviceworker');
  await visit(page, address(host.url));
  await tried;
  // A worker whose installation fails is unregistered.
  await until(page, async () => !(await navigator.serviceWorker.getRegistration()));
  assert.equal(await settled(page), 'board');
  assert.deepEqual((await addresses(page)).filter((it) => it.endsWith('.wasm')), []);
  assert.deepEqual(page.violations, []);
  await page.context().close();
});
