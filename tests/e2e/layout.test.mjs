// Nothing cut off, nothing over anything else, and letters large enough for the hall.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { LANGUAGES, PHONE, SIZES, address, launch, openPage, visit } from './lib/browser.mjs';
import { layoutFaults, smallestCapital } from './lib/layout.mjs';
import { SAMPLE } from './lib/place.mjs';
import { keygen, publish } from './lib/publish.mjs';
import { serve } from './lib/server.mjs';

const NOW = '2026-11-23T04:00:00Z';
/** The screen and the farthest reader of the sample village. */
const SCREEN = { inches: 55, metres: 5 };
const LEAST_ARC_MINUTES = 16;

let browser;
let host;
before(async () => {
  browser = await launch();
  host = await serve(publish({ ledger: SAMPLE, key: keygen(), now: NOW }));
});
after(async () => {
  await browser.close();
  await host.close();
});

/** The angle at the reader's eye of something that many CSS pixels high. */
function arcMinutes(pixels, { width, height }) {
  const millimetres = (pixels * SCREEN.inches * 25.4) / Math.hypot(width, height);
  return (Math.atan(millimetres / (SCREEN.metres * 1000)) * 180 * 60) / Math.PI;
}

function tooSmall({ height, text }, viewport) {
  const angle = arcMinutes(height, viewport);
  const small = angle < LEAST_ARC_MINUTES - 0.05;
  return small ? [`${angle.toFixed(1)} arc minutes: ${text}`] : [];
}

async function check(viewport, wall, url) {
  const page = await openPage(browser, { folder: host.url, now: NOW, viewport });
  try {
    assert.equal(await visit(page, url), 'board');
    const faults = await page.evaluate(layoutFaults, wall);
    if (wall) faults.push(...tooSmall(await page.evaluate(smallestCapital), viewport));
    assert.deepEqual(faults, []);
  } finally {
    await page.context().close();
  }
}

for (const { size, viewport, pages } of SIZES) {
  const wall = viewport !== PHONE;
  for (const lang of LANGUAGES) {
    for (const name of pages) {
      test(`${name}, ${lang}, ${size}`, () =>
        check(viewport, wall, address(host.url, { page: name, lang })));
      test(`last of ${name}, ${lang}, ${size}`, () =>
        check(viewport, wall, address(host.url, { page: name, part: 999, lang })));
    }
    test(`rules by themselves, ${lang}, ${size}`, () =>
      check(viewport, false, `${host.url}rules/?lang=${lang}`));
  }
}
