// No name, deed or household makes a page wider than its window, in any script.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';

import { LANGUAGES, PAGES, PHONE, WALL, launch, openPage, visit } from './lib/browser.mjs';
import { codes, openMe, publishSealed } from './lib/me.mjs';
import { unfold } from './lib/record.mjs';
import { keygen } from './lib/publish.mjs';
import { at, choose, openReport } from './lib/report.mjs';
import { serve } from './lib/server.mjs';
import { IN_LETTERS, TEXTS, sidewaysFaults, unbreakableVillage } from './lib/unbreakable.mjs';

const NOW = '2026-11-23T04:00:00Z';
const SIZES = {
  '360': PHONE,
  '420': { width: 420, height: 900 },
  '1366': { width: 1366, height: 768 },
  '1920': WALL,
  upright: { width: 1080, height: 1920 },
};

let browser;
let host;
let cards;
before(async () => {
  browser = await launch();
  const key = keygen();
  host = await serve(publishSealed({ ledger: unbreakableVillage(), key, now: NOW }));
  cards = [...codes(key).values()];
});
after(async () => {
  await browser.close();
  await host.close();
});

const shots = process.env.HALLBOARD_SHOTS;
if (shots) mkdirSync(shots, { recursive: true });

/** Opens a page of a size; `fits` checks its width, under a name. */
async function check(size, work) {
  const page = await openPage(browser, { folder: host.url, now: NOW, viewport: SIZES[size] });
  const faults = [];
  const fits = async (name) => {
    faults.push(...(await page.evaluate(sidewaysFaults)).map((it) => `${name}: ${it}`));
    if (shots) await page.screenshot({ path: `${shots}/unbreakable-${size}-${name}.png` });
  };
  try {
    await work(page, fits);
    assert.deepEqual(faults, []);
  } finally {
    await page.context().close();
  }
}

for (const size of Object.keys(SIZES)) {
  for (const lang of LANGUAGES) {
    describe(`${size}, ${lang}`, () => {
      test('the board as a document, unfolded, and the rules', () => check(size, async (page, fits) => {
        await visit(page, `${host.url}?wall=0&lang=${lang}`);
        let text = await page.innerText('body');
        await fits(`document-${lang}-folded`);
        await unfold(page);
        await fits(`document-${lang}`);
        await visit(page, `${host.url}rules/?lang=${lang}`);
        await fits(`rules-${lang}`);
        text += await page.innerText('body');
        const shown = Object.entries(TEXTS).filter(([, it]) => text.includes(it)).map(([what]) => what);
        assert.deepEqual(shown, Object.keys(TEXTS), 'every text is on them');
      }));

      // Phones are not used as wall displays.
      if (SIZES[size].width >= 1000) {
        test('the board on a wall', () => check(size, async (page, fits) => {
          for (const name of PAGES) {
            for (const part of [1, 2, 999]) {
              await visit(page, `${host.url}?wall=1&page=${name}&part=${part}&pause&lang=${lang}`);
              await fits(`wall-${name}-${part}-${lang}`);
            }
          }
        }));
      }

      test('one\'s own record, unfolded and in print', () => check(size, async (page, fits) => {
        // Each size and language takes every tenth card; together they cover all.
        const mine = Object.keys(SIZES).indexOf(size) * 2 + LANGUAGES.indexOf(lang);
        for (const [at, card] of cards.entries()) {
          if (at % 10 !== mine) continue;
          await openMe(page, host.url, { card, lang });
          await fits(`me-${at}-${lang}`);
          await unfold(page);
          await fits(`me-${at}-${lang}-unfolded`);
          await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
          await fits(`me-${at}-${lang}-printed`);
          await openMe(page, host.url, { card, lang, query: '&wall=1' });
          await fits(`me-${at}-${lang}-shared`);
        }
      }));

      test('every step of a letter', () => check(size, async (page, fits) => {
        await openReport(page, host, { lang });
        await choose(page, '[data-what="thanks"]', 'deed');
        await choose(page, '[data-field="sender"]', 'sender');
        await page.fill('#guest', IN_LETTERS);
        await fits(`report-sender-${lang}`);
        await page.press('#guest', 'Enter');
        await at(page, 'deed');
        await fits(`report-deed-${lang}`);
        await choose(page, '[data-deed]', 'who');
        await fits(`report-who-${lang}`);
        await page.locator('.names .choice', { hasText: IN_LETTERS }).first().click();
        await at(page, 'when');
        await choose(page, '.choice[data-day]', 'words');
        for (const [at, words] of Object.values(TEXTS).entries()) {
          await page.fill('#words', words);
          if (at === 1) await fits(`report-words-${lang}`);
          await choose(page, '.ways .chief', 'preview');
          await fits(`report-preview-${at}-${lang}`);
          await choose(page, '.preview button[data-step="words"]', 'words');
        }
      }));
    });
  }
}
