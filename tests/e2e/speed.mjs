// How long the page of one's own takes for somebody with ten years behind them, on a
// machine four times slower than this one. It prints and asserts nothing.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { PHONE, launch } from './lib/browser.mjs';
import { codes, hallWithCards } from './lib/cards.mjs';
import { SMALL, temporary } from './lib/place.mjs';
import { serve } from './lib/server.mjs';

const ENTRIES = 2000;
const YEARS = 10;
const SLOWER = 4;
const RUNS = 7;
const WHO = 'R-busy';
const DAY = 24 * 60 * 60 * 1000;

/** The small village, and somebody in it with that many entries. */
function ledger() {
  const village = JSON.parse(readFileSync(SMALL, 'utf8'));
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

/** Milliseconds from the last byte of the sealed file to the page as it is seen. */
function watch() {
  window.drawn = new Promise((done) => {
    const look = () => {
      if (!document.querySelector('[data-state="open"] [data-score]')) return requestAnimationFrame(look);
      // The frame after the next has been painted.
      return requestAnimationFrame(() => requestAnimationFrame(() => {
        const [file] = performance.getEntriesByType('resource').filter((it) => it.name.includes('/sealed/'));
        done({ took: performance.now() - file.responseEnd, bytes: file.encodedBodySize });
      }));
    };
    requestAnimationFrame(look);
  });
}

/** Milliseconds from pressing each range button to the chart as it is seen. */
async function ranges() {
  const took = {};
  for (const button of [...document.querySelectorAll('[data-range]')].map((it) => it.dataset.range)) {
    const start = performance.now();
    document.querySelector(`[data-range="${button}"]`).click();
    await new Promise((next) => { requestAnimationFrame(() => { requestAnimationFrame(next); }); });
    took[button] = performance.now() - start;
  }
  return took;
}

function told(what, numbers) {
  const sorted = numbers.toSorted((a, b) => a - b).map((it) => it.toFixed(0));
  console.log(`${what}: ${sorted[0]} to ${sorted.at(-1)} ms, median ${sorted[sorted.length >> 1]} ms`);
}

const host = await serve('/nowhere');
const browser = await launch();
const hall = hallWithCards({ ledger: ledger(), now: new Date().toISOString().replace(/\.\d+/, ''), address: host.url });
host.folder = hall.site;
const code = codes(hall).get(WHO);
const opening = [];
const pressed = {};
for (let run = 0; run < RUNS; run += 1) {
  const context = await browser.newContext({ viewport: PHONE });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.addInitScript(watch);
  await page.goto(`${host.url}me/?lang=en#${code}`);
  const { took, bytes } = await page.evaluate(() => window.drawn);
  opening.push(took);
  if (run === 0) console.log(`${ENTRIES} entries over ${YEARS} years, a sealed file of ${bytes} bytes, ${SLOWER} times slower`);
  for (const [range, millis] of Object.entries(await page.evaluate(ranges))) {
    (pressed[range] ??= []).push(millis);
  }
  await context.close();
}
told('from the file\'s arrival to the page drawn', opening);
for (const [range, numbers] of Object.entries(pressed)) told(`range ${range}`, numbers);
await browser.close();
await host.close();
