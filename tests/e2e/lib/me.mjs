// A hall with cards, and the page that a card opens.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { temporary } from './place.mjs';
import { hallboard, publish } from './publish.mjs';

/** Where a site would lie; cards must name an address, and tests serve it elsewhere. */
const ADDRESS = 'https://hall.example/board/';

/** What the page can have to show, once it is settled. */
const SETTLED = [
  'asking', 'other-key', 'failed', 'older', 'missing', 'unreachable', 'refused', 'open',
].map((state) => `[data-state="${state}"]`).join(', ');

/** Makes the hall's card book, if there is none, and the sheet; returns the sheet. */
export function cards({ ledger, key, args = [], out = join(temporary(), 'cards.html') }) {
  hallboard('cards', ledger, '--key', key, '--address', ADDRESS, '--out', out, ...args);
  return out;
}

/** The codes in the card book, by resident. */
export function codes(key) {
  const book = JSON.parse(readFileSync(`${key}.cards.json`, 'utf8'));
  return new Map(book.cards.map(({ resident, secret }) => [resident, secret]));
}

/** What stands behind the `#` of a resident's card, printed when `site` was published. */
export function fragment(site, key, resident) {
  const head = JSON.parse(readFileSync(join(site, 'feed/head.json'), 'utf8'));
  return `${codes(key).get(resident)}.${head.key}.${head.version}`;
}

/** Publishes a ledger with a sealed file for everybody who takes part. */
export function publishSealed({ ledger, key, now, ...options }) {
  // By the clock of the publication: a clock far from the last one is doubted.
  cards({ ledger, key, args: ['--now', now] });
  return publish({ ledger, key, now, ...options });
}

/** The address of the page; with a card's code, or what stands behind its `#`. */
export function meAddress(url, { card = '', lang = 'en', query = '' } = {}) {
  return `${url}me/?lang=${lang}${query}${card === '' ? '' : `#${card}`}`;
}

/** Waits until the page has something to say, and returns what kind of thing. */
export async function meSettled(page) {
  await page.waitForSelector(SETTLED, { state: 'attached' });
  const state = await page.locator('[data-state]').first().getAttribute('data-state');
  if (state === 'open') await meOpen(page);
  return state;
}

/** Waits until a record is open and drawn to its last part: parts come one by one. */
export async function meOpen(page) {
  await page.waitForSelector('[data-state="open"] [data-part="rules"] h2');
}

/** Opens the page of a card, from nothing, and waits until it is settled. */
export async function openMe(page, url, options) {
  await page.goto('about:blank');
  await page.goto(meAddress(url, options));
  return meSettled(page);
}

/** Opens a folded section, and waits for what is in it. */
export async function openSection(page, id) {
  await page.locator(`#${id} .chapter`).evaluate((it) => { it.open = true; });
  await page.locator(`#${id} .chapter > div > *`).first().waitFor();
}

/** How many screens the page is long. */
export function screens(page) {
  return page.evaluate(() => document.documentElement.scrollHeight / innerHeight);
}

/** Types a code into the page and waits until it is settled. */
export async function typeCode(page, code) {
  await page.fill('#code', code);
  await page.click('button[type="submit"]');
  return meSettled(page);
}

/** What the page shows of the score: as it stands in the page's attributes. */
export async function standing(page) {
  const of = (name) => async () => {
    const place = page.locator(`[data-${name}]`);
    return (await place.count()) > 0 ? place.first().getAttribute(`data-${name}`) : null;
  };
  const [score, band, balance] = await Promise.all(['score', 'band', 'balance'].map((it) => of(it)()));
  return { score, band, balance, name: await page.locator('h1').innerText() };
}

/** The lines of the sum as they are seen: entry and points, then the total. */
export async function sumLines(page) {
  return page.locator('.sum > li').evaluateAll((lines) => lines.map((line) => ({
    entry: line.dataset.entry ?? null,
    points: line.querySelector('.score').textContent.replace('\u2212', '-'),
    total: line.dataset.total ?? null,
  })));
}

/** Everything a browser keeps for the page or has of it where others could look. */
export function traces(page) {
  return page.evaluate(async () => JSON.stringify({
    local: { ...localStorage },
    session: { ...sessionStorage },
    cookies: document.cookie,
    address: location.href,
    state: history.state,
    title: document.title,
    referrer: document.referrer,
    entries: performance.getEntries().map((it) => it.name),
    databases: await indexedDB.databases(),
    caches: await caches.keys(),
    page: document.documentElement.outerHTML,
  }));
}
