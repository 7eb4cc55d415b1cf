// Pictures: every board page in every size and language, and the one in the README.

import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { LANGUAGES, SIZES, address, launch, openPage, visit } from './lib/browser.mjs';
import { ROOT, SAMPLE } from './lib/place.mjs';
import { keygen, publish } from './lib/publish.mjs';
import { serve } from './lib/server.mjs';

const NOW = '2026-11-23T04:44:00Z';
const FOLDER = join(ROOT, 'target/shots');
const README = { size: '1080p', lang: 'en', name: 'village' };

/** The first screens of a page that scrolls. */
function topOf({ width, height }) {
  return { fullPage: true, clip: { x: 0, y: 0, width, height: 8 * height } };
}

mkdirSync(FOLDER, { recursive: true });
const host = await serve(publish({ ledger: SAMPLE, key: keygen(), now: NOW }));
const browser = await launch();
for (const { size, viewport, pages } of SIZES) {
  for (const lang of LANGUAGES) {
    const page = await openPage(browser, { folder: host.url, now: NOW, viewport });
    const shoot = async (url, name) => {
      await visit(page, url);
      await page.evaluate(() => document.fonts.ready);
      const path = join(FOLDER, `${size}-${lang}-${name}.png`);
      await page.screenshot({ path, ...(pages.length === 1 ? topOf(viewport) : {}) });
    };
    for (const name of pages) await shoot(address(host.url, { page: name, lang }), name);
    await shoot(`${host.url}rules/?lang=${lang}`, 'rules-page');
    await page.context().close();
  }
}
const picture = join(FOLDER, `${README.size}-${README.lang}-${README.name}.png`);
copyFileSync(picture, join(ROOT, 'docs/board.png'));
await browser.close();
await host.close();
