// Charts in other engines: they are drawn, and also available as a table.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { SAMPLE } from '../e2e/lib/place.mjs';
import { keygen, publish } from '../e2e/lib/publish.mjs';
import { serve } from '../e2e/lib/server.mjs';
import { listen, watchedApp } from './lib/app.mjs';
import { chartFaults } from './lib/chart.mjs';
import { PHONE, WALL, onEveryEngine, withPage } from './lib/engines.mjs';
import { NOW, atNoon } from './lib/hall.mjs';

/** Pages with a chart, and the minimum number of points of its line. */
const CHARTS = { village: 24, history: 12 };

let site;
before(() => {
  site = publish({ ledger: atNoon(SAMPLE), key: keygen(), now: NOW, app: watchedApp() });
});

onEveryEngine((engine) => {
  let host;
  before(async () => {
    host = listen(await serve(site));
  });
  after(() => host.close());

  for (const [name, points] of Object.entries(CHARTS)) {
    test(`the chart of ${name} on a wall`, () =>
      withPage(engine, { host, viewport: WALL }, async (page) => {
        await page.open(`?wall=1&page=${name}&part=1&pause&lang=en`);
        const svg = await page.find(`[data-page="${name}"] figure svg`);
        assert.deepEqual(await page.evaluate(chartFaults, svg, points), []);
      }));
  }

  test('the charts on a phone, and the table behind each', () =>
    withPage(engine, { host, viewport: PHONE }, async (page) => {
      await page.open('?wall=0&lang=en');
      const svg = await page.find('figure svg');
      assert.deepEqual(await page.evaluate(chartFaults, svg, CHARTS.village), []);
      await page.click({ role: 'button', name: 'The same as a table' });
      const table = await page.find('figure table');
      const read = await page.evaluate((it) => ({
        sentence: it.closest('figure').querySelector('figcaption').innerText,
        rows: [...it.tBodies[0].rows].map((row) => row.cells[1].innerText),
      }), table);
      assert.ok(read.rows.length >= CHARTS.village);
      assert.ok(read.rows.every((it) => /^(\d+(\.\d+)?|not shown)$/.test(it)), read.rows.join());
      const last = read.rows.findLast((it) => it !== 'not shown');
      assert.ok(read.sentence.includes(` ${last} points`), `${last}: ${read.sentence}`);
    }));
});
