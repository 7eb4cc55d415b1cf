// A hall that accepts letters, the page for writing them, and a letter box that records them.

import { execFileSync } from 'node:child_process';
import { hkdfSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { settling } from './browser.mjs';
import { codes, hallWithCards } from './cards.mjs';
import { ROOT, SMALL, temporary } from './place.mjs';
import { publish } from './publish.mjs';
import { serve } from './server.mjs';

export const NOW = '2026-11-23T04:00:00Z';
const LATER = '2026-11-23T04:00:30Z';

/**
 * Serves the small village. Its letters are posted to the address `post`, at the host `at` or,
 * without one, its own. With `names`, reporters may be named. `renamed` replaces names of residents
 * by id; `desk` is the part of the settings about the hall's desk.
 *
 * `host.box.answer` is the status of the letter box, or 0 to drop the connection;
 * `host.box.letters` has the body of each letter, with its status. Letters for which
 * `host.box.refuses` is true get 400. After `hold`, responses wait for `release`. `came`,
 * `answered` and `took` wait until that many letters have arrived, have been answered, or have been
 * accepted. `host.settle` publishes another address for letters.
 */
export async function hallWithLetters({ post = 'letters', at, names = false, renamed = {}, desk = '', app } = {}) {
  const ledger = join(temporary(), 'ledger.json');
  const register = JSON.parse(readFileSync(SMALL, 'utf8'));
  for (const resident of register.residents) resident.name = renamed[resident.id] ?? resident.name;
  writeFileSync(ledger, JSON.stringify(register));
  const settle = (address) => {
    const posted = address ? `post = "${address}"\n` : '';
    const settings = `[hall]\n${desk}[letters]\n${posted}name_reporters = ${names}\n`;
    writeFileSync(join(ledger, '../hallboard.toml'), settings);
  };
  settle(post);
  const host = await serve('/nowhere');
  const hall = hallWithCards({ ledger, now: NOW, address: host.url, app });
  host.folder = hall.site;
  host.key = hall.key;
  host.card = codes(hall).get('R0001');
  /** The sheet with only the card of one resident. */
  host.sheetOf = (resident) => {
    hall.cards('--resident', resident);
    return hall.sheet;
  };
  host.settle = (address) => {
    settle(address);
    publish({ ledger, key: hall.key, now: LATER, out: hall.site });
  };
  host.box = letterBox();
  const box = at ?? host;
  box.reply = (url, response) => {
    if (!url.endsWith('/letters')) return false;
    if (at) response.setHeader('access-control-allow-origin', new URL(host.url).origin);
    if (response.req.method === 'OPTIONS') {
      response.writeHead(204, { 'access-control-allow-headers': 'content-type' }).end();
    } else take(host.box, response);
    return true;
  };
  return host;
}

function letterBox() {
  const box = { answer: 200, letters: [], refuses: () => false, held: Promise.resolve() };
  let heard = [];
  box.tell = () => {
    heard = heard.filter(({ enough, done }) => !enough() || done());
  };
  const until = (enough) => new Promise((done) => {
    heard.push({ enough, done });
    box.tell();
  });
  box.hold = () => { box.held = new Promise((release) => { box.release = release; }); };
  let came = 0;
  box.comes = () => { came += 1; box.tell(); };
  box.came = (count) => {
    const before = came;
    return until(() => came >= before + count);
  };
  box.answered = (count) => until(() => box.letters.length >= count);
  box.took = (count) => until(() => box.letters.filter((it) => it.status === 200).length >= count);
  return box;
}

function take(box, response) {
  const chunks = [];
  response.req.on('data', (chunk) => chunks.push(chunk));
  response.req.on('end', async () => {
    const body = Buffer.concat(chunks);
    box.comes();
    await box.held;
    const status = box.refuses(body) ? 400 : box.answer;
    box.letters.push({ body, status, headers: response.req.headers });
    box.tell();
    if (status === 0) response.destroy();
    else response.writeHead(status).end();
  });
}

/** The content of a letter: libsodium opens it with the hall's secret key, by the documentation's
 * program. */
export function openLetter(host, bytes) {
  const text = readFileSync(join(ROOT, 'docs/letters.md'), 'utf8');
  const blocks = text.split('```python\n').slice(1).map((it) => it.split('```')[0]);
  const program = join(temporary(), 'open.py');
  writeFileSync(program, blocks.find((it) => it.includes('decrypt(')));
  const args = [program, `${host.key}.letters.json`];
  return JSON.parse(execFileSync('python3', args, { input: bytes, encoding: 'utf8' }));
}

/** The token of own letters, computed independently of the app. */
export function ownToken(code) {
  const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  const number = [...code.slice(0, 26)].reduce((sum, it) => sum * 32n + BigInt(digits.indexOf(it)), 0n);
  const secret = Buffer.from(number.toString(16).padStart(32, '0'), 'hex');
  const bytes = hkdfSync('sha256', secret, 'hallboard-letter/1', 'own letters\nyangqiao', 16);
  return Buffer.from(bytes).toString('hex');
}

/** Opens the page for letters and waits until it has loaded. */
export async function openReport(page, host, { lang = 'en', query = '' } = {}) {
  await page.goto(`${host.url}report/?lang=${lang}${query}`);
  await page.waitForSelector('[data-state]:not([data-state="loading"])');
}

/** Waits until a field of the form is open, or the preview is shown. */
export const at = (page, step) =>
  page.waitForSelector(`[data-state="form"][data-step="${step}"] .step`);

export async function choose(page, selector, then) {
  await page.click(selector);
  await at(page, then);
}

/** Writes thanks as a guest, up to the preview. */
export async function writeThanks(page, { words = 'Four hours, in the rain.' } = {}) {
  await choose(page, '[data-what="thanks"]', 'deed');
  await choose(page, '[data-deed="volunteer"]', 'who');
  await page.fill('#search', 'cgh');
  await choose(page, '.names .choice', 'when');
  await choose(page, '.choice[data-day="2026-11-23"]', 'words');
  await page.fill('#words', words);
  await choose(page, '.ways .chief', 'sender');
  await page.fill('#guest', 'Ann Chen');
  await page.press('#guest', 'Enter');
  await at(page, 'preview');
}

/** Begins a concern, up to the step for its words. */
export async function beginConcern(page) {
  await choose(page, '[data-what="concern"]', 'deed');
  await choose(page, '[data-deed="straw-burning"]', 'who');
  await page.fill('#search', 'cgh');
  await choose(page, '.names .choice', 'when');
  await choose(page, '.days [data-day="2026-11-20"]', 'words');
}

/** Goes on from the words to the preview, with a card as the sender. */
export async function signByCard(page, card) {
  await choose(page, '.ways .chief', 'sender');
  await page.fill('#code', card.match(/.{4}/g).join(' ').toLowerCase());
  await page.press('#code', 'Enter');
  await at(page, 'preview');
}

/** Writes a concern by card, up to the preview; with `named`, its writer agrees to be named. */
export async function writeConcern(page, card, { words = 'Smoke over the field.', named = false } = {}) {
  await beginConcern(page);
  await page.fill('#words', words);
  await signByCard(page, card);
  if (named) await page.check('#named');
}

/** Stops the page's clock: from now on only the test advances it. */
export async function stopClock(page) {
  const now = await page.evaluate(() => Date.now());
  // The clock cannot go backwards, so it stops later than the call can take.
  await page.clock.pauseAt(now + 60_000);
}

/** Lets more time pass than the longest delay of the outbox, in steps: requests are answered after
 * each, before their timeouts, which use the same clock. */
export async function longestWait(page) {
  for (let passed = 0; passed < 310; passed += 10) {
    await page.clock.runFor(10_000);
    await settling(page);
  }
}

/** Presses the last button and lets the undo period pass. */
export async function sendOff(page) {
  await stopClock(page);
  await page.click('.ways .chief');
  await page.waitForSelector('[data-state="undo"]');
  await page.clock.runFor(16_000);
  await page.waitForSelector('[data-state="sent"]');
  await page.clock.resume();
}

/** Everything that a browser stores for the page, or exposes of it to other code. */
export function kept(page) {
  return page.evaluate(async () => {
    const databases = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise((done) => {
        indexedDB.open(name).onsuccess = (event) => done(event.target.result);
      });
      for (const store of database.objectStoreNames) {
        const all = database.transaction(store).objectStore(store).getAll();
        await new Promise((done) => { all.onsuccess = done; });
        for (const [letter, bytes, since, post] of all.result) {
          databases.push({ letter, since, post, size: bytes.length, text: new TextDecoder('latin1').decode(bytes) });
        }
      }
      database.close();
    }
    const text = JSON.stringify({
      local: { ...localStorage },
      session: { ...sessionStorage },
      cookies: document.cookie,
      address: location.href,
      state: history.state,
      title: document.title,
      entries: performance.getEntries().map((it) => it.name),
      page: document.documentElement.outerHTML,
      databases,
    });
    return { letters: databases, text };
  });
}
