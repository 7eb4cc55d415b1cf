// Chinese on a screen without an input method: by handwriting, and by the page's own keyboard.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { violations } from './lib/axe.mjs';
import { PHONE, WALL, launch, openPage } from './lib/browser.mjs';
import {
  NOW, at, beginConcern, choose, hallWithLetters, openLetter, openReport, sendOff, signByCard, stopClock,
} from './lib/report.mjs';

/** The smallest height of a key on a 55-inch hall screen, in CSS pixels. */
const LEAST_KEY = 90;
/** Touches in a minute, at a second and a half each. */
const IN_A_MINUTE = 40;
/** The maximum size of the handwriting in a letter, in bytes. */
const MOST = 6144;

let browser;
let host;
before(async () => {
  browser = await launch();
  host = await hallWithLetters();
});
after(async () => {
  await browser.close();
  await host.close();
});

/** Runs the work on the page for letters, on a touch screen. */
async function withPage(work, { viewport = WALL, lang = 'zh', query = '&wall=1' } = {}) {
  const page = await openPage(browser, { folder: host.url, now: NOW, timers: true, viewport, hasTouch: true });
  host.box.letters.length = 0;
  try {
    await openReport(page, host, { lang, query });
    await work(page);
    assert.deepEqual(page.violations, []);
  } finally {
    await page.context().close();
  }
}

/** Draws a line through points, given as fractions of the box. */
async function draw(page, ...places) {
  const box = await page.locator('.handwriting .surface').boundingBox();
  const [first, ...rest] = places.map(([x, y]) => [box.x + x * box.width, box.y + y * box.height]);
  await page.mouse.move(...first);
  await page.mouse.down();
  for (const place of rest) await page.mouse.move(...place, { steps: 8 });
  await page.mouse.up();
}

const ink = (page) => page.locator('.handwriting .ink').getAttribute('d');
const lines = async (page) => ((await ink(page)).match(/M/g) ?? []).length;

test('a concern written by hand arrives sealed, with the lines as drawn', () => withPage(async (page) => {
  await beginConcern(page);
  const keyboard = page.getByRole('group', { name: '键盘' });
  await page.click('#words');
  await keyboard.waitFor();
  await page.getByRole('button', { name: '用手写' }).click();
  await keyboard.waitFor({ state: 'hidden' });
  const field = page.getByRole('group', { name: /手写框/ });
  await field.scrollIntoViewIfNeeded();
  await draw(page, [0.1, 0.2], [0.3, 0.2]);
  await draw(page, [0.2, 0.1], [0.2, 0.4], [0.15, 0.35]);
  await draw(page, [0.5, 0.5], [0.6, 0.6]);
  assert.equal(await lines(page), 3);
  await field.getByRole('button', { name: '撤回上一笔' }).click();
  assert.equal(await lines(page), 2);
  assert.deepEqual(await violations(page), []);
  await choose(page, '.ways .chief', 'sender');
  await page.locator('[data-field="words"]').getByText('手写的内容').waitFor();
  await choose(page, '[data-field="words"]', 'words');
  await signByCard(page, host.card);
  const picture = page.getByRole('img', { name: '手写的内容' });
  assert.equal(await picture.locator('path').getAttribute('d').then((it) => it.split('M').length - 1), 2);
  await sendOff(page);
  await page.waitForSelector('[data-sent="delivered"]');
  const [{ body }] = host.box.letters;
  const letter = openLetter(host, body);
  assert.equal(letter.text, undefined);
  assert.match(letter.handwriting, /^[\w-]+\.[\w-]+$/);
  assert.ok(letter.handwriting.length <= MOST);
  assert.equal(body.length, 1024, 'a few lines are no larger than a text');
}));

test('a guest writes their name by hand', () => withPage(async (page) => {
  await choose(page, '[data-what="thanks"]', 'deed');
  await choose(page, '[data-deed="volunteer"]', 'who');
  await page.fill('#search', 'cgh');
  await choose(page, '.names .choice', 'when');
  await choose(page, '.choice[data-day="2026-11-23"]', 'words');
  await choose(page, '.ways .chief', 'sender');
  await page.getByRole('button', { name: '手写姓名' }).click();
  const field = page.getByRole('group', { name: /姓名手写框/ });
  await page.getByRole('button', { name: '用这个姓名' }).last().click();
  await page.getByText('请在框里写上姓名').waitFor();
  await field.scrollIntoViewIfNeeded();
  await draw(page, [0.1, 0.2], [0.3, 0.2]);
  await page.getByRole('button', { name: '用这个姓名' }).last().click();
  await at(page, 'preview');
  await page.getByRole('img', { name: '手写的内容' }).waitFor();
  await sendOff(page);
  await page.waitForSelector('[data-sent="delivered"]');
  const letter = openLetter(host, host.box.letters[0].body);
  assert.equal(letter.guest, undefined);
  assert.match(letter.guest_handwriting, /^[\w-]+$/);
}));

test('a full box shows a message, and a line can be removed', () => withPage(async (page) => {
  await beginConcern(page);
  await page.getByRole('button', { name: 'Write by hand' }).click();
  const field = page.getByRole('group', { name: /box to write in/i });
  await field.scrollIntoViewIfNeeded();
  const zigzag = (from) => Array.from({ length: 24 }, (_, it) => [it % 2 ? 0.98 : 0.02, from + it / 300]);
  const full = field.getByText('The box is full');
  for (let line = 0; line < 20 && !(await full.isVisible()); line += 1) {
    await draw(page, ...zigzag(0.05 + (line % 8) / 10));
  }
  await full.waitFor();
  const before = await ink(page);
  await draw(page, [0.1, 0.1], [0.2, 0.2]);
  assert.equal(await ink(page), before, 'what is full takes no line');
  await field.getByRole('button', { name: 'Take the last line back' }).click();
  await full.waitFor({ state: 'hidden' });
  await field.getByRole('button', { name: 'Clear the box' }).click();
  assert.equal(await ink(page), '');
  await page.click('.ways .chief');
  await page.getByText('Please write a sentence or two.').waitFor();
}, { viewport: PHONE, lang: 'en', query: '' }));

test('谢谢 is typed by pinyin, and goes into the letter', () => withPage(async (page) => {
  await beginConcern(page);
  const keyboard = page.getByRole('group', { name: '键盘' });
  const press = (name) => keyboard.getByRole('button', { name, exact: true }).click();
  await page.click('#words');
  const asked = page.waitForResponse((it) => /\/pinyin-[0-9a-f]{16}\.txt$/.test(it.url()));
  await press('中文');
  assert.ok((await asked).ok());
  for (const letter of 'xiexie') await press(letter);
  await press('谢');
  await press('谢');
  assert.equal(await page.inputValue('#words'), '谢谢');
  for (const letter of 'nihao') await press(letter);
  await press('空格');
  await press('.');
  assert.equal(await page.inputValue('#words'), '谢谢你好。');
  for (const letter of 'yi') await press(letter);
  await press('更多的字');
  await press('前面的字');
  for (let letter = 0; letter < 2; letter += 1) await press('删除');
  assert.equal(await page.inputValue('#words'), '谢谢你好。', 'letters that wait go first');
  await press('删除');
  assert.equal(await page.inputValue('#words'), '谢谢你好');
  assert.deepEqual(await violations(page), []);
  await signByCard(page, host.card);
  await sendOff(page);
  await page.waitForSelector('[data-sent="delivered"]');
  assert.equal(openLetter(host, host.box.letters[0].body).text, '谢谢你好');
}));

test('a concern is written by touch alone, in as many touches as fit into a minute', () => withPage(async (page) => {
  let touches = 0;
  const touch = async (place) => {
    touches += 1;
    await place.tap();
  };
  const keyboard = page.getByRole('group', { name: '键盘' });
  const press = (name) => touch(keyboard.getByRole('button', { name, exact: true }));
  await touch(page.locator('[data-what="concern"]'));
  await touch(page.locator('[data-deed="straw-burning"]'));
  await touch(page.locator('#search'));
  for (const letter of 'cgh') await press(letter);
  await touch(page.getByRole('button', { name: /陈桂花/ }));
  await touch(page.locator('.days [data-day="2026-11-20"]'));
  await touch(page.locator('#words'));
  await press('中文');
  for (const [syllable, chosen] of [['you', '有'], ['ren', '人'], ['shao', '烧'], ['huo', '火']]) {
    for (const letter of syllable) await press(letter);
    while (!await keyboard.getByRole('button', { name: chosen, exact: true }).count()) await press('更多的字');
    await press(chosen);
  }
  await touch(page.locator('.ways .chief'));
  // The only input that is not a touch: a card under the scanner.
  await page.keyboard.type(host.card);
  await page.keyboard.press('Enter');
  await at(page, 'preview');
  await stopClock(page);
  await touch(page.locator('.ways .chief'));
  await page.locator('[data-state="undo"]').waitFor();
  await page.clock.runFor(16_000);
  await page.waitForSelector('[data-sent="delivered"]');
  assert.equal(openLetter(host, host.box.letters[0].body).text, '有人烧火');
  assert.ok(touches <= IN_A_MINUTE, `${touches} touches`);
}));

test('keys on a hall\'s screen are finger-sized, and use its width', () => withPage(async (page) => {
  await beginConcern(page);
  await page.click('#words');
  const keys = await page.locator('.key-row button').evaluateAll((all) => all.map((it) => it.getBoundingClientRect().height));
  assert.ok(Math.min(...keys) >= LEAST_KEY, `${Math.min(...keys)}`);
  const row = await page.locator('.key-row').first().boundingBox();
  assert.ok(row.width >= WALL.width * 0.9, `${row.width}`);
  const field = await page.locator('#words').boundingBox();
  assert.ok(field.y + 40 < (await page.locator('.bottom').boundingBox()).y, 'the field is in sight');
}));

test('without its table the keyboard shows a message, and letters are typed as before', () => withPage(async (page) => {
  await page.route('**/pinyin-*.txt', (route) => route.fulfill({ status: 200, body: 'no table' }));
  await beginConcern(page);
  const keyboard = page.getByRole('group', { name: '键盘' });
  await page.click('#words');
  await keyboard.getByRole('button', { name: '中文' }).click();
  await keyboard.getByText('字库没有取到').waitFor();
  await keyboard.getByRole('button', { name: '中文' }).click();
  await keyboard.getByRole('button', { name: 'x', exact: true }).click();
  assert.equal(await page.inputValue('#words'), 'x');
}));
