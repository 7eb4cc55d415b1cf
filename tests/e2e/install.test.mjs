// Adding the site to a phone's home screen.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { PHONE, launch, openPage } from './lib/browser.mjs';
import { SMALL } from './lib/place.mjs';
import { keygen, publish } from './lib/publish.mjs';
import { serve } from './lib/server.mjs';

const NOW = '2026-11-23T04:00:00Z';

let browser;
let host;
let site;
before(async () => {
  browser = await launch();
  site = publish({ ledger: SMALL, key: keygen(), now: NOW });
  host = await serve(site);
});
after(async () => {
  host.close();
  await browser.close();
});

for (const page of ['', 'rules/', 'me/', 'report/', 'verify/']) {
  test(`/${page} names the hall's manifest, which the browser can install from`, async () => {
    const opened = await openPage(browser, { folder: host.url, now: NOW, viewport: PHONE });
    await opened.goto(`${host.url}${page}`);
    await opened.waitForSelector('[data-state]');
    const devtools = await opened.context().newCDPSession(opened);
    const { url, data, errors } = await devtools.send('Page.getAppManifest');
    assert.deepEqual(errors, []);
    // A resident's own page is installed separately, and starts there.
    const own = page === 'me/' ? page : '';
    assert.equal(url, `${host.url}${own}manifest.webmanifest`);
    const { hall } = JSON.parse(readFileSync(SMALL, 'utf8'));
    const { name, icons, start_url: start, scope } = JSON.parse(data);
    for (const written of Object.values(hall.names)) assert.ok(name.includes(written), name);
    assert.equal(new URL(start, url).href, host.url + own);
    assert.equal(new URL(scope, url).href, host.url);
    for (const { src, sizes } of icons) {
      const file = readFileSync(join(site, own, src));
      // A PNG file has width and height after its signature and the header of its first chunk.
      assert.equal(`${file.readUInt32BE(16)}x${file.readUInt32BE(20)}`, sizes, src);
    }
    const touch = await opened.locator('link[rel=apple-touch-icon]').evaluate((it) => it.href);
    assert.equal((await opened.request.get(touch)).headers()['content-type'], 'image/png');
    assert.deepEqual(opened.violations, []);
    await opened.context().close();
  });
}
