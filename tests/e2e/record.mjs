// Measures one's own page, from the address of a card to the chart, for a resident with 2,000
// entries over ten years, with a processor four times slower than this one. It prints figures, and
// does not fail.
//
//   node record.mjs [RUNS]

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { PHONE, launch } from './lib/browser.mjs';
import { codes, hallWithCards } from './lib/cards.mjs';
import { SMALL, temporary } from './lib/place.mjs';
import { serve } from './lib/server.mjs';

const ENTRIES = 2000;
const YEARS = 10;
const SLOWER = 4;
const RUNS = Number(process.argv[2] ?? 7);
const WHO = 'R-busy';
const DAY = 24 * 60 * 60 * 1000;

/** Removes all limits of a score from the rules, and makes every deed expire. */
function unhold(rules) {
  Object.assign(rules.score, { min: -1000, max: 1000 });
  for (const category of rules.categories) {
    delete category.deeds_min;
    delete category.deeds_max;
  }
  for (const deed of rules.deeds) {
    delete deed.cap;
    if (deed.lasts === 'forever') deed.lasts = 'P12M';
  }
}

/** The small village with an additional resident with that many entries. Under its own rules the
 * score soon stays at the end of the scale; without limits it changes every day. */
function ledger(held) {
  const village = JSON.parse(readFileSync(SMALL, 'utf8'));
  if (!held) village.rulebooks.forEach(unhold);
  const days = YEARS * 365;
  const day = (at) => new Date(Date.now() - DAY * (days - at)).toISOString().slice(0, 10);
  const from = day(0);
  village.rulebooks.sort((a, b) => (a.from < b.from ? -1 : 1));
  village.rulebooks[0].from = village.rulebooks[0].from < from ? village.rulebooks[0].from : from;
  const book = (date) => village.rulebooks.findLast((it) => it.from <= date);
  const household = village.households[0].id;
  village.residents.push({ id: WHO, name: '陈久长', household });
  const entries = [{
    id: 'busy-0', date: from, kind: 'consent', resident: WHO,
    scopes: ['score', 'board', 'history', 'thanks'],
  }];
  for (let at = 1; at < ENTRIES; at += 1) {
    const date = day(Math.floor((at / ENTRIES) * (days - 40)) + 1);
    const id = `busy-${at}`;
    const { deeds, categories } = book(date);
    if (at % 8 === 0) {
      const category = categories[(at / 8) % categories.length].id;
      const stars = 1 + (at / 8) % 5;
      entries.push({ id, date, kind: 'rating', household, category, stars });
    } else if (at % 50 === 26) {
      const last = entries.findLast((it) => it.kind === 'deed');
      entries.push({ id, date, kind: 'objection', entry: last.id, text: 'that was not all' });
    } else {
      const deed = deeds[at % deeds.length];
      const source = deed.points < 0 ? 'neighbour' : 'organisation';
      const notified = deed.points < 0 ? { notified: date } : {};
      const note = 'seen by many, at the harvest';
      entries.push({ id, date, kind: 'deed', resident: WHO, deed: deed.id, source, ...notified, note });
    }
  }
  village.entries.push(...entries);
  const file = join(temporary(), 'busy.json');
  writeFileSync(file, JSON.stringify(village));
  return file;
}

/** Milliseconds from the last byte of the sealed file to the frame with the score, and to the frame
 * with the chart. Each ends when the frame is handed to the compositor: a task that is queued in
 * the frame's own callback runs once its style, layout and paint are done. The display follows at
 * most one refresh later, which this page does not influence. */
function watch() {
  const after = (act) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = act;
    port2.postMessage(null);
  };
  const seen = (selector) => new Promise((done) => {
    const look = () => {
      if (!document.querySelector(`[data-state="open"] ${selector}`)) return requestAnimationFrame(look);
      return after(() => done(performance.now()));
    };
    requestAnimationFrame(look);
  });
  window.drawn = Promise.all([seen('[data-score]'), seen('#history svg')]).then(([score, chart]) => {
    const [file] = performance.getEntriesByType('resource').filter((it) => it.name.includes('/sealed/'));
    const { responseEnd, encodedBodySize: bytes } = file;
    return { score: score - responseEnd, chart: chart - responseEnd, whole: chart, bytes };
  });
}

/** Milliseconds from a click on each range button to the frame with its chart, as above. */
async function ranges() {
  const took = {};
  const buttons = [...document.querySelectorAll('[data-range]')].map((it) => it.dataset.range);
  // The longest range is selected at first: clicking it then would change nothing.
  for (const button of [...buttons.slice(1), buttons[0]]) {
    await new Promise((next) => { setTimeout(next, 300); });
    const start = performance.now();
    document.querySelector(`[data-range="${button}"]`).click();
    await new Promise((next) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = next;
        port2.postMessage(null);
      });
    });
    took[button] = performance.now() - start;
  }
  return took;
}

/** The milliseconds of a fixed piece of work: the excess over the best time is noise. */
function work() {
  const start = performance.now();
  let sum = 0;
  for (let at = 0; at < 4e6; at += 1) sum = (sum * 31 + at) | 0;
  return performance.now() - start + (sum & 0);
}

let best = Infinity;
const noise = [];

/** Waits, up to a limit, until the fixed work is about as fast as its best time: a browser that has
 * just started is busy with its own windows. */
async function calm(page) {
  let took = Infinity;
  for (let tries = 0, good = 0; tries < 60 && good < 3; tries += 1) {
    took = await page.evaluate(work);
    best = Math.min(best, took);
    good = took < best * 1.25 ? good + 1 : 0;
    if (good === 0) await page.waitForTimeout(150);
  }
  noise.push(took / best);
}

function printSpread(what, numbers, unit = 'ms', digits = 0) {
  const sorted = numbers.toSorted((a, b) => a - b).map((it) => it.toFixed(digits));
  console.log(`${what}: ${sorted[0]} to ${sorted.at(-1)} ${unit}, median ${sorted[sorted.length >> 1]}`);
}

/** Opens the page `RUNS` times, and prints its times. */
async function measure(browser, host, held) {
  const now = new Date().toISOString().replace(/\.\d+/, '');
  const hall = hallWithCards({ ledger: ledger(held), now, address: host.url });
  host.folder = hall.site;
  const code = codes(hall).get(WHO);
  const opening = { score: [], chart: [], whole: [] };
  const pressed = {};
  noise.length = 0;
  for (let run = 0; run < RUNS; run += 1) {
    const context = await browser.newContext({ viewport: PHONE });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    await calm(page);
    await page.addInitScript(watch);
    await page.goto(`${host.url}me/?lang=en#${code}`);
    const { bytes, ...took } = await page.evaluate(() => window.drawn);
    for (const [what, millis] of Object.entries(took)) opening[what].push(millis);
    if (run === 0) {
      const course = held ? 'a score held by limits' : 'a score that nothing holds';
      console.log(`${ENTRIES} entries over ${YEARS} years, ${course}, a sealed file of ${bytes} bytes, ${SLOWER} times slower`);
    }
    for (const [range, millis] of Object.entries(await page.evaluate(ranges))) {
      (pressed[range] ??= []).push(millis);
    }
    noise.push(await page.evaluate(work) / best);
    await context.close();
  }
  printSpread('the machine around each run, as a multiple of its best', noise, 'times', 2);
  printSpread('from the file\'s arrival to the score', opening.score);
  printSpread('from the file\'s arrival to the chart', opening.chart);
  printSpread('from the page\'s address to the chart, app and feed included', opening.whole);
  for (const [range, numbers] of Object.entries(pressed)) printSpread(`range ${range}`, numbers);
}

const host = await serve('/nowhere');
const browser = await launch();
for (const held of [true, false]) await measure(browser, host, held);
await browser.close();
await host.close();
