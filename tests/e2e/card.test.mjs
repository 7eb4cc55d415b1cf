// From the printed card to the page: a resident's page shows what the hall's own command computes.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';

import { PHONE, launch, openPage } from './lib/browser.mjs';
import { LAYOUTS, codes, hallWithCards, printed, scanned } from './lib/cards.mjs';
import { explained, ownPage, remembered } from './lib/record.mjs';
import { SAMPLE, SMALL } from './lib/place.mjs';
import { hallboard } from './lib/publish.mjs';
import { serve } from './lib/server.mjs';

const NOW = '2026-11-23T04:00:00Z';
const TODAY = '2026-11-23';
const SOME = 100;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** A random sample of residents who take part, the same in every run. */
function some(ledger, count) {
  const taking = JSON.parse(hallboard('score', ledger, '--on', TODAY, '--json'))
    .filter((it) => it.score !== null)
    .map((it) => it.resident);
  let state = 20261123;
  const random = (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const drawn = [];
  while (drawn.length < count && taking.length > 0) {
    drawn.push(...taking.splice(random(taking.length), 1));
  }
  return drawn;
}

/** The command's output about a resident: the expected content of the page. */
function said(ledger, resident, scores) {
  const json = (...args) => JSON.parse(hallboard(...args, '--resident', resident, '--json'));
  return {
    ...scores.find((it) => it.resident === resident),
    // There is no history before the first consent.
    history: json('history', ledger, '--from', '1900-01-01', '--to', TODAY).slice(1),
    explanation: json('explain', ledger, '--on', TODAY),
  };
}

for (const [what, ledger, count, layout] of [
  ['the small village, small ones', SMALL, Infinity, 'small'],
  ['the sample, folded ones', SAMPLE, SOME, 'folded'],
]) {
  describe(`cards of ${what}, scanned off the paper`, () => {
    const { args, onPage } = LAYOUTS[layout];
    let host;
    let hall;
    let links;
    before(async () => {
      host = await serve('/nowhere');
      const residents = some(ledger, count);
      hall = hallWithCards({ ledger, now: NOW, address: host.url, residents, args });
      host.folder = hall.site;
      const { pictures } = await printed(browser, hall.sheet);
      assert.equal(pictures.length, Math.ceil(residents.length / onPage));
      const found = pictures.flatMap(scanned);
      const known = new Map([...codes(hall)].map(([resident, code]) => [code, resident]));
      links = new Map(found.map((link) => {
        assert.ok(link.startsWith(`${host.url}me/#`), link);
        return [known.get(link.split('#')[1].split('.')[0]), link];
      }));
      assert.deepEqual([...links.keys()].sort(), residents.sort());
    });
    after(() => host.close());

    test('each card opens the page of its resident', async () => {
      const names = new Map(
        JSON.parse(readFileSync(ledger, 'utf8')).residents.map((it) => [it.id, it.name]),
      );
      const scores = JSON.parse(hallboard('score', ledger, '--on', TODAY, '--json'));
      for (const [resident, link] of links) {
        const page = await openPage(browser, { folder: host.url, now: NOW, viewport: PHONE });
        await page.goto(`${link.replace('#', '?lang=en#')}`);
        const own = await ownPage(page);
        const expected = said(ledger, resident, scores);
        assert.equal(own.name, names.get(resident), resident);
        assert.equal(own.score, expected.score, resident);
        assert.equal(own.band, expected.band ?? '', resident);
        assert.equal(own.balance, expected.balance, resident);
        assert.deepEqual(remembered(own.history), expected.history, resident);
        assert.deepEqual(own.explanation, explained(expected.explanation), resident);
        assert.deepEqual(page.violations, []);
        await page.context().close();
      }
    });
  });
}
