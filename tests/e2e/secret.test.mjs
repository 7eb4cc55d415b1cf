// Where a card's secret is while its page is open, and where it is not.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { chromium } from 'playwright-core';

import { FLAGS, PHONE } from './lib/browser.mjs';
import { codes, hallWithCards } from './lib/cards.mjs';
import { meOpen } from './lib/me.mjs';
import { CHROMIUM, SMALL, temporary } from './lib/place.mjs';
import { ownToken } from './lib/report.mjs';
import { serve } from './lib/server.mjs';

const NOW = '2026-11-23T04:00:00Z';

let host;
let code;
before(async () => {
  host = await serve('/nowhere');
  const hall = hallWithCards({ ledger: SMALL, now: NOW, address: host.url });
  host.folder = hall.site;
  [[, code]] = codes(hall);
});
after(() => host.close());

/** The forms in which a secret, or what letters say in its place, could lie about. */
function forms() {
  const groups = code.match(/.{4}/g);
  const texts = [code, groups.join(' '), groups.join('-'), ownToken(code)];
  return texts.flatMap((it) => [it, it.toLowerCase()]).map((it) => it.slice(0, 14));
}

function tells(text) {
  return forms().some((form) => text.includes(form));
}

/** The files of a browser profile in which the secret lies, in any of its forms. */
function filesThatTell(profile) {
  const files = readdirSync(profile, { recursive: true, withFileTypes: true });
  return files.filter((it) => it.isFile()).map((it) => join(it.parentPath, it.name))
    .filter((file) => {
      const bytes = readFileSync(file);
      return forms().some((form) =>
        bytes.includes(form) || bytes.includes(Buffer.from(form, 'utf16le')));
    })
    .map((file) => file.slice(profile.length + 1));
}

/** Everything a page could leave a secret in. */
async function traces(page) {
  const session = await page.context().newCDPSession(page);
  const { entries } = await session.send('Page.getNavigationHistory');
  const found = await inside(page);
  return { ...found, history: JSON.stringify(entries), requests: host.received.join('\n') };
}

/** What a page or a frame has of it where others could look. */
function inside(place) {
  return place.evaluate(async () => {
    const stored = (storage) => JSON.stringify(Object.entries(storage));
    const attributes = [...document.querySelectorAll('*')].flatMap((it) =>
      [...it.attributes].map((attribute) => attribute.value));
    return {
      address: location.href,
      title: document.title,
      referrer: document.referrer,
      state: JSON.stringify(history.state),
      page: document.documentElement.textContent,
      attributes: attributes.join(' '),
      local: stored(localStorage),
      session: stored(sessionStorage),
      cookies: document.cookie,
      databases: JSON.stringify(await indexedDB.databases()),
      caches: JSON.stringify(await caches.keys()),
      timing: performance.getEntries().map((it) => it.name).join(' '),
      window: JSON.stringify(Object.keys(window)),
    };
  });
}

/** Opens the card in a browser of its own, and says what tells of it afterwards. */
async function visit(open) {
  const profile = temporary();
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM, args: FLAGS, viewport: PHONE,
  });
  const page = await context.newPage();
  const said = [];
  page.on('console', (message) => said.push(message.text()));
  await page.clock.setFixedTime(new Date(NOW));
  host.received.length = 0;
  await open(page);
  await meOpen(page);
  const left = Object.entries({ ...await traces(page), console: said.join('\n') });
  const telling = left.filter(([, text]) => tells(text)).map(([where]) => where);
  const remembers = await page.locator('[data-keep]').count();
  await context.close();
  return { telling, files: filesThatTell(profile), remembers };
}

const byLink = (page) => page.goto(`${host.url}me/#${code}`);
async function byHand(page) {
  await page.goto(`${host.url}me/`);
  await page.locator('#code').fill(code.match(/.{4}/g).join(' ').toLowerCase());
  await page.locator('form.code button').click();
}

test('a code that is typed lies nowhere afterwards', async () => {
  assert.deepEqual(await visit(byHand), { telling: [], files: [], remembers: 1 });
});

test('a letter that is begun tells neither the card nor its token', async () => {
  const { telling, files } = await visit(async (page) => {
    await byHand(page);
    await page.locator('[data-letter="leaving"] button').click();
    const frame = page.frameLocator('iframe');
    await frame.locator('[data-step="preview"] .ways .chief').waitFor();
    const inner = page.frames().find((it) => it.url().includes('/report/'));
    const { page: text, attributes, local, session, databases } = await inside(inner);
    assert.ok(!tells([text, attributes, local, session, databases].join('\n')));
  });
  assert.deepEqual({ telling, files }, { telling: [], files: [] });
});

// What the browser writes down of an address before any page can answer: the list of
// visits, the log of its tabs, its own figures about visits.
const OWN_LOG = /History|Sessions|segmentation_platform/;

test('a card that is scanned lies nowhere but in the browser\'s own log of visits', async () => {
  const { telling, files } = await visit(byLink);
  assert.deepEqual(telling, []);
  assert.deepEqual(files.filter((it) => !OWN_LOG.test(it)), []);
});

test('a link that is followed while the page is open is wiped as well', async () => {
  const { telling } = await visit(async (page) => {
    await page.goto(`${host.url}me/`);
    await page.waitForSelector('[data-state="asking"]');
    await page.evaluate((fragment) => { location.hash = fragment; }, code);
  });
  assert.deepEqual(telling, []);
});

test('the secret is looked for in the forms in which it would lie', async () => {
  const { telling, files } = await visit(async (page) => {
    await byHand(page);
    await meOpen(page);
    await page.evaluate((text) => localStorage.setItem('found', text), code);
  });
  assert.deepEqual(telling, ['local']);
  assert.ok(files.some((it) => /Local Storage/.test(it)), files.join(', '));
});

test('a device keeps a card only when it is asked to, and forgets it when asked', async () => {
  const { telling } = await visit(async (page) => {
    await byLink(page);
    await page.locator('[data-keep]').first().click();
    await page.goto(`${host.url}me/`);
  });
  assert.deepEqual(telling, ['local']);
  const forgotten = await visit(async (page) => {
    await byLink(page);
    await meOpen(page);
    await page.locator('[data-keep]').first().click();
    await page.locator('[data-keep]').first().click();
  });
  assert.deepEqual(forgotten.telling, []);
});

test('the hall\'s screen never offers to keep a card, and forgets it by itself', async () => {
  const profile = temporary();
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM, args: FLAGS, viewport: { width: 1920, height: 1080 },
  });
  const page = await context.newPage();
  await page.clock.install({ time: new Date(NOW) });
  await page.goto(`${host.url}me/?wall=1#${code}`);
  await meOpen(page);
  assert.equal(await page.locator('[data-keep]').count(), 0);
  await page.clock.runFor(45_000);
  assert.equal(await page.locator('[data-state="open"]').count(), 1);
  assert.equal(await page.locator('[data-countdown]').count(), 1);
  await page.clock.runFor(25_000);
  await page.waitForSelector('[data-state="asking"]');
  await context.close();
});
