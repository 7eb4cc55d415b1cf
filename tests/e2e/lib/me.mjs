// A hall with cards, and the page that a card opens.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { temporary } from './place.mjs';
import { hallboard, publish } from './publish.mjs';

/** The site's address on cards, which need one; tests serve the site elsewhere. */
const ADDRESS = 'https://hall.example/board/';

/** The states of the settled page. */
const SETTLED = [
  'asking', 'other-key', 'failed', 'older', 'missing', 'unreachable', 'refused', 'open',
].map((state) => `[data-state="${state}"]`).join(', ');

/** Writes the sheet of cards, and the card book if there is none; returns the sheet. */
export function cards({ ledger, key, args = [], out = join(temporary(), 'cards.html') }) {
  hallboard('cards', ledger, '--key', key, '--address', ADDRESS, '--out', out, ...args);
  return out;
}

/** The card numbers in the card book, by resident. */
export function codes(key) {
  const book = JSON.parse(readFileSync(`${key}.cards.json`, 'utf8'));
  return new Map(book.cards.map(({ resident, secret }) => [resident, secret]));
}

/** The fragment of the link on a resident's card that was printed when `site` was published. */
export function fragment(site, key, resident) {
  const head = JSON.parse(readFileSync(join(site, 'feed/head.json'), 'utf8'));
  return `${codes(key).get(resident)}.${head.key}.${head.version}`;
}

/** Publishes a ledger with a sealed file for each resident who takes part. */
export function publishSealed({ ledger, key, now, ...options }) {
  // At the time of the publication: the command rejects a clock that is far from the last one.
  cards({ ledger, key, args: ['--now', now] });
  return publish({ ledger, key, now, ...options });
}

/** The address of the page; `card` is a code or a whole fragment. */
export function meAddress(url, { card = '', lang = 'en', query = '' } = {}) {
  return `${url}me/?lang=${lang}${query}${card === '' ? '' : `#${card}`}`;
}

/** Waits until the page is settled, and returns its state. */
export async function meSettled(page) {
  await page.waitForSelector(SETTLED, { state: 'attached' });
  const state = await page.locator('[data-state]').first().getAttribute('data-state');
  if (state === 'open') await meOpen(page);
  return state;
}

/** Waits until a record is open and its last section is drawn: sections are drawn one by one. */
export async function meOpen(page) {
  await page.waitForSelector('[data-state="open"] [data-part="rules"] h2');
}

/** Opens the page in a fresh document, and waits until it is settled. */
export async function openMe(page, url, options) {
  await page.goto('about:blank');
  await page.goto(meAddress(url, options));
  return meSettled(page);
}

/** Unfolds a section, and waits for its content. */
export async function openSection(page, id) {
  await page.locator(`#${id} .chapter`).evaluate((it) => { it.open = true; });
  await page.locator(`#${id} .chapter > div > *`).first().waitFor();
}

/** The length of the page, in screens. */
export function screens(page) {
  return page.evaluate(() => document.documentElement.scrollHeight / innerHeight);
}

/** Types a code into the page and waits until it is settled. */
export async function typeCode(page, code) {
  await page.fill('#code', code);
  await page.click('button[type="submit"]');
  return meSettled(page);
}

/** The figures of the score, from the attributes of the page, and the name. */
export async function standing(page) {
  const of = (name) => async () => {
    const place = page.locator(`[data-${name}]`);
    return (await place.count()) > 0 ? place.first().getAttribute(`data-${name}`) : null;
  };
  const [score, band, balance] = await Promise.all(['score', 'band', 'balance'].map((it) => of(it)()));
  return { score, band, balance, name: await page.locator('h1').innerText() };
}

/** The visible lines of the statement: entry and points, then the total. */
export async function sumLines(page) {
  return page.locator('.sum > li').evaluateAll((lines) => lines.map((line) => ({
    entry: line.dataset.entry ?? null,
    points: line.querySelector('.score').textContent.replace('\u2212', '-'),
    total: line.dataset.total ?? null,
  })));
}

/** Everything that a browser stores for the page, or exposes of it to other code. */
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
