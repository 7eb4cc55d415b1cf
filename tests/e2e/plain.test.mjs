// A browser without script, and one that cannot run the app: words in both languages.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { visibleText } from './lib/board.mjs';
import { PHONE, launch, openPage } from './lib/browser.mjs';
import { SMALL } from './lib/place.mjs';
import { keygen, publish } from './lib/publish.mjs';
import { serve } from './lib/server.mjs';

const NOW = '2026-11-23T04:00:00Z';
const ENGLISH = /([a-z]{2,} ){4}/i;
const CHINESE = /\p{Script=Han}{4}/u;

let browser;
let host;
before(async () => {
  browser = await launch();
  host = await serve(publish({ ledger: SMALL, key: keygen(), now: NOW }));
});
after(async () => {
  await browser.close();
  await host.close();
});

for (const route of ['', 'rules/']) {
  test(`without script, ${route || 'the board'}`, async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: PHONE });
    const page = await context.newPage();
    await page.goto(host.url + route);
    const text = await page.locator('body').innerText();
    assert.match(text, ENGLISH);
    assert.match(text, CHINESE);
    await context.close();
  });

  test(`when the program does not arrive, ${route || 'the board'}`, async (t) => {
    t.after(() => host.tamper.clear());
    host.tamper.set(/\.wasm$/, () => null);
    const page = await openPage(browser, { folder: host.url, now: NOW });
    await page.goto(host.url + route);
    await page.waitForLoadState('networkidle');
    const text = await visibleText(page);
    assert.match(text, ENGLISH);
    assert.match(text, CHINESE);
  });
}
