// Nothing is cut off, nothing overlaps, and text is large enough for the hall.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { LANGUAGES, PAGES, PHONE, SIZES, WALL, address, launch, openPage, visit } from './lib/browser.mjs';
import { layoutFaults, smallestCapital } from './lib/layout.mjs';
import { SAMPLE } from './lib/place.mjs';
import { TELLS_OF_LETTERS, keygen, publish, withLetters } from './lib/publish.mjs';
import { serve } from './lib/server.mjs';

const NOW = '2026-11-23T04:00:00Z';
const LATER = '2026-11-24T12:00:00Z';
/** The screen and the largest viewing distance of the sample village. */
const SCREEN = { inches: 55, metres: 5 };
const LEAST_ARC_MINUTES = 16;

let browser;
let host;
/** The same hall, closed. */
let closed;
before(async () => {
  browser = await launch();
  const key = keygen();
  const settings = '[display]\nopening = ["23:00-23:30"]\n';
  const ledger = withLetters(SAMPLE);
  host = await serve(publish({ ledger, key, now: NOW, settings: TELLS_OF_LETTERS }));
  closed = await serve(publish({ ledger: SAMPLE, key, now: NOW, settings }));
  host.date = () => new Date(Date.parse(LATER) + 3_600_000).toUTCString();
});
after(async () => {
  await browser.close();
  await host.close();
  await closed.close();
});

/** The visual angle of a height in CSS pixels, in arc minutes. */
function arcMinutes(pixels, { width, height }) {
  const millimetres = (pixels * SCREEN.inches * 25.4) / Math.hypot(width, height);
  return (Math.atan(millimetres / (SCREEN.metres * 1000)) * 180 * 60) / Math.PI;
}

function tooSmall({ height, text }, viewport) {
  const angle = arcMinutes(height, viewport);
  const small = angle < LEAST_ARC_MINUTES - 0.05;
  return small ? [`${angle.toFixed(1)} arc minutes: ${text}`] : [];
}

/** Checks the layout of some addresses, one after the other in one window. */
async function check(viewport, wall, urls, { now = NOW, dated = false, prepare = async () => {} } = {}) {
  const folder = new URL('.', urls[0]).href;
  const page = await openPage(browser, { folder, now, dated, viewport });
  const faults = [];
  try {
    for (const url of urls) {
      assert.equal(await visit(page, url), 'board');
      await prepare(page);
      const found = await page.evaluate(layoutFaults, wall);
      if (wall) found.push(...tooSmall(await page.evaluate(smallestCapital), viewport));
      faults.push(...found.map((it) => `${new URL(url).search}: ${it}`));
    }
    assert.deepEqual(faults, []);
  } finally {
    await page.context().close();
  }
}

/** Waits until the notice shows both messages: late data, and clocks that differ. */
const twoNotes = (page) => page.waitForFunction(() =>
  document.querySelector('.notice').textContent.split(/[.。] ?/).length > 3);

/** Opens the diagnostics, which are read from close by: their text may be smaller. */
const behind = async (page) => {
  await page.keyboard.press('i');
  await page.getByRole('dialog').waitFor();
};

for (const { size, viewport, pages, wall } of SIZES) {
  for (const lang of LANGUAGES) {
    const ends = () => pages.flatMap((name) => [1, 999].map((part) => address(host.url, { page: name, part, lang, wall })));
    test(`the first and the last page of every kind, ${lang}, ${size}`, () => check(viewport, wall, ends()));
    if (wall) {
      test(`a closed hall, ${lang}, ${size}`, () =>
        check(viewport, wall, [`${closed.url}?wall=1&lang=${lang}`],
          { prepare: (page) => page.locator('[data-page="closed"]').waitFor() }));
      test(`two notices, ${lang}, ${size}`, () =>
        check(viewport, wall, PAGES.map((name) => address(host.url, { page: name, lang })),
          { now: LATER, dated: true, prepare: twoNotes }));
    }
    test(`diagnostics, ${lang}, ${size}`, () =>
      check(viewport, false, [address(host.url, { lang, wall })], { prepare: behind }));
    test(`the page of rules, ${lang}, ${size}`, () =>
      check(viewport, false, [`${host.url}rules/?lang=${lang}`]));
  }
}

for (const lang of LANGUAGES) {
  test(`a display shows the time of its data next to all its controls, ${lang}`, async () => {
    const folder = new URL('.', host.url).href;
    const page = await openPage(browser, { folder, now: NOW, viewport: WALL });
    try {
      await visit(page, address(host.url, { lang }));
      const [row, date] = await Promise.all(['.as-of', '.as-of span'].map((it) => page.locator(it).boundingBox()));
      assert.ok(date.width > 100 && date.x >= row.x && date.y < row.y + row.height / 2, JSON.stringify([row, date]));
    } finally {
      await page.context().close();
    }
  });
}

for (const [lang, words] of [
  ['en', '60letters in the year to October: 35 accepted, 20 refused, 5 waiting; 40 answered late'],
  ['zh', '60封来信（到十月为止的一年）：接受35，拒绝20，等待5；答复迟了40'],
]) {
  test(`figures about letters, ${lang}`, async () => {
    const folder = new URL('.', host.url).href;
    const page = await openPage(browser, { folder, now: NOW, viewport: PHONE });
    try {
      await visit(page, address(host.url, { lang, wall: false }));
      const figures = await page.locator('.figure').allTextContents();
      assert.equal(figures.at(-1), words);
    } finally {
      await page.context().close();
    }
  });
}
