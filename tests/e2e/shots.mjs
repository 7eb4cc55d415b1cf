// Screenshots: every page in every size and language, and the one in the README.

import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { LANGUAGES, SIZES, address, launch, openPage, visit } from './lib/browser.mjs';
import { codes, fragment, openMe, publishSealed } from './lib/me.mjs';
import { ROOT, SAMPLE } from './lib/place.mjs';
import { keygen } from './lib/publish.mjs';
import { choose, openReport } from './lib/report.mjs';
import { serve } from './lib/server.mjs';

const NOW = '2026-11-23T04:44:00Z';
const FOLDER = join(ROOT, 'target/shots');
const README = { size: '1080p', lang: 'en', name: 'village' };

/** Clips a scrolling page to its first screens. */
function topOf({ width, height }) {
  return { fullPage: true, clip: { x: 0, y: 0, width, height: 8 * height } };
}

mkdirSync(FOLDER, { recursive: true });
const key = keygen();
const site = publishSealed({ ledger: SAMPLE, key, now: NOW });
const [somebody] = codes(key).keys();
const host = await serve(site);
const browser = await launch();
for (const { size, viewport, pages, wall } of SIZES) {
  for (const lang of LANGUAGES) {
    const page = await openPage(browser, { folder: host.url, now: NOW, viewport });
    const shoot = async (name, whole = !wall) => {
      await page.evaluate(() => document.fonts.ready);
      const path = join(FOLDER, `${size}-${lang}-${name}.png`);
      await page.screenshot({ path, ...(whole ? topOf(viewport) : {}) });
    };
    for (const name of pages) {
      await visit(page, address(host.url, { page: name, lang, wall }));
      await shoot(name);
    }
    await page.keyboard.press('i');
    await page.getByRole('dialog').waitFor();
    await shoot('behind', false);
    await visit(page, `${host.url}rules/?lang=${lang}`);
    await shoot('rules-page');
    await page.goto(`${host.url}verify/?lang=${lang}`);
    await page.waitForSelector('.verify[data-state]');
    await shoot('verify');
    const query = wall ? '&wall=1' : '';
    await openMe(page, host.url, { card: fragment(site, key, somebody), lang, query });
    await shoot('me', true);
    await openReport(page, host, { lang, query });
    await shoot('report');
    await choose(page, '[data-what="concern"]', 'deed');
    await shoot('report-deed');
    await choose(page, '[data-field="sender"]', 'sender');
    await shoot('report-sender');
    await page.context().close();
  }
}
const picture = join(FOLDER, `${README.size}-${README.lang}-${README.name}.png`);
copyFileSync(picture, join(ROOT, 'docs/board.png'));
await browser.close();
await host.close();
