// Chromium, and a page that records everything that must not happen.

import { chromium } from 'playwright-core';

import { CHROMIUM } from './place.mjs';

export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export const WALL = { width: 1920, height: 1080 };
export const WALL_4K = { width: 3840, height: 2160 };
export const WALL_720P = { width: 1280, height: 720 };
export const UPRIGHT = { width: 1080, height: 1920 };
export const PHONE = { width: 360, height: 740 };
/** The size of a window of 1280 × 1024 pixels at a zoom of 400 %, in CSS pixels. */
export const ZOOMED = { width: 320, height: 256 };

export const PAGES = [
  'village', 'residents', 'households', 'thanks', 'history', 'rewards', 'rules',
];
/** The board as pages on a wall, and as one document on a phone. */
export const SIZES = [
  { size: '1080p', viewport: WALL, pages: PAGES, wall: true },
  { size: '4K', viewport: WALL_4K, pages: PAGES, wall: true },
  { size: 'upright', viewport: UPRIGHT, pages: PAGES, wall: true },
  { size: 'phone', viewport: PHONE, pages: ['village'], wall: false },
];
export const LANGUAGES = ['en', 'zh'];

export function launch(more = []) {
  return chromium.launch({ executablePath: CHROMIUM, args: [...FLAGS, ...more] });
}

/** Milliseconds for a step. It is no performance target, but a timeout for a busy machine. */
const PATIENCE = 120_000;

/** A simulated clock cannot be set back, so it is installed this many milliseconds before the time
 * at which it stops. */
const LONG_BEFORE = 3_600_000;

/**
 * Opens a page in a new browser profile.
 *
 * `page.violations` collects console errors, uncaught errors, policy violations and requests
 * outside `folder`, `page.failures` failed requests. The clock is fixed at `now` until it is moved;
 * with `timers` it runs from there, or with `standing` it is stopped there, together with timers,
 * until the test advances it. Servers send the real time in the `Date` header, which differs from
 * the simulated clock, so the header is hidden unless the page is `dated`.
 */
export async function openPage(browser, { folder, now, timers = false, dated = false, viewport = WALL, ...options }) {
  const context = await browser.newContext({
    viewport,
    // Far from the hall: the app must use the hall's time zone, not the browser's.
    timezoneId: 'America/New_York',
    reducedMotion: 'reduce',
    // `offline.test.mjs` tests the caches; all other tests start without one.
    serviceWorkers: 'block',
    ...options,
  });
  context.setDefaultTimeout(PATIENCE);
  if (!dated) await context.addInitScript(hideDates);
  await context.addInitScript(keepFrames);
  const page = await context.newPage();
  if (timers === 'standing') {
    await page.clock.install({ time: new Date(Date.parse(now) - LONG_BEFORE) });
    await page.clock.pauseAt(new Date(now));
  } else if (timers) await page.clock.install({ time: new Date(now) });
  else await page.clock.setFixedTime(new Date(now));
  page.violations = [];
  await watch(page, folder);
  return page;
}

/** Keeps animation frames running while the clock is stopped. */
function keepFrames() {
  for (const name of ['requestAnimationFrame', 'cancelAnimationFrame']) {
    const own = window[name].bind(window);
    Object.defineProperty(window, name, { get: () => own, set() {} });
  }
}

function hideDates() {
  const { get } = Headers.prototype;
  Headers.prototype.get = function (name) {
    return name.toLowerCase() === 'date' ? null : get.call(this, name);
  };
}

async function watch(page, folder) {
  page.open = new Set();
  page.failures = [];
  page.on('request', (request) => page.open.add(request));
  page.on('requestfailed', (request) =>
    page.failures.push(`${request.url()} ${request.failure()?.errorText}`));
  for (const end of ['requestfinished', 'requestfailed']) {
    page.on(end, (request) => page.open.delete(request));
  }
  const note = (what) => page.violations.push(what);
  await page.exposeFunction('hallboardTrouble', note);
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const { violatedDirective, blockedURI, sample } = event;
      window.hallboardTrouble(`policy: ${violatedDirective} ${blockedURI} ${sample}`);
    });
  });
  page.on('pageerror', (error) => note(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') note(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(folder) && !url.startsWith('data:')) note(`outside: ${url}`);
  });
}

/** Scrolls to a fraction of the page's height, and waits for the event. Browsers dispatch it later,
 * and the pages count it as interaction, so it must come before a stopped clock is advanced. */
export function scrollToShare(page, share) {
  return page.evaluate((part) => new Promise((done) => {
    const before = scrollY;
    scrollTo(0, document.body.scrollHeight * part);
    if (scrollY === before) done();
    else addEventListener('scroll', () => done(), { once: true });
  }), share);
}

/** The address of one part of a page of the board, paused: on a wall, or as a document. */
export function address(site, { page = 'village', part = 1, lang = 'en', wall = true } = {}) {
  return `${site}?${wall ? 'wall=1&' : ''}page=${page}&part=${part}&pause&lang=${lang}`;
}

/** Waits until the app shows a board and has counted its pages, or shows an error; returns the
 * state. */
export async function settled(page) {
  const board = '[data-state="board"]:not(:has(main[aria-busy="true"]))';
  await explained(page, () =>
    page.waitForSelector(`${board}, [data-state="failed"]`, { state: 'attached' }));
  return page.locator('[data-state]').first().getAttribute('data-state');
}

/** Runs the work; adds the page's text, its violations and its failed and open requests to the
 * message of an error. */
async function explained(page, work) {
  try {
    return await work();
  } catch (error) {
    const text = await page.evaluate(() => document.body.innerText).catch(String);
    error.message += [
      `\n  at ${page.url()}`,
      `the page says: ${text.replace(/\s+/g, ' ').trim()}`,
      ...page.violations.map((it) => `error: ${it}`),
      ...page.failures.map((it) => `failed: ${it}`),
      ...[...page.open].map((it) => `still open: ${it.url()}`),
    ].join('\n  ');
    throw error;
  }
}

/** Polls until a condition holds. */
export async function eventually(holds) {
  for (const end = Date.now() + PATIENCE; !(await holds());) {
    if (Date.now() > end) throw new Error(`it does not come to hold: ${holds}`);
    await new Promise((next) => setTimeout(next, 50));
  }
}

/** Polls until an asynchronous condition holds in the page: `waitForFunction` would take its
 * promise for `true`. */
export const until = (page, holds, argument) => eventually(() => page.evaluate(holds, argument));

/** Goes to an address and waits until the page is settled. */
export async function visit(page, url) {
  await explained(page, () => page.goto(url));
  return settled(page);
}

/** The client's attempts to fetch files that agree. */
const ATTEMPTS = 3;
/** Longer than the delay between these attempts. */
const BETWEEN_MILLIS = 1100;

/** Advances the clock until the client has made all of its immediate attempts. */
export async function quiet(page) {
  await settling(page);
  for (let attempt = 1; attempt < ATTEMPTS; attempt += 1) {
    await page.clock.fastForward(BETWEEN_MILLIS);
    await settling(page);
  }
}

/** Waits until there are no requests, except `hanging` ones without an answer and those in `lost`,
 * and the responses are processed. */
export async function settling(page, hanging = 0, lost = new Set()) {
  await explained(page, () =>
    page.waitForFunction(() => document.querySelector('[data-state]') !== null));
  for (let calm = 0; calm < 5; calm += 1) {
    const waiting = [...page.open].filter((it) => !lost.has(it)).length;
    if (waiting > hanging) calm = 0;
    await page.evaluate(() => new Promise((next) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = next;
      port2.postMessage(null);
    }));
  }
}
