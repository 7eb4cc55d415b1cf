// axe-core finds no violation on any page, in either language, on a wall and on a phone.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { violations } from './lib/axe.mjs';
import { LANGUAGES, SIZES, address, launch, openPage, visit } from './lib/browser.mjs';
import { SAMPLE } from './lib/place.mjs';
import { TELLS_OF_LETTERS, keygen, publish, withLetters } from './lib/publish.mjs';
import { serve } from './lib/server.mjs';

const NOW = '2026-11-23T04:00:00Z';

let browser;
let host;
/** The same hall, with its screen dimmed; and closed. */
let dim;
let closed;
before(async () => {
  browser = await launch();
  const key = keygen();
  const ledger = withLetters(SAMPLE);
  const site = (settings) => serve(publish({ ledger, key, now: NOW, settings }));
  host = await site(TELLS_OF_LETTERS);
  dim = await site('[display]\nnight = "08:00-20:00"\n');
  closed = await site('[display]\nopening = ["23:00-23:30"]\n');
});
after(async () => {
  await browser.close();
  for (const it of [host, dim, closed]) await it.close();
});

async function check(viewport, url, state, prepare = async () => {}) {
  const options = { folder: new URL('.', url).href, now: NOW, viewport, bypassCSP: true };
  const page = await openPage(browser, options);
  try {
    assert.equal(await visit(page, url), state);
    await prepare(page);
    assert.deepEqual(await violations(page), []);
  } finally {
    await page.context().close();
  }
}

// At 4K the wall has the same elements and colours as at 1080p.
for (const { size, viewport, pages, wall } of SIZES.filter((it) => it.size !== '4K')) {
  for (const lang of LANGUAGES) {
    for (const name of pages) {
      test(`${name}, ${lang}, ${size}`, () =>
        check(viewport, address(host.url, { page: name, lang, wall }), 'board'));
    }
    if (wall) {
      test(`a closed hall, ${lang}, ${size}`, () =>
        check(viewport, `${closed.url}?wall=1&lang=${lang}`, 'board', async (page) => {
          await page.locator('[data-page="closed"]').waitFor();
        }));
      for (const name of ['village', 'residents', 'households', 'history']) {
        test(`${name} at night, ${lang}, ${size}`, () =>
          check(viewport, address(dim.url, { page: name, lang }), 'board'));
      }
    }
    test(`diagnostics, ${lang}, ${size}`, () =>
      check(viewport, address(host.url, { lang, wall }), 'board', async (page) => {
        await page.keyboard.press('i');
        await page.getByRole('dialog').waitFor();
      }));
    test(`the page of rules, ${lang}, ${size}`, () =>
      check(viewport, `${host.url}rules/?lang=${lang}`, 'board'));
    test(`a board without a feed, ${lang}, ${size}`, async () => {
      host.tamper.set(/^feed\//, () => null);
      try {
        await check(viewport, address(host.url, { lang, wall }), 'failed');
      } finally {
        host.tamper.clear();
      }
    });
  }
}
