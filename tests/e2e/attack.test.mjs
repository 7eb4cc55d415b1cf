// Feeds that differ from what the hall signed: the page shows the last good board or an error.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { rows, version, visibleText } from './lib/board.mjs';
import { launch, openPage, quiet, settled } from './lib/browser.mjs';
import { TODAY, hostileFeeds } from './lib/hostile.mjs';
import { serve } from './lib/server.mjs';

const { site, cases, older } = hostileFeeds();
const ROLLBACK = { what: 'an older publication', first: [], then: older };
const LATER = new Date(Date.parse(TODAY) + 3600 * 1000).toISOString();

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** A page that shows all residents at once, and a host whose answers the test can change. */
async function onHost(work) {
  const host = await serve(site);
  const page = await openPage(browser, { folder: host.url, now: LATER, timers: true });
  try {
    await work(host, page, `${host.url}?wall=0&lang=en`);
  } finally {
    await page.context().close();
    await host.close();
  }
}

async function show(page, url) {
  await page.goto(url);
  await quiet(page);
  const state = await settled(page);
  return { state, rows: await rows(page), text: await visibleText(page) };
}

describe('a browser that has seen no good feed says so plainly', () => {
  for (const [what, changes] of cases) {
    test(what, () =>
      onHost(async (host, page, url) => {
        host.tamper = new Map(changes);
        const { state, rows: shown, text } = await show(page, url);
        assert.equal(state, 'failed');
        assert.deepEqual(shown, []);
        assert.match(text, /[a-z]{3,} [a-z]{2,}/i);
        assert.match(await page.locator('[data-state]').first().innerText(), /\w/);
      }));
  }
});

describe('a browser that has seen a good feed goes on showing it and says what is wrong', () => {
  const spoiled = cases.map(([what, then]) => ({ what, first: older, then }));
  for (const { what, first, then } of [...spoiled, ROLLBACK]) {
    test(what, () =>
      onHost(async (host, page, url) => {
        host.tamper = new Map(first);
        const good = await show(page, url);
        const goodVersion = await version(page);
        assert.equal(good.state, 'board');
        assert.ok(good.rows.length > 0);
        host.tamper = new Map(then);
        const now = await show(page, url);
        assert.equal(now.state, 'board');
        assert.deepEqual(now.rows, good.rows);
        assert.equal(await version(page), goodVersion);
        assert.notEqual(now.text, good.text, 'nothing says that something is wrong');
      }));
  }
});

test('a head replaced between two requests is fetched again with its signature', () =>
  onHost(async (host, page, url) => {
    const [[path, before]] = older;
    let asked = 0;
    host.tamper = new Map([[path, (bytes) => {
      asked += 1;
      return asked === 1 ? before() : bytes;
    }]]);
    const { state, rows: shown } = await show(page, url);
    assert.equal(state, 'board');
    assert.ok(shown.length > 0);
    assert.equal(asked, 2);
  }));
