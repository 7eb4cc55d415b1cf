// The sample village behind nginx with the shipped headers: its requests, and the content shown.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { assertRows, documentRows, rows, wallRows } from './lib/board.mjs';
import { LANGUAGES, PAGES, address, launch, openPage, visit } from './lib/browser.mjs';
import { addDays, expectedRows } from './lib/expected.mjs';
import { nginx } from './lib/nginx.mjs';
import { SAMPLE } from './lib/place.mjs';
import { keygen, publish } from './lib/publish.mjs';

const PUBLISHED = '2026-11-23';
const NOON = 'T04:00:00Z';
const LAST = addDays(PUBLISHED, 13);

let browser;
let site;
before(async () => {
  browser = await launch();
  site = publish({ ledger: SAMPLE, key: keygen(), now: PUBLISHED + NOON });
});
after(() => browser.close());

async function behindNginx(prefix, work) {
  const host = await nginx(site, { prefix });
  try {
    await work(host.url);
  } finally {
    await host.close();
  }
}

for (const prefix of ['/', '/some/where/']) {
  describe(`under ${prefix}`, () => {
    test('every page stays in its folder and keeps the policy', () =>
      behindNginx(prefix, async (url) => {
        const page = await openPage(browser, { folder: url, now: PUBLISHED + NOON });
        for (const name of PAGES) {
          for (const lang of LANGUAGES) {
            const state = await visit(page, address(url, { page: name, lang }));
            assert.equal(state, 'board', name);
            assert.equal(await page.locator(`[data-page="${name}"]`).count(), 1, name);
          }
        }
        await page.goto(`${url}rules/`);
        await page.waitForLoadState('networkidle');
        assert.deepEqual(page.violations, []);
          }));

    test('every link of the board and of the rules leads to a page in the folder', () =>
      behindNginx(prefix, async (url) => {
        const page = await openPage(browser, { folder: url, now: PUBLISHED + NOON });
        for (const start of [url, `${url}rules/`]) {
          await page.goto(start);
          await page.waitForLoadState('networkidle');
          const links = await page.locator('a[href]').evaluateAll((all) => all.map((it) => it.href));
          for (const link of new Set(links)) {
            assert.ok(link.startsWith(url), link);
            assert.equal((await page.request.get(link)).status(), 200, link);
          }
        }
          }));
  });
}

test('every displayed score is the board score of the command until the feed expires', () =>
  behindNginx('/some/where/', async (url) => {
    const expected = expectedRows(SAMPLE, PUBLISHED);
    assert.ok(expected.length > 100);
    const page = await openPage(browser, { folder: url, now: PUBLISHED + NOON });
    for (const day of [PUBLISHED, addDays(PUBLISHED, 1), '2026-12-01', LAST]) {
      await page.clock.setFixedTime(new Date(day + NOON));
      const shown = await documentRows(page, url);
      assertRows(shown, expected, day);
      for (const { name, score, text } of shown) {
        assert.ok(text.includes(name) && text.includes(score), `${name} ${score}: ${text}`);
      }
    }
    assert.throws(() => assertRows(expected.slice(1), expected), 'a missing row goes unseen');
  }));

test('the pages of a wall show every row once', () =>
  behindNginx('/', async (url) => {
    const page = await openPage(browser, { folder: url, now: PUBLISHED + NOON });
    assertRows(await wallRows(page, url), expectedRows(SAMPLE, PUBLISHED));
  }));

test('after the feed expires, data that depends on consent is hidden', () =>
  behindNginx('/', async (url) => {
    const listed = expectedRows(SAMPLE, PUBLISHED);
    const page = await openPage(browser, { folder: url, now: '2026-12-07T04:00:01Z' });
    const pages = PAGES.map((name) => address(url, { page: name, lang: 'zh' }));
    for (const place of [...pages, `${url}?wall=0&lang=zh`, `${url}rules/`]) {
      await visit(page, place);
      assert.deepEqual(await rows(page), [], place);
      assert.equal(await page.locator('[data-stars]').count(), 0, place);
      const text = await page.locator('body').textContent();
      const named = listed.map((it) => it.name).filter((it) => text.includes(it));
      assert.deepEqual(named, [], place);
    }
  }));
