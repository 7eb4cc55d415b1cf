// Measures the first visit to the start page, by a phone with a slow connection and a processor
// four times slower than this one. It prints figures, and does not fail.
//
//   node load.mjs [RUNS]

import { brotliCompressSync } from 'node:zlib';

import { PHONE, launch } from './lib/browser.mjs';
import { SAMPLE } from './lib/place.mjs';
import { keygen, publish } from './lib/publish.mjs';
import { serve } from './lib/server.mjs';

const RUNS = Number(process.argv[2] ?? 7);
const SLOWER = 4;
/** 1.6 Mbit/s down, 0.75 up, in bytes per second; round trips of 150 ms. */
const SLOW_4G = {
  offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750,
};
const COMPRESSED = /\.(html|js|wasm|css|json|webmanifest)$/;

const now = new Date().toISOString().replace(/\.\d+/, '');
const host = await serve(publish({ ledger: SAMPLE, key: keygen(), now }));
const packed = new Map();
host.tamper.set(COMPRESSED, (bytes) => {
  if (bytes === null) return null;
  const key = bytes.toString('base64');
  if (!packed.has(key)) packed.set(key, brotliCompressSync(bytes));
  return packed.get(key);
});
host.adjust = (headers, name) => {
  if (COMPRESSED.test(name)) headers['content-encoding'] = 'br';
};

/** Records when the page first had a score, when that was painted, and other delays that a reader
 * notices; in milliseconds from navigation on. */
function watch() {
  const seen = { blocked: 0 };
  window.seen = seen;
  const observe = (type, note) => new PerformanceObserver((list) => list.getEntries().forEach(note))
    .observe({ type, buffered: true });
  observe('largest-contentful-paint', (it) => { seen.largest = it.startTime; });
  observe('longtask', (it) => { seen.blocked += Math.max(0, it.duration - 50); });
  const watching = new MutationObserver(() => {
    if (!document.querySelector('[data-score]')) return;
    watching.disconnect();
    seen.score = performance.now();
    // The timeout runs after the frame was painted.
    requestAnimationFrame(() => setTimeout(() => { seen.painted = performance.now(); }));
  });
  watching.observe(document, { attributes: true, childList: true, subtree: true });
}

/** One visit by a browser without a cache. */
async function visit(browser) {
  const context = await browser.newContext({ viewport: PHONE });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => { bytes += encodedDataLength; });
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', SLOW_4G);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.addInitScript(watch);
  await page.goto(`${host.url}?lang=en`, { waitUntil: 'commit' });
  await page.waitForFunction(() => window.seen?.painted !== undefined);
  await page.locator('#village svg').waitFor();
  await page.waitForLoadState('networkidle');
  const { score, painted, largest, blocked } = await page.evaluate(() => window.seen);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await context.close();
  return {
    'first score in the page, ms': score,
    'first score painted, ms': painted,
    'largest contentful paint, ms': largest,
    'main thread blocked, ms': blocked,
    'JS heap, MB': usedSize / 1e6,
    'received by the page, kB': bytes / 1000,
  };
}

const browser = await launch();
// The first visit only warms up the browser's own processes.
await visit(browser);
const visits = [];
for (let run = 1; run <= RUNS; run += 1) visits.push(await visit(browser));
for (const what of Object.keys(visits[0])) {
  const seen = visits.map((it) => it[what]).sort((one, other) => one - other);
  const [least, median, most] = [0, seen.length >> 1, seen.length - 1].map((it) => seen[it].toFixed(1));
  console.log(`${what}: median of ${RUNS} ${median} (${least} to ${most})`);
}
await browser.close();
await host.close();
