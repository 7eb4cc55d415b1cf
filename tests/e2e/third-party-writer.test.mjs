// Another program can write the format, and stock minisign can verify it.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { rows, version, visibleText } from './lib/board.mjs';
import { launch, openPage, visit } from './lib/browser.mjs';
import { SMALL } from './lib/place.mjs';
import { keygen, publish } from './lib/publish.mjs';
import { serve } from './lib/server.mjs';
import { SNAPSHOTS, siteOfAnotherProgram } from './lib/third-party.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

for (const [format, { snapshot, shown }] of Object.entries(SNAPSHOTS)) {
  test(`a feed of format ${format} by another program and stock minisign is shown`, async (t) => {
    const host = await serve(siteOfAnotherProgram(snapshot));
    t.after(() => host.close());
    const page = await openPage(browser, { folder: host.url, now: '2026-11-23T04:00:00Z' });
    for (const [day, expected] of Object.entries(shown)) {
      await page.clock.setFixedTime(new Date(`${day}T04:00:00Z`));
      assert.equal(await visit(page, `${host.url}?wall=0&lang=en`), 'board');
      const found = (await rows(page)).map(({ name, score }) => ({ name, score }));
      const byName = (a, b) => (a.name < b.name ? -1 : 1);
      assert.deepEqual(found.sort(byName), expected.toSorted(byName));
      assert.equal(await version(page), '1');
      assert.match(await visibleText(page), /Bridge End hall/);
    }
    assert.deepEqual(page.violations, []);
  });
}

test('stock minisign accepts the head of a publication, and no other', () => {
  const key = keygen();
  const site = publish({ ledger: SMALL, key, now: '2026-11-23T04:00:00Z' });
  const verify = (pub) =>
    execFileSync('minisign', ['-Vm', join(site, 'feed/head.json'), '-p', pub], { stdio: 'pipe' });
  assert.match(String(verify(`${key}.pub`)), /verified/);
  assert.throws(() => verify(`${keygen()}.pub`));
});
