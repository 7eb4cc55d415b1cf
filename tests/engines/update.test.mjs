// A board that has been open since its first visit changes to a new version of the app.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { SMALL } from '../e2e/lib/place.mjs';
import { keygen, publish } from '../e2e/lib/publish.mjs';
import { serve } from '../e2e/lib/server.mjs';
import { listen, watchedApp } from './lib/app.mjs';
import { turn } from './lib/board.mjs';
import { WALL, onEveryEngine, withPage } from './lib/engines.mjs';
import { NOW, atNoon } from './lib/hall.mjs';

/** Waits until a version is fully cached, has drawn, and is the active one. */
const kept = (page) => page.until(async () => {
  const answer = await caches.match(new URL('hallboard-state', location.href));
  const state = answer && await answer.json();
  const { active, waiting, installing } = await navigator.serviceWorker.getRegistration() ?? {};
  return Boolean(state?.drawn && active && !waiting && !installing);
});

/** Waits until the board of that version of the app is drawn. */
const shown = (page, version) => page.until((wanted) => {
  const { content } = document.querySelector('meta[name="version"]');
  return content === wanted && document.querySelector('[data-state="board"] main') !== null;
}, version);

onEveryEngine((engine) => {
  let host;
  let renew;
  before(async () => {
    const [ledger, key] = [atNoon(SMALL), keygen()];
    const site = publish({ ledger, key, now: NOW, app: watchedApp('1') });
    renew = () => publish({ ledger, key, now: NOW, app: watchedApp('2'), out: site });
    host = listen(await serve(site));
  });
  after(() => host.close());

  test('a new version is activated when a page turns, although the board was never reloaded', () =>
    withPage(engine, { host, viewport: WALL }, async (page) => {
      // The script of the worker is held back until the board is drawn: only then does the page see
      // its first installation.
      let release;
      const held = new Promise((done) => { release = done; });
      host.tamper.set('sw.js', (bytes) => held.then(() => bytes));
      await page.open('?wall=1&page=village&pause&lang=en');
      await shown(page, '1');
      release();
      await kept(page);
      await turn(page);
      await turn(page);
      assert.deepEqual(await page.errors(), []);
      await shown(page, '1');

      renew();
      // The board does this every hour.
      await page.until(async () => {
        const registration = await navigator.serviceWorker.getRegistration();
        await registration.update().catch(() => {});
        return registration.waiting !== null;
      });
      await shown(page, '1');
      await page.press('ArrowRight');
      await shown(page, '2');
      await kept(page);
    }));
});
