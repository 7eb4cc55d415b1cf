// Measures the start of a display without a network: from navigation to the drawn board, out of the
// device's cache. It prints figures, and does not fail.
//
//   node cold.mjs [RUNS]

import { WALL, launch, until } from './lib/browser.mjs';
import { SAMPLE } from './lib/place.mjs';
import { keygen, publish } from './lib/publish.mjs';
import { serve } from './lib/server.mjs';

const RUNS = Number(process.argv[2] ?? 9);

const now = new Date().toISOString().replace(/\.\d+/, '');
const host = await serve(publish({ ledger: SAMPLE, key: keygen(), now }));
const browser = await launch();
const context = await browser.newContext({ viewport: WALL });
const address = `${host.url}?wall=1&lang=en`;

/** Records when the first frame with a board was drawn, in milliseconds from navigation on. */
function note() {
  const drawn = () => document.querySelector('[data-state="board"] [data-page]')?.textContent.trim();
  const watch = new MutationObserver(() => {
    if (!drawn()) return;
    watch.disconnect();
    // The timeout runs after the frame was painted.
    requestAnimationFrame(() => setTimeout(() => { window.drawnAt = performance.now(); }));
  });
  watch.observe(document, { attributes: true, childList: true, subtree: true });
}

const first = await context.newPage();
await first.goto(address);
await until(first, async () => {
  const answer = await caches.match(new URL('hallboard-state', location.href));
  const state = answer && await answer.json();
  const { waiting, installing } = await navigator.serviceWorker.getRegistration() ?? {};
  return state?.drawn && !waiting && !installing;
});
await first.close();
await host.close();

const seen = [];
for (let run = 1; run <= RUNS; run += 1) {
  const page = await context.newPage();
  await page.addInitScript(note);
  await page.goto(address, { waitUntil: 'commit' });
  await page.waitForFunction(() => window.drawnAt !== undefined);
  seen.push(await page.evaluate(() => window.drawnAt));
  console.log(`cold start ${run}: ${seen.at(-1).toFixed(0)} ms to a drawn board`);
  await page.close();
}
seen.sort((one, other) => one - other);
const [least, median, most] = [0, seen.length >> 1, seen.length - 1].map((it) => seen[it].toFixed(0));
console.log(`median of ${RUNS}: ${median} ms (${least} to ${most})`);
await browser.close();
