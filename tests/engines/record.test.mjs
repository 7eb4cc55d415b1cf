// A resident's own page in other engines: a card opens it, by its link or its code.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { codes, fragment, meAddress, publishSealed } from '../e2e/lib/me.mjs';
import { SMALL } from '../e2e/lib/place.mjs';
import { hallboard, keygen } from '../e2e/lib/publish.mjs';
import { serve } from '../e2e/lib/server.mjs';
import { listen, watchedApp } from './lib/app.mjs';
import { chartFaults } from './lib/chart.mjs';
import { PHONE, onEveryEngine, withPage } from './lib/engines.mjs';
import { NOW, TODAY, atNoon } from './lib/hall.mjs';

let key;
let site;
/** A resident with a card and a score, as computed by the command. */
let holder;
before(() => {
  const ledger = atNoon(SMALL);
  key = keygen();
  site = publishSealed({ ledger, key, now: NOW, app: watchedApp() });
  const scores = JSON.parse(hallboard('score', ledger, '--on', TODAY, '--json'));
  holder = scores.find(({ resident, score }) => codes(key).has(resident) && score !== null);
});

/** The figures of the open record, and the sum of its statement. */
async function record(page) {
  // The sections are drawn in order, so this one is the last.
  await page.find('[data-state="open"] [data-part="rules"] h2');
  return page.evaluate(() => {
    const figure = (it) => Number(it.querySelector('.score').textContent.replace('\u2212', '-'));
    const lines = [...document.querySelectorAll('.sum > li:not([data-total])')];
    const hundredths = lines.reduce((sum, it) => sum + Math.round(figure(it) * 100), 0);
    return {
      score: document.querySelector('[data-score]').dataset.score,
      balance: document.querySelector('[data-balance]').dataset.balance,
      total: document.querySelector('.sum > [data-total]').dataset.total,
      sum: String(hundredths / 100),
      lines: lines.length,
    };
  });
}

onEveryEngine((engine) => {
  let host;
  before(async () => {
    host = listen(await serve(site));
  });
  after(() => host.close());

  async function isHolders(page) {
    const { lines, ...figures } = await record(page);
    const [score, balance] = [holder.score, holder.balance].map((it) => String(it).replace('-', '\u2212'));
    assert.deepEqual(figures, { score, balance, total: score, sum: score });
    assert.ok(lines > 2);
    const code = codes(key).get(holder.resident);
    assert.ok(!(await page.evaluate(() => location.href + document.documentElement.outerHTML)).includes(code));
    assert.ok(!host.received.join().includes(code));
  }

  test('the link on a card opens the record', () =>
    withPage(engine, { host, viewport: PHONE }, async (page) => {
      await page.open(meAddress('', { card: fragment(site, key, holder.resident) }));
      await isHolders(page);
      const svg = await page.find('#history svg');
      assert.deepEqual(await page.evaluate(chartFaults, svg, 3), []);
    }));

  test('the code on a card opens the record', () =>
    withPage(engine, { host, viewport: PHONE }, async (page) => {
      await page.open(meAddress(''));
      const code = codes(key).get(holder.resident).toLowerCase().match(/.{4}/g).join(' ');
      await page.type({ role: 'textbox', name: 'Your card number' }, code);
      await page.click({ role: 'button', name: 'Open' });
      await isHolders(page);
    }));
});
