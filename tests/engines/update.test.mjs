// A board that is open since its first visit goes over to a new version of the app.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { SMALL } from '../e2e/lib/place.mjs';
import { keygen, publish } from '../e2e/lib/publish.mjs';
import { serve } from '../e2e/lib/server.mjs';
import { listen, watchedApp } from './lib/app.mjs';
import { turn } from './lib/board.mjs';
import { WALL, onEveryEngine, withPage } from './lib/engines.mjs';
import { NOW, atNoon } from './lib/hall.mjs';

/** Waits until that version is kept whole, has drawn, and is the one that runs. */
const kept = (page) => page.until(async () => {
  const answer = await caches.match(new URL('hallboard-state', location.href));
  const state = answer && await answer.json();
  const { active, waiting, installing } = await navigator.serviceWorker.getRegistration() ?? {};
  return Boolean(state?.drawn && active && !waiting && !installing);
});

/** Waits until a board of that version of the app is drawn. */
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

  test('a new version comes when a page turns, although the board was never loaded anew', () =>
    withPage(engine, { host, viewport: WALL }, async (page) => {
      // The board is drawn before the worker arrives, in every run: only then does the page see
      // its first install.
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
      // What the board does every hour.
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
