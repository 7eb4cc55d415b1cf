// The hall's desk in a browser: every page under axe, by keyboard alone, narrow, and without script.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { violations } from './lib/axe.mjs';
import { LANGUAGES, PHONE, launch } from './lib/browser.mjs';
import { focused, openDesk, reachable, sampleHall } from './lib/desk.mjs';
import { layoutFaults } from './lib/layout.mjs';

const LAPTOP = { width: 1366, height: 768 };
/** The same window at a zoom of 200 %, in CSS pixels. */
const ZOOMED = { width: 683, height: 384 };
const SIZES = { laptop: LAPTOP, zoomed: ZOOMED, phone: PHONE };
/** Pages that no link leads to. */
const UNLINKED = ['/print/certificate?resident=R0001', '/print/signs?household=nobody', '/nothing'];
/** What opens apart from the desk: a page to print has a layout of its own. */
const PRINTED = /^\/print\/./;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** A page of a new browser profile that the desk has let in. */
async function enter(desk, options = {}) {
  const context = await browser.newContext({ viewport: LAPTOP, bypassCSP: true, ...options });
  const page = await context.newPage();
  await page.goto(desk.url);
  await page.getByRole('navigation').waitFor();
  return page;
}

/** Paths of all pages of the desk: those that links lead to from the first one, and others. */
async function paths(page) {
  const { origin } = new URL(page.url());
  const found = ['/check'];
  for (const path of found) {
    await page.goto(origin + path);
    const links = await page.locator('a[href]').evaluateAll((all) => all.map((it) => it.href));
    for (const link of links.map((it) => new URL(it)).filter((it) => it.origin === origin)) {
      const next = link.pathname + link.search;
      if (!found.includes(next) && !PRINTED.test(next)) found.push(next);
    }
  }
  return [...found, ...UNLINKED];
}

/** Tab reaches every control, in the order of the page, and each shows that it has the focus. */
async function checkKeyboard(page, what) {
  const expected = await page.evaluate(reachable);
  const found = [];
  for (let press = 0; press < expected.length; press += 1) {
    await page.keyboard.press('Tab');
    const control = await page.evaluate(focused);
    assert.ok(control !== null, `${what}: the focus leaves the page after ${found}`);
    assert.ok(control.outlined && control.inView, `${what}: no focus to be seen on ${control.html}`);
    found.push(control.index);
  }
  assert.deepEqual(found, expected, what);
}

for (const language of LANGUAGES) {
  describe(`the desk, ${language}`, () => {
    let desk;
    before(async () => {
      desk = await openDesk(sampleHall(), language);
    });
    after(() => desk.close());

    test('pages are accessible, complete on small screens, and work by keyboard', async () => {
      const page = await enter(desk);
      const { origin } = new URL(page.url());
      const all = await paths(page);
      for (const expected of ['/check', '/letters', '/publish', '/print', '/site']) assert.ok(all.includes(expected), expected);
      for (const path of all) {
        for (const [size, viewport] of Object.entries(SIZES)) {
          await page.setViewportSize(viewport);
          await page.goto(origin + path);
          assert.deepEqual(await page.evaluate(layoutFaults, false), [], `${path}, ${size}`);
        }
        await page.setViewportSize(LAPTOP);
        await page.goto(origin + path);
        assert.deepEqual(await violations(page), [], path);
        await checkKeyboard(page, path);
      }
      await page.context().close();
    });
  });
}

describe('the desk', () => {
  let desk;
  before(async () => {
    desk = await openDesk(sampleHall(), 'en');
  });
  after(() => desk.close());

  test('refuses a second browser in words', async () => {
    const page = await enter(desk);
    const stranger = await browser.newPage({ bypassCSP: true });
    const response = await stranger.goto(page.url());
    assert.equal(response.status(), 403);
    await stranger.getByRole('heading', { level: 1 }).waitFor();
    assert.equal(await stranger.getByRole('navigation').count(), 0);
    assert.deepEqual(await violations(stranger), []);
    await stranger.close();
    await page.context().close();
  });
});

describe('the desk without script', () => {
  let desk;
  before(async () => {
    desk = await openDesk(sampleHall(), 'en');
  });
  after(() => desk.close());

  test('publishes, prints and rolls back', async () => {
    const page = await enter(desk, { javaScriptEnabled: false });
    const turnTo = (name) =>
      page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
    const publish = async () => {
      await page.getByRole('button', { name: /^Publish/ }).click();
      await page.getByRole('heading', { name: 'Published' }).waitFor();
    };
    await turnTo('Publish');
    await publish();
    await turnTo('Print');
    const [cards] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('button', { name: 'Make the cards' }).click(),
    ]);
    assert.ok(await cards.locator('article').count() > 10);
    await turnTo('Publish');
    await publish();
    await turnTo('Site');
    await page.getByRole('link', { name: /going back/ }).first().click();
    await publish();
    await page.context().close();
  });
});
