// The browser engines, and a page in each of them.

import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';

import { firefox } from './firefox.mjs';
import { Page } from './page.mjs';
import { webkit } from './webkit.mjs';

/** All engines, or the one that the environment names. */
const { ENGINE } = process.env;
const ENGINES = [firefox, webkit].filter(({ name }) => ENGINE === undefined || ENGINE === name);
/** Far from the hall: the app must use the hall's time zone, not the browser's. */
const ENVIRONMENT = { ...process.env, TZ: 'America/New_York' };

export const WALL = { width: 1920, height: 1080 };
export const PHONE = { width: 360, height: 740 };

/** Declares tests for every engine; engines run in parallel, the tests of each in sequence. */
export function onEveryEngine(declare) {
  describe('every engine', { concurrency: true }, () => {
    // Before anything is published: publishing blocks this process.
    before(() => Promise.all(ENGINES.map((it) => it.start(ENVIRONMENT))));
    after(() => Promise.all(ENGINES.map((it) => it.stop())));
    for (const engine of ENGINES) {
      describe(engine.name, { concurrency: 1 }, () => declare(engine));
    }
  });
}

/** Runs the work on a page in a new profile, and asserts that there were no errors. */
export async function withPage(engine, { host, viewport }, work) {
  host.errors.length = 0;
  const page = new Page(await engine.open(viewport), host);
  try {
    await work(page);
    assert.deepEqual(await page.errors(), []);
  } finally {
    await page.close();
  }
}
