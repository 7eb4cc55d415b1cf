// The board in other engines: every row, on a wall and on a phone.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { expectedRows } from '../e2e/lib/expected.mjs';
import { layoutFaults } from '../e2e/lib/layout.mjs';
import { SAMPLE } from '../e2e/lib/place.mjs';
import { keygen, publish } from '../e2e/lib/publish.mjs';
import { serve } from '../e2e/lib/server.mjs';
import { listen, watchedApp } from './lib/app.mjs';
import { drawn, standing, turn } from './lib/board.mjs';
import { PHONE, WALL, onEveryEngine, withPage } from './lib/engines.mjs';
import { NOW, TODAY, atNoon } from './lib/hall.mjs';

const LANGUAGES = ['en', 'zh'];

let expected;
let site;
before(() => {
  const ledger = atNoon(SAMPLE);
  expected = expectedRows(ledger, TODAY).map(({ name, score }) => `${name} ${score}`).sort();
  assert.ok(expected.length > 100);
  site = publish({ ledger, key: keygen(), now: NOW, app: watchedApp() });
});

/** The visible rows; each must show its name and score as text, too. */
async function rows(page) {
  const shown = await page.evaluate(() =>
    [...document.querySelectorAll('[data-name][data-score]')]
      .filter((it) => !it.closest('[aria-hidden="true"]'))
      // A wall's other pages are laid out beside its screen.
      .filter((it) => {
        const frame = it.closest('.paginator')?.getBoundingClientRect();
        const { left, right } = it.getBoundingClientRect();
        return !frame || (left < frame.right - 1 && right > frame.left + 1);
      })
      .map((it) => ({ name: it.dataset.name, score: it.dataset.score, text: it.innerText })));
  for (const { name, score, text } of shown) {
    assert.ok(text.includes(name) && text.includes(score), `${name} ${score}: ${text}`);
  }
  return shown.map(({ name, score }) => `${name} ${score}`);
}

onEveryEngine((engine) => {
  let host;
  before(async () => {
    host = listen(await serve(site));
  });
  after(() => host.close());

  for (const lang of LANGUAGES) {
    test(`every row is the command's, on a phone, ${lang}`, () =>
      withPage(engine, { host, viewport: PHONE }, async (page) => {
        await page.open(`?wall=0&lang=${lang}`);
        await drawn(page);
        await page.click('#residents .more button');
        assert.deepEqual((await rows(page)).sort(), expected);
        assert.deepEqual(await page.evaluate(layoutFaults, false), []);
      }));
  }

  // In one language only: showing all parts takes a while.
  test('every row is the command\'s, on a wall', () =>
    withPage(engine, { host, viewport: WALL }, async (page) => {
      await page.open('?wall=1&page=residents&part=1&pause&lang=zh');
      await drawn(page);
      const all = [];
      // Other pages come in between. No part of the residents may repeat before all have been
      // shown.
      const seen = new Set();
      for (; all.length < expected.length; await turn(page)) {
        const { name, part } = await standing(page);
        if (name !== 'residents') continue;
        assert.ok(!seen.has(part), `part ${part} again`);
        seen.add(part);
        all.push(...await rows(page));
        assert.deepEqual(await page.evaluate(layoutFaults, true), []);
      }
      assert.deepEqual(all.sort(), expected);
    }));

  test('errors in a page are reported to the test', async () => {
    await assert.rejects(withPage(engine, { host, viewport: PHONE }, async (page) => {
      await page.open('?wall=0&lang=en');
      await drawn(page);
      await page.evaluate(() => {
        setTimeout(() => { throw new Error('thrown'); });
        Promise.reject(new Error('rejected'));
        new Image().src = 'http://elsewhere.invalid/';
      });
      await page.until(() => window.reports.length >= 3);
    }), ({ actual }) => ['thrown', 'rejected', 'img-src'].every((it) => actual.join().includes(it)));
  });
});
