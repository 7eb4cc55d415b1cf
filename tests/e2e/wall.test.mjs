// The pages of a wall: how many, how full, and how soon every row is shown.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { rows } from './lib/board.mjs';
import { LANGUAGES, UPRIGHT, WALL, WALL_4K, WALL_720P, address, launch, openPage, settled, visit } from './lib/browser.mjs';
import { expectedRows } from './lib/expected.mjs';
import { cutWords, layoutFaults } from './lib/layout.mjs';
import { SAMPLE, SMALL, temporary } from './lib/place.mjs';
import { keygen, publish } from './lib/publish.mjs';
import { serve } from './lib/server.mjs';

const NOW = '2026-11-23T04:00:00Z';
/** The time at which pages with a running clock are opened. */
const START = '2026-11-23T04:00:01Z';
const [SECOND, MINUTE] = [1000, 60_000];
/** How long a page is shown. */
const PAGE = 12 * SECOND;
const MOST_PAGES_OF_RESIDENTS = 48;
const MOST_HISTORIES = 6;

/** The small village with only five residents who agree to be on the board. */
function fivePeople() {
  const ledger = JSON.parse(readFileSync(SMALL, 'utf8'));
  const agreed = ({ kind, scopes }) => kind === 'consent' && scopes.includes('board');
  const five = new Set(ledger.entries.filter(agreed).map((it) => it.resident).filter(Boolean).slice(0, 5));
  for (const it of ledger.entries) {
    if (it.kind === 'consent' && it.resident && !five.has(it.resident) && it.scopes.length > 0) it.scopes = ['score'];
  }
  const file = join(temporary(), 'five.json');
  writeFileSync(file, JSON.stringify(ledger));
  return file;
}

let browser;
let host;
let small;
before(async () => {
  browser = await launch();
  const key = keygen();
  host = await serve(publish({ ledger: SAMPLE, key, now: NOW }));
  small = await serve(publish({ ledger: fivePeople(), key, now: NOW }));
});
after(async () => {
  await browser.close();
  for (const it of [host, small]) await it.close();
});

async function withPage(options, work) {
  const page = await openPage(browser, { folder: host.url, now: NOW, ...options });
  try {
    await work(page);
  } finally {
    await page.context().close();
  }
}

/** The number of items on each page of a list, and the items that are not entirely on one page. */
function pagesOf(kind) {
  const frame = document.querySelector(`.${kind} .paginator`).getBoundingClientRect();
  const flow = document.querySelector(`.${kind} .flow`);
  const step = frame.width + parseFloat(getComputedStyle(flow).columnGap);
  const start = flow.getBoundingClientRect().left;
  const pages = [];
  const cut = [];
  for (const item of flow.firstElementChild.firstElementChild.children) {
    const { left, right, top, bottom } = item.getBoundingClientRect();
    const page = Math.floor((left - start + 1) / step);
    pages[page] = (pages[page] ?? 0) + 1;
    const isWhole = right - start - page * step <= frame.width + 1
      && top >= frame.top - 1 && bottom <= frame.bottom + 1;
    if (!isWhole) cut.push(item.textContent);
  }
  return { pages, cut };
}

const SIZES = { '1080p': WALL, '4K': WALL_4K, '720p': WALL_720P, upright: UPRIGHT };
for (const [size, viewport] of Object.entries(SIZES)) {
  for (const lang of LANGUAGES) {
    test(`every item is whole and on one page, and no page is nearly empty, ${lang}, ${size}`, () =>
      withPage({ viewport }, async (page) => {
        await visit(page, address(host.url, { lang }));
        for (const kind of ['residents', 'households', 'thanks', 'rewards', 'rules']) {
          const { pages, cut } = await page.evaluate(pagesOf, kind);
          assert.deepEqual(cut, [], kind);
          assert.ok(pages.every((it) => it > 1), `${kind}: ${pages}`);
          const announced = await page.locator(`.${kind} .heading`).textContent();
          const [, count] = announced.match(/\/(\d+)$/) ?? [null, '1'];
          assert.equal(Number(count), pages.length, announced);
          if (kind === 'residents') {
            assert.ok(pages.length <= MOST_PAGES_OF_RESIDENTS, `${pages.length} pages of residents`);
          }
        }
      }));
  }
}

/** The kind of the page that is shown, and its part. */
const shown = (page) => page.locator('[data-page]').evaluate((it) => `${it.dataset.page} ${it.dataset.part}`);

/** By how much the language menu is clipped, in pixels: its text, and its arrow. */
function languageMenuFaults(menu) {
  const style = getComputedStyle(menu);
  const arrow = getComputedStyle(menu.parentElement, '::after');
  const pen = document.createElement('canvas').getContext('2d');
  pen.font = style.font;
  const { fontBoundingBoxAscent, fontBoundingBoxDescent } = pen.measureText(menu.selectedOptions[0].text);
  const cut = fontBoundingBoxAscent + fontBoundingBoxDescent - parseFloat(style.lineHeight);
  const taken = parseFloat(arrow.width) + parseFloat(arrow.marginInlineEnd);
  const hidden = arrow.display === 'none' ? 0 : taken - parseFloat(style.paddingInlineEnd);
  return { cut: Math.max(0, Math.round(cut)), hidden: Math.max(0, Math.round(hidden)) };
}

// The pages at 4K and at 720p are those of 1080p, scaled. `layout.test.mjs` checks the ends of
// lists at 4K.
for (const [size, viewport] of Object.entries({ '1080p': WALL, upright: UPRIGHT })) {
  for (const lang of LANGUAGES) {
    test(`nothing is cut off or overlaps on any page of a cycle, ${lang}, ${size}`, () =>
      withPage({ viewport }, async (page) => {
        await visit(page, address(host.url, { lang }));
        assert.deepEqual(await page.evaluate(cutWords), [], 'words that are cut');
        const menu = page.getByRole('combobox');
        assert.deepEqual(await menu.evaluate(languageMenuFaults), { cut: 0, hidden: 0 });
        const faults = [];
        let name = await shown(page);
        for (let last = ''; !(last.startsWith('rules') && name.startsWith('village'));) {
          for (const fault of await page.evaluate(layoutFaults, true)) faults.push(`${name}: ${fault}`);
          last = name;
          await page.keyboard.press('ArrowRight');
          name = await shown(page);
        }
        assert.deepEqual(faults, []);
      }));
  }
}

for (const lang of LANGUAGES) {
  test(`stars of all categories are in columns on one page, ${lang}`, () => withPage({}, async (page) => {
    await visit(page, address(host.url, { page: 'households', lang }));
    const heads = await page.locator('.category-heads > *').evaluateAll((all) =>
      all.map((it) => it.getBoundingClientRect().left));
    const stars = await page.locator('.stars-rows li').first().locator('dd').evaluateAll((all) =>
      all.map((it) => it.getBoundingClientRect().left));
    assert.ok(heads.length > 1);
    assert.deepEqual(stars.map(Math.round), heads.map(Math.round));
  }));
}

test('households are sorted by street, then by number', () => withPage({}, async (page) => {
  await visit(page, address(host.url, { page: 'households' }));
  const names = await page.locator('.stars-rows .name').allTextContents();
  const streets = names.map((it) => it.replace(/^\d+ /, ''));
  const runs = streets.filter((street, at) => street !== streets[at - 1]);
  assert.equal(new Set(runs).size, runs.length, 'no street comes twice');
  for (const [at, street] of streets.entries()) {
    if (street === streets[at - 1]) {
      assert.ok(parseInt(names[at - 1], 10) < parseInt(names[at], 10), `${names[at - 1]}, ${names[at]}`);
    }
  }
}));

test('each deed that earns points is listed once', () => withPage({}, async (page) => {
  await visit(page, address(host.url));
  const names = await page.locator('.page:is(.rewards, .rules) .item .name').allTextContents();
  assert.equal(new Set(names).size, names.length);
}));

test('every resident is shown within 45 minutes, every household within 30, histories six at a time', () =>
  withPage({ now: START, timers: 'standing' }, async (page) => {
    await page.goto(`${host.url}?wall=1&lang=en`);
    assert.equal(await settled(page), 'board');
    const residents = new Set();
    const households = new Set();
    const histories = [];
    for (let passed = 0; passed < 45 * MINUTE; passed += PAGE) {
      const { page: kind, part } = await page.locator('[data-page]').evaluate((it) => ({ ...it.dataset }));
      if (kind === 'residents') {
        for (const { name, score } of await rows(page)) residents.add(`${name} ${score}`);
      }
      if (kind === 'households' && passed < 30 * MINUTE) households.add(part);
      if (kind === 'history') histories.push(part);
      else if (kind === 'rewards') {
        assert.ok(histories.length <= MOST_HISTORIES, `histories ${histories}`);
        histories.length = 0;
      }
      await page.clock.runFor(PAGE);
    }
    const expected = new Set(expectedRows(SAMPLE, NOW.slice(0, 10)).map(({ name, score }) => `${name} ${score}`));
    assert.deepEqual([...expected].filter((it) => !residents.has(it)), []);
    const { pages } = await page.evaluate(pagesOf, 'households');
    assert.equal(households.size, pages.length);
  }));

test('five people fill their page with larger type', () => withPage({}, async (page) => {
  const size = async (url) => {
    await visit(page, address(url, { page: 'residents' }));
    return page.locator('.residents-rows .name').first().evaluate((it) => parseFloat(getComputedStyle(it).fontSize));
  };
  const usual = await size(host.url);
  const large = await size(small.url);
  assert.ok(large >= usual * 1.2, `${large} after ${usual}`);
  const used = await page.evaluate(() => {
    const [frame, list] = ['.residents .paginator', '.residents-rows'].map((it) =>
      document.querySelector(it).getBoundingClientRect());
    return list.height / frame.height;
  });
  assert.ok(used > 0.6 && used <= 1, `${used} of the height`);
}));
