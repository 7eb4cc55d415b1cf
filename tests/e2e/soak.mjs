// A display that runs for long: a number of refreshes, each with a changed feed, and of page turns,
// and their effect on memory. It ends with an error if anything grew.
//
//   node soak.mjs [REFRESHES] [TURNS]

import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { WALL, launch } from './lib/browser.mjs';
import { SAMPLE, SMALL, temporary } from './lib/place.mjs';
import { keygen, publish } from './lib/publish.mjs';
import { serve } from './lib/server.mjs';
import { signer } from './lib/signer.mjs';

const [REFRESHES, TURNS] = [process.argv[2] ?? 10_000, process.argv[3] ?? 10_000].map(Number);
/** The first `WARM` cycles only warm up; after them nothing may grow by more than the share
 * `GROWTH`. */
const WARM = 100;
const GROWTH = 0.05;
const SAMPLES = 10;
/** The browser itself keeps a few nodes that are on no page; a leak would keep one per refresh. */
const OWN = 50;

/** The files of the feed that a publication of a register creates. */
function feed(key, register) {
  const ledger = join(temporary(), 'ledger.json');
  writeFileSync(ledger, JSON.stringify(register));
  const now = new Date().toISOString().replace(/\.\d+/, '');
  const folder = publish({ ledger, key, now });
  const head = JSON.parse(readFileSync(join(folder, 'feed/head.json'), 'utf8'));
  const name = readdirSync(join(folder, 'feed')).find((it) => /^snapshot-\w+\.json$/.test(it));
  const text = readFileSync(join(folder, 'feed', name), 'utf8');
  return { folder, head, snapshot: [`feed/${name}`, text] };
}

const read = (ledger) => JSON.parse(readFileSync(ledger, 'utf8'));

/** The small village with every name changed, so that every row is rendered again. */
function renamed() {
  const register = read(SMALL);
  for (const resident of register.residents) resident.name = `${resident.name}·${resident.name}`;
  return register;
}

/** Records the program's memory at its instantiation, and disables timeouts of requests: their
 * timers run for half a minute, and would pile up by thousands here. */
function catchMemory() {
  AbortSignal.timeout = () => new AbortController().signal;
  const make = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (...args) => {
    const made = await make(...args);
    window.programMemory = made.instance.exports.memory;
    return made;
  };
}

const key = keygen();
const signed = signer(key);
// A refresh of the whole sample takes more than ten times as long.
const feeds = [read(SMALL), renamed()].map((register) => feed(key, register));
const village = feed(key, read(SAMPLE));
const host = await serve(village.folder);
let version = Math.max(...[...feeds, village].map((it) => it.head.version));
host.tamper = new Map([...feeds, village].map(({ snapshot: [path, text] }) => [path, () => Buffer.from(text)]));
/** Signs the next version, which publishes `shown`. */
function sign(shown) {
  version += 1;
  const { head } = shown;
  // All registers belong to the same hall.
  const text = `${JSON.stringify({ ...head, version })}\n`;
  const signature = signed(text, `hallboard head, version ${version}`);
  host.tamper.set('feed/head.json', () => Buffer.from(text));
  host.tamper.set('feed/head.json.minisig', () => Buffer.from(signature));
}

const browser = await launch();
const context = await browser.newContext({ viewport: WALL, reducedMotion: 'reduce' });
const page = await context.newPage();
const violations = [];
page.on('pageerror', (error) => violations.push(error.message));
page.on('console', (it) => it.type() === 'error' && violations.push(it.text()));
await page.addInitScript(catchMemory);
const session = await context.newCDPSession(page);
sign(village);
await page.goto(`${host.url}?wall=1&lang=en`);
await page.waitForSelector('[data-state="board"]');

async function measured() {
  for (const _ of [1, 2, 3]) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners: listeners } = await session.send('Memory.getDOMCounters');
  const wasm = await page.evaluate(() => window.programMemory.buffer.byteLength);
  const held = await page.evaluate(() => {
    const walker = document.createTreeWalker(document);
    let count = 1;
    while (walker.nextNode()) count += 1;
    return count;
  });
  return { heap: usedSize, wasm, listeners, nodes: held, detached: nodes - held };
}

const refresh = async (shown = feeds[version % 2]) => {
  sign(shown);
  await page.evaluate((wanted) => new Promise((done) => {
    const place = document.querySelector('[data-version]');
    const shown = () => place.dataset.version === wanted;
    const watch = new MutationObserver(() => {
      if (!shown()) return;
      watch.disconnect();
      done();
    });
    watch.observe(place, { attributeFilter: ['data-version'] });
    dispatchEvent(new Event('online'));
  }), String(version));
};
const turns = (count) => page.evaluate(async (times) => {
  for (let at = 0; at < times; at += 1) {
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
    await new Promise((done) => { requestAnimationFrame(done); });
  }
}, count);

const failures = [];
async function run(what, total, work) {
  const rest = Math.max(total - WARM, SAMPLES);
  await work(Math.min(WARM, total));
  const seen = [await measured()];
  for (let part = 1; part <= SAMPLES; part += 1) {
    await work(Math.round((part * rest) / SAMPLES) - Math.round(((part - 1) * rest) / SAMPLES));
    seen.push(await measured());
    console.log(`${what} ${WARM + Math.round((part * rest) / SAMPLES)}: ${JSON.stringify(seen.at(-1))}`);
  }
  // Pages differ in content, so the maxima of the two halves are compared.
  const most = (half, of) => Math.max(...half.map((it) => it[of]));
  for (const [of, share] of [['heap', GROWTH], ['wasm', GROWTH], ['listeners', 0]]) {
    const first = most(seen.slice(0, SAMPLES / 2), of);
    const last = most(seen.slice(SAMPLES / 2), of);
    if (last > first * (1 + share)) failures.push(`${what}: ${of} grew from ${first} to ${last}`);
  }
  const detached = most(seen, 'detached');
  if (detached > OWN) failures.push(`${what}: ${detached} nodes are on no page`);
}

await run('refreshes', REFRESHES, async (count) => {
  for (let at = 0; at < count; at += 1) await refresh();
});
await refresh(village);
await run('turns', TURNS, turns);
if (violations.length) failures.push(...new Set(violations));
await browser.close();
await host.close();
for (const failure of failures) console.error(failure);
process.exitCode = failures.length ? 1 : 0;
