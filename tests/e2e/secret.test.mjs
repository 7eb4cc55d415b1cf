// The places where a card's secret may be while its page is open, and where it must not be.

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

/** All notations of the secret, and of the token that letters contain in its place. */
function forms() {
  const groups = code.match(/.{4}/g);
  const texts = [code, groups.join(' '), groups.join('-'), ownToken(code)];
  return texts.flatMap((it) => [it, it.toLowerCase()]).map((it) => it.slice(0, 14));
}

function tells(text) {
  return forms().some((form) => text.includes(form));
}

/** The files of a browser profile that contain the secret in any notation. */
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

/** Everything in which a page could leave a secret. */
async function traces(page) {
  const session = await page.context().newCDPSession(page);
  const { entries } = await session.send('Page.getNavigationHistory');
  const found = await inside(page);
  return { ...found, history: JSON.stringify(entries), requests: host.received.join('\n') };
}

/** The data of a page or frame that other code could read. */
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

/** Opens the card in a new browser profile, and returns the places that contain its secret
 * afterwards. */
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

test('a typed code leaves no trace', async () => {
  assert.deepEqual(await visit(byHand), { telling: [], files: [], remembers: 1 });
});

test('a letter in progress exposes neither the card nor its token', async () => {
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

// The browser's own records of an address, written before any page can prevent it: the history, the
// log of its tabs, its statistics of visits.
const OWN_LOG = /History|Sessions|segmentation_platform/;

test('a scanned card leaves a trace only in the browser\'s own history', async () => {
  const { telling, files } = await visit(byLink);
  assert.deepEqual(telling, []);
  assert.deepEqual(files.filter((it) => !OWN_LOG.test(it)), []);
});

test('a link that is followed while the page is open is removed as well', async () => {
  const { telling } = await visit(async (page) => {
    await page.goto(`${host.url}me/`);
    await page.waitForSelector('[data-state="asking"]');
    await page.evaluate((fragment) => { location.hash = fragment; }, code);
  });
  assert.deepEqual(telling, []);
});

test('the search finds a secret that was left behind', async () => {
  const { telling, files } = await visit(async (page) => {
    await byHand(page);
    await meOpen(page);
    await page.evaluate((text) => localStorage.setItem('found', text), code);
  });
  assert.deepEqual(telling, ['local']);
  assert.ok(files.some((it) => /Local Storage/.test(it)), files.join(', '));
});

test('a device stores a card only on request, and removes it on request', async () => {
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

test('the hall\'s screen never offers to store a card, and closes its record by itself', async () => {
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
