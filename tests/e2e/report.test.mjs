// The page for letters: a letter is sealed, stored, and reaches the hall once.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { violations } from './lib/axe.mjs';
import { LANGUAGES, PHONE, WALL, ZOOMED, launch, openPage, scrollToShare } from './lib/browser.mjs';
import { outOfSight, unmarkedChoices } from './lib/layout.mjs';
import { scanned } from './lib/cards.mjs';
import { temporary } from './lib/place.mjs';
import {
  NOW, at, choose, hallWithLetters, kept, longestWait, openLetter, openReport, sendOff,
  stopClock, writeConcern, writeThanks,
} from './lib/report.mjs';

const DESK = 'phone = "0571 8765 4321"\ndesk_hours = "8:30-17:00"\n';
const PORTRAIT = { width: 1080, height: 1920 };

let browser;
let host;
before(async () => {
  browser = await launch();
  host = await hallWithLetters({ names: true });
});
after(async () => {
  await browser.close();
  await host.close();
});

/** Runs the work on a page of a new browser profile, whose clock the test controls. */
async function withPage(work, { viewport = PHONE, hall = host, allow = false, ...options } = {}) {
  const page = await openPage(browser, { folder: hall.url, now: NOW, timers: true, viewport, ...options });
  page.said = [];
  page.on('console', (message) => page.said.push(message.text()));
  hall.box.letters.length = 0;
  hall.box.answer = 200;
  hall.received.length = 0;
  try {
    await openReport(page, hall, options);
    await work(page);
    if (!allow) assert.deepEqual(page.violations, []);
  } finally {
    await page.context().close();
  }
}

/** Asserts that a text contains nothing of the letter or the card, in any form. */
function tellsNothing(text, card) {
  const groups = card.match(/.{4}/g);
  const codes = [card, groups.join(' '), groups.join('-')].flatMap((it) => [it, it.toLowerCase()]);
  for (const form of [...codes, 'Smoke over', 'straw-burning', 'reporter']) {
    assert.ok(!text.includes(form), `${form} lies about`);
  }
}

test('a concern by card arrives sealed, with nothing of the card but its token', () => withPage(async (page) => {
  await writeConcern(page, host.card);
  for (const words of ['Smoke over the field.', 'Burning straw', '陈桂花', '20 November 2026']) {
    assert.ok((await page.innerText('.preview')).includes(words), words);
  }
  assert.match(await page.innerText('.step'), /will be told what was said/);
  const before = await kept(page);
  assert.deepEqual(before.letters, []);
  await sendOff(page);
  await page.waitForSelector('[data-sent="delivered"]');
  assert.match(await page.getAttribute('[data-number]', 'data-number'), /^\d{4}-\d{4}$/);
  const after = await kept(page);
  tellsNothing(after.text + page.said.join() + host.received.join(), host.card);
  assert.ok(!(await page.innerText('body')).includes('Smoke'));
  assert.deepEqual(after.letters, []);
  const [{ body, headers }, ...more] = host.box.letters;
  assert.equal(more.length, 0);
  assert.equal(body.length, 1024);
  assert.equal(headers.cookie, undefined);
  assert.equal(headers.referer, undefined);
  tellsNothing(body.toString('latin1'), host.card);
  const letter = openLetter(host, body);
  assert.match(letter.card, /^[0-9a-f]{32}$/);
  const { id, card, ...said } = letter;
  assert.deepEqual(said, {
    format: 'hallboard-letter/1', hall: 'yangqiao', written: said.written, kind: 'concern',
    resident: '陈桂花', deed: 'straw-burning', date: '2026-11-20', text: 'Smoke over the field.',
  });
}));

test('the writer is named only if they agree, by keyboard too', () => withPage(async (page) => {
  await writeConcern(page, host.card);
  const says = async () => {
    const [preview, notice] = [await page.innerText('.preview'), await page.innerText('.callout')];
    const found = [/see it beside the entry/.test(preview), /not told who wrote/.test(preview)];
    return [...found, /that you said it/.test(notice), /not who said it/.test(notice)];
  };
  assert.deepEqual(await says(), [false, true, false, true]);
  const tick = page.getByRole('checkbox', { name: 'They may know that I wrote this' });
  assert.equal(await tick.isChecked(), false);
  const { height } = await page.locator('.tick label').boundingBox();
  assert.ok(height >= 44, `${height}px to press`);
  await page.getByRole('button', { name: /^Change: / }).last().focus();
  await page.keyboard.press('Tab');
  assert.ok(await tick.evaluate((it) => it === document.activeElement));
  await page.keyboard.press('Space');
  assert.deepEqual(await says(), [true, false, true, false]);
  // Going back does not reset the choice.
  await choose(page, 'button[aria-label="Change: Your words"]', 'words');
  assert.match(await page.innerText('.callout'), /that you said it/);
  await choose(page, '.ways .chief', 'preview');
  assert.deepEqual(await says(), [true, false, true, false]);
  await sendOff(page);
  await page.waitForSelector('[data-sent="delivered"]');
  assert.equal(openLetter(host, host.box.letters[0].body).named, true);
}));

test('thanks by a guest arrive', () => withPage(async (page) => {
  await writeThanks(page);
  assert.doesNotMatch(await page.innerText('.preview'), /who wrote/);
  await sendOff(page);
  await page.waitForSelector('[data-sent="delivered"]');
  const { id, written, ...said } = openLetter(host, host.box.letters[0].body);
  assert.deepEqual(said, {
    format: 'hallboard-letter/1', hall: 'yangqiao', guest: 'Ann Chen', kind: 'thanks',
    resident: '陈桂花', deed: 'volunteer', date: '2026-11-23', text: 'Four hours, in the rain.',
  });
}));

test('a letter taken back leaves no trace, and the form unchanged', () => withPage(async (page) => {
  await writeThanks(page);
  const before = await page.innerText('.preview');
  await stopClock(page);
  await page.click('.ways .chief');
  await page.waitForSelector('[data-state="undo"]');
  await page.clock.runFor(10_000);
  await page.waitForSelector('[data-undo="5"]');
  await page.click('.step .chief');
  await at(page, 'preview');
  assert.equal(await page.innerText('.preview'), before);
  await page.clock.runFor(20_000);
  assert.deepEqual((await kept(page)).letters, []);
  assert.deepEqual(host.box.letters, []);
}));

test('a message is shown while the hall does not answer, until it does', () => withPage(async (page) => {
  host.box.hold();
  await writeThanks(page);
  await sendOff(page);
  await page.waitForSelector('[data-sent="waiting"]');
  await page.clock.runFor(5_000);
  await page.getByText('There is no answer from the hall yet.').waitFor();
  host.box.release();
  await page.waitForSelector('[data-sent="delivered"]');
}));

test('a message is shown if the parent page does not answer', () => withPage(async (page) => {
  await page.goto(`${host.url}me/?lang=en`);
  await page.evaluate(() => {
    const frame = document.createElement('iframe');
    frame.src = '../report/?lang=en';
    document.body.append(frame);
  });
  const frame = page.frameLocator('iframe');
  await frame.locator('[data-state="loading"] h1').waitFor();
  await page.clock.runFor(5_000);
  await frame.getByText('There is no answer yet.').waitFor();
}));

test('a letter survives a reload and a full letter box, and is delivered once', () =>
  withPage(async (page) => {
    host.box.answer = 507;
    await writeThanks(page);
    await sendOff(page);
    await page.waitForSelector('[data-sent="waiting"]');
    await page.waitForSelector('[data-waits="1"]');
    await host.box.answered(1);
    const [{ size }] = (await kept(page)).letters;
    assert.equal(size, 1024);
    await openReport(page, host);
    await page.waitForSelector('[data-waits="1"]');
    host.box.answer = 200;
    await longestWait(page);
    await page.waitForSelector('[data-waits]', { state: 'detached' });
    assert.deepEqual((await kept(page)).letters, []);
    const statuses = host.box.letters.map((it) => it.status);
    assert.equal(statuses.filter((it) => it === 200).length, 1);
    assert.ok(statuses.slice(0, -1).every((it) => it === 507) && statuses.length > 1);
    const bodies = new Set(host.box.letters.map((it) => it.body.toString('hex')));
    assert.equal(bodies.size, 1, 'the same bytes each time');
    await longestWait(page);
    assert.equal(host.box.letters.length, statuses.length);
  }, { allow: true }));

describe('a hall without a letter box', () => {
  let other;
  before(async () => { other = await hallWithLetters({ post: '', desk: DESK }); });
  after(() => other.close());

  for (const lang of LANGUAGES) {
    test(`nothing is called sent, and the remaining steps are explained, ${lang}`, () => withPage(async (page) => {
      const said = { en: [/thank you|\bsent\b/i, 'Not with the hall yet'], zh: [/谢谢|送出/, '还没有送到礼堂'] };
      const [untrue, title] = said[lang];
      const says = async () => page.innerText('main');
      await writeThanks(page);
      assert.doesNotMatch((await says()).replace(/nothing else.*/, ''), untrue);
      await page.getByRole('button', { name: { en: 'Seal', zh: '封好' }[lang], exact: true }).waitFor();
      await sendOff(page);
      await page.getByRole('heading', { name: title }).waitFor();
      assert.doesNotMatch(await says(), untrue);
      await page.locator('[data-code="1"]').waitFor();
      for (const found of ['8:30', '0571 8765 4321']) assert.ok((await says()).includes(found), found);
    }, { hall: other, lang }));
  }

  test('a letter is handed over as a file', () => withPage(async (page) => {
    await writeThanks(page);
    await sendOff(page);
    await page.waitForSelector('[data-sent="hand-over"]');
    const [download] = await Promise.all([
      page.waitForEvent('download'), page.click('.hand-over .chief'),
    ]);
    assert.match(download.suggestedFilename(), /^[0-9a-f]{32}\.letter$/);
    const bytes = readFileSync(await download.path());
    assert.equal(openLetter(other, bytes).kind, 'thanks');
    // It stays stored until its writer confirms, with a second press, that the hall has it.
    await page.click('.over button');
    assert.equal((await kept(page)).letters.length, 1);
    await page.click('.over .chief');
    await at(page, 'what');
    assert.deepEqual((await kept(page)).letters, []);
  }, { hall: other, acceptDownloads: true }));

  test('a letter is handed over as codes', () => withPage(async (page) => {
    await writeThanks(page);
    await sendOff(page);
    const parts = [];
    for (const part of [1, 2, 3]) {
      const code = page.locator(`[data-code="${part}"]`);
      await code.waitFor();
      assert.equal(await code.getAttribute('aria-label'), `Code ${part} of 3`);
      const picture = join(temporary(), 'code.png');
      await code.screenshot({ path: picture });
      parts.push(...scanned(picture).map((it) => it.split(':')));
      if (part < 3) await page.click('.hand-over button:text-is("Next code")');
    }
    assert.deepEqual(parts.map(([format, , place]) => [format, place]),
      [['HBL1', '1/3'], ['HBL1', '2/3'], ['HBL1', '3/3']]);
    const bytes = Buffer.from(parts.map((it) => it[3]).join(''), 'base64url');
    assert.equal(openLetter(other, bytes).kind, 'thanks');
    const [{ letter }] = (await kept(page)).letters;
    assert.ok(parts.every(([, name]) => `${name}.letter` === letter));
  }, { hall: other, viewport: WALL }));

  test('a device without storage space shows a message, and offers file and codes at once', () => withPage(async (page) => {
    await page.evaluate(() => {
      IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };
    });
    await writeThanks(page);
    await sendOff(page);
    await page.waitForSelector('[data-sent="unkept"]');
    assert.equal(await page.locator('.hand-over .chief').isVisible(), true);
  }, { hall: other, allow: true }));
});

test('a shared screen that is left discards everything and returns to the board', () =>
  withPage(async (page) => {
    await choose(page, '[data-what="concern"]', 'deed');
    await page.click('[data-field="sender"]');
    await page.fill('#code', host.card);
    await page.press('#code', 'Enter');
    await at(page, 'deed');
    await stopClock(page);
    await page.mouse.move(5, 5);
    await page.clock.runFor(165_000);
    await page.waitForSelector('[data-rest]');
    await page.clock.runFor(20_000);
    await page.waitForURL(`${host.url}?wall=1`);
    await page.goBack().catch(() => {});
    assert.ok(!page.url().includes('report'), 'no way back');
  }, { viewport: WALL, query: '&wall=1', allow: true }));

for (const [size, viewport] of [['phone', PHONE], ['desk', WALL]]) {
  test(`the countdown is visible at every scroll position, and can be stopped, ${size}`, () =>
    withPage(async (page) => {
      await choose(page, '[data-what="thanks"]', 'deed');
      await stopClock(page);
      await page.mouse.move(5, 5);
      await scrollToShare(page, 1);
      await page.clock.runFor(165_000);
      const stay = page.locator('.countdown button');
      assert.deepEqual(await stay.evaluate(outOfSight), []);
      await stay.click();
      await page.waitForSelector('[data-rest]', { state: 'detached' });
      await page.clock.runFor(158_000);
      assert.equal(await page.locator('[data-rest]').count(), 0);
      assert.equal(await page.locator('[data-step="deed"]').count(), 1);
    }, { viewport, query: '&wall=1' }));

  test(`an own device discards nothing by itself, ${size}`, () => withPage(async (page) => {
    await writeThanks(page, { words: 'Written at home.' });
    await stopClock(page);
    await page.clock.runFor(3_600_000);
    assert.equal(await page.locator('[data-rest]').count(), 0);
    assert.match(await page.innerText('.preview'), /Written at home/);
  }, { viewport }));
}

test('going back loses nothing, and a guest cannot write a concern', () => withPage(async (page) => {
  await writeThanks(page);
  await choose(page, '.ways button:first-child', 'overview');
  for (const field of ['words', 'when', 'who', 'deed', 'sender', 'what']) {
    await choose(page, `[data-field="${field}"]`, field);
    assert.equal(await page.locator('.field-panel').count(), 1);
  }
  await choose(page, '[data-field="what"]', 'overview');
  await choose(page, '.ways .chief', 'preview');
  assert.ok((await page.innerText('.preview')).includes('Four hours, in the rain.'));
  await choose(page, 'button[aria-label="Change: What"]', 'what');
  await choose(page, '[data-what="concern"]', 'deed');
  await choose(page, '[data-field="sender"]', 'sender');
  assert.equal(await page.locator('#guest').count(), 0);
  await page.fill('#code', 'ABCD');
  await page.press('#code', 'Enter');
  assert.match(await page.innerText('#code-fault'), /28 letters/);
  assert.equal(await page.inputValue('#code'), '');
}));

test('by keyboard alone', () => withPage(async (page) => {
  const press = async (words) => {
    for (let tries = 0; tries < 80; tries += 1) {
      const now = await page.evaluate(() => document.activeElement.innerText ?? '');
      if (now.startsWith(words)) return page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
    }
    return assert.fail(`no way to "${words}"`);
  };
  await press('A good deed');
  await at(page, 'deed');
  await press('Night patrol');
  await at(page, 'when');
  await press('Yesterday');
  await at(page, 'words');
  await press('Go on');
  await at(page, 'sender');
  // A scanner types into the focused element, and Enter after the code.
  await page.keyboard.type(host.card);
  await page.keyboard.press('Enter');
  await at(page, 'preview');
  await stopClock(page);
  await press('Send');
  await page.waitForSelector('[data-state="undo"]');
  await page.clock.runFor(16_000);
  await page.waitForSelector('[data-sent="delivered"]');
  const { kind, deed, date } = openLetter(host, host.box.letters[0].body);
  assert.deepEqual([kind, deed, date], ['own-deed', 'patrol', '2026-11-22']);
}));

test('the page\'s own keyboard types where the cursor is', () => withPage(async (page) => {
  await choose(page, '[data-what="own-deed"]', 'deed');
  assert.equal(await page.locator('.key-row').count(), 0, 'the list of deeds has the room');
  await choose(page, '[data-field="sender"]', 'sender');
  await page.click('#guest');
  for (const key of ['a', 'n', 'x']) await page.click(`.key-row button:text-is("${key}")`);
  await page.click('.key-row button:text-is("Delete")');
  assert.equal(await page.inputValue('#guest'), 'an');
}, { viewport: WALL, hasTouch: true, query: '&wall=1' }));

test('deeds and names are found by their pinyin, whole or abbreviated', () => withPage(async (page) => {
  await choose(page, '[data-what="thanks"]', 'deed');
  const initials = {
    agjy: 'job-dedication', qlhdlj: 'river-cleanup', zyfwsxs: 'volunteer', xljq: 'filial-care',
    tjlljf: 'mediation', sjbm: 'lost-property', yjxl: 'patrol', jyyw: 'brave-act',
    asjnfy: 'fee-on-time', xbzzht: 'flower-bed',
  };
  for (const [typed, deed] of Object.entries(initials)) {
    await page.fill('#search', typed);
    const found = await page.locator('[data-deed]').evaluateAll((all) => all.map((it) => it.dataset.deed));
    assert.deepEqual(found, [deed], typed);
  }
  await page.fill('#search', '');
  await choose(page, '[data-deed="patrol"]', 'who');
  const names = {
    lzq: '刘志强', zjg: '张建国', lxy: '李秀英', ycs: '杨春生', lsf: '林淑芬', wdf: '王德福',
    hcx: '胡彩霞', zyl: '赵玉兰', cgh: '陈桂花', gcp: '高翠萍', MarC: 'Margaret Chen',
    liuzhiqiang: '刘志强', chengh: '陈桂花', hcaixia: '胡彩霞',
  };
  for (const [typed, name] of Object.entries(names)) {
    await page.fill('#search', typed);
    assert.deepEqual(await page.locator('.names .choice').allInnerTexts(), [name], typed);
  }
}, { lang: 'zh' }));

test('names are found without their diacritics, which many keyboards lack', async () => {
  const renamed = {
    R0002: 'Nguyễn Thị Phương Thảo', R0003: 'Łukasz Żółkiewski', R0004: 'مُحَمَّد علي', R0005: 'Søren Großmann',
  };
  const hall = await hallWithLetters({ renamed });
  await withPage(async (page) => {
    await choose(page, '[data-what="thanks"]', 'deed');
    await choose(page, '[data-deed="patrol"]', 'who');
    const typed = {
      R0002: ['Nguyễn', 'nguyen', 'PHUONG', 'thao', 'ＴＨＡＯ', 'Thảo', 'ntpt'],
      R0003: ['lukasz', 'zolkiewski', 'luz'],
      R0004: ['محمد', 'مـحـمـد', 'مُحَمَّد'],
      R0005: ['soren', 'grossmann', 'GROSSMANN'],
    };
    for (const [resident, all] of Object.entries(typed)) {
      for (const text of all) {
        await page.fill('#search', text);
        assert.deepEqual(await page.locator('.names .choice').allInnerTexts(), [renamed[resident]], text);
      }
    }
    await page.fill('#search', 'nguyenn');
    assert.equal(await page.locator('.names .choice').count(), 0);
  }, { hall, lang: 'en' });
  await hall.close();
});
/** Fills in a concern up to the field for its words. */
async function toWords(page) {
  await choose(page, '[data-what="concern"]', 'deed');
  await choose(page, '[data-deed="straw-burning"]', 'who');
  await page.fill('#search', 'cgh');
  await choose(page, '.names .choice', 'when');
  await choose(page, '.days [data-day="2026-11-20"]', 'words');
}

const MISSING = { en: 'Please write a sentence or two.', zh: '请写一两句。' };
for (const lang of LANGUAGES) {
  test(`going on without the required words shows a message, ${lang}`, () => withPage(async (page) => {
    await toWords(page);
    const field = page.locator('#words');
    const fault = page.locator('#words-fault');
    assert.equal(await fault.innerText(), '');
    assert.equal(await field.getAttribute('aria-invalid'), 'false');
    await page.click('.ways .chief');
    await page.waitForSelector('#words-fault:not(:empty)');
    assert.equal(await fault.innerText(), MISSING[lang]);
    assert.equal(await fault.getAttribute('role'), 'alert');
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    assert.ok((await field.getAttribute('aria-describedby')).split(' ').includes('words-fault'));
    assert.ok(await field.evaluate((it) => it === document.activeElement));
    const { y, height } = await field.boundingBox();
    assert.ok((await fault.boundingBox()).y >= y + height, 'under the field');
    // The message disappears with the first letter, and does not return by itself.
    await page.keyboard.type('Smoke.');
    assert.equal(await fault.innerText(), '');
    await page.fill('#words', '');
    await choose(page, '[data-field="when"]', 'when');
    await choose(page, '.ways .chief', 'words');
    assert.equal(await fault.innerText(), '');
    await page.fill('#words', '字'.repeat(2003));
    await page.click('.ways .chief');
    await page.waitForSelector('#words-fault:not(:empty)');
    assert.match(await fault.innerText(), /2000/);
    await page.fill('#words', 'Smoke.');
    await choose(page, '.ways .chief', 'sender');
  }, { lang }));

  test(`going on past any other required field shows a message, ${lang}`, () => withPage(async (page) => {
    await choose(page, '[data-what="concern"]', 'deed');
    for (const field of ['deed', 'who', 'when', 'sender']) {
      if (field !== 'deed') await choose(page, `[data-field="${field}"]`, field);
      const fault = page.locator(field === 'sender' ? '#code-fault' : `#${field}-fault`);
      assert.equal(await fault.innerText(), '');
      // The sender is given by a card or a name, which have their own buttons.
      if (field === 'sender') assert.equal(await page.locator('.ways .chief').count(), 0);
      await page.click(field === 'sender' ? '.ask [type="submit"]' : '.ways .chief');
      await fault.locator(':scope:not(:empty)').waitFor();
      assert.equal(await fault.getAttribute('role'), 'alert');
      assert.deepEqual(await fault.evaluate(outOfSight), []);
      await at(page, field);
    }
    // From the overview, the first incomplete field is opened.
    await choose(page, '[data-field="sender"]', 'overview');
    await choose(page, '.ways .chief', 'deed');
    await page.locator('#deed-fault:not(:empty)').waitFor();
  }, { lang }));

  test(`a concern is written by touch alone, with ready phrases, ${lang}`, () => withPage(async (page) => {
    const tap = async (selector, then) => {
      await page.tap(selector);
      if (then) await at(page, then);
    };
    await tap('[data-what="concern"]', 'deed');
    await tap('[data-deed="straw-burning"]', 'who');
    await tap('.names .choice', 'when');
    await tap('.days [data-day="2026-11-20"]', 'words');
    const phrases = page.locator('.phrase');
    const chosen = [await phrases.nth(2).innerText(), await phrases.nth(9).innerText()];
    for (const number of [2, 4, 9, 4]) await phrases.nth(number).tap();
    assert.equal(await page.inputValue('#words'), chosen.join(lang === 'en' ? ' ' : ''));
    assert.equal(await phrases.nth(2).getAttribute('aria-pressed'), 'true');
    assert.equal(await phrases.nth(4).getAttribute('aria-pressed'), 'false');
    await tap('.ways .chief', 'sender');
    // The only input that is not a tap: a card under the scanner.
    await page.keyboard.type(host.card);
    await page.keyboard.press('Enter');
    await at(page, 'preview');
    await sendOff(page);
    await page.waitForSelector('[data-sent="delivered"]');
    assert.equal(openLetter(host, host.box.letters[0].body).text, chosen.join(lang === 'en' ? ' ' : ''));
  }, { lang, viewport: WALL, hasTouch: true, query: '&wall=1' }));
}

test('on a hall\'s screen touch targets are large, and the rows stand beside the open one', () =>
  withPage(async (page) => {
    await choose(page, '[data-what="thanks"]', 'deed');
    const low = async () => page.locator('.report button:visible').evaluateAll((all) =>
      all.filter((it) => it.getBoundingClientRect().height < 90).map((it) => it.innerText));
    assert.deepEqual(await low(), []);
    const row = await page.locator('[data-field="deed"]').boundingBox();
    const panel = await page.locator('.field-panel').boundingBox();
    assert.ok(panel.x >= row.x + row.width, 'beside');
    await choose(page, '[data-deed="volunteer"]', 'who');
    await page.click('#search');
    await page.locator('.key-row').first().waitFor();
    assert.deepEqual(await low(), []);
    for (const key of ['c', 'g', 'h']) await page.click(`.key-row button:text-is("${key}")`);
    await choose(page, '.names .choice', 'when');
    assert.equal(await page.locator('.key-row').count(), 0);
    assert.deepEqual(await low(), []);
  }, { viewport: WALL, hasTouch: true, query: '&wall=1' }));

test('a guest chooses their name from the board', () => withPage(async (page) => {
  await choose(page, '[data-what="own-deed"]', 'deed');
  await choose(page, '[data-field="sender"]', 'sender');
  assert.equal(await page.locator('.names .choice').count(), 0);
  await page.fill('#guest', 'cgh');
  await choose(page, '.names .choice:has-text("陈桂花")', 'deed');
  assert.match(await page.innerText('[data-field="sender"]'), /陈桂花/);
}));

test('a field and its caret stay in place while somebody types', () => withPage(async (page) => {
  const same = async (selector, work) => {
    const field = await page.$(selector);
    await work();
    assert.ok(await field.evaluate((it) => it.isConnected && it === document.activeElement), selector);
  };
  await choose(page, '[data-what="thanks"]', 'deed');
  await choose(page, '[data-field="sender"]', 'sender');
  await page.click('#guest');
  await same('#guest', () => page.keyboard.type('Ann'));
  await page.press('#guest', 'Enter');
  await choose(page, '[data-deed="volunteer"]', 'who');
  await page.click('#search');
  await same('#search', () => page.keyboard.type('cgh'));
  await choose(page, '.names .choice', 'when');
  await choose(page, '.choice[data-day="2026-11-23"]', 'words');
  await page.click('#words');
  await same('#words', async () => {
    await page.keyboard.type('Four hours');
    for (let left = 0; left < 6; left += 1) await page.keyboard.press('ArrowLeft');
    await page.keyboard.type(' long');
    // The page's clock advances meanwhile.
    await page.clock.runFor(3_000);
    await page.keyboard.type(' and wet');
  });
  assert.equal(await page.inputValue('#words'), 'Four long and wet hours');
}));

test('each step moves the focus to its heading, and scrolls to the top', () => withPage(async (page) => {
  const onHeading = () => page.waitForFunction(() => document.activeElement?.matches('main h1') && scrollY === 0);
  await choose(page, '[data-what="thanks"]', 'deed');
  await onHeading();
  await scrollToShare(page, 1);
  await choose(page, '[data-deed="volunteer"]', 'who');
  await onHeading();
  await choose(page, '[data-field="deed"]', 'deed');
  await onHeading();
  await choose(page, '[data-field="deed"]', 'overview');
  await onHeading();
}));

test('an unsealed letter is discarded when the page is left, in its undo period too', () => withPage(async (page) => {
  await writeConcern(page, host.card);
  const leave = async () => {
    await page.evaluate(() => dispatchEvent(new Event('pagehide')));
    await at(page, 'what');
  };
  await leave();
  tellsNothing((await kept(page)).text, host.card);
  assert.equal(await page.locator('.ways button').count(), 0, 'nothing is begun');
  await writeConcern(page, host.card);
  await stopClock(page);
  await page.click('.ways .chief');
  await page.waitForSelector('[data-state="undo"]');
  await leave();
  await page.clock.runFor(20_000);
  const { letters, text } = await kept(page);
  assert.deepEqual(letters, []);
  tellsNothing(text, host.card);
  assert.deepEqual(host.box.letters, []);
}));

/** Walks through every step of a concern, and the views after it. */
async function* steps(page) {
  yield 'what';
  await choose(page, '[data-what="concern"]', 'deed');
  yield 'deed';
  await choose(page, '[data-deed="straw-burning"]', 'who');
  yield 'who';
  await page.fill('#search', 'cgh');
  await choose(page, '.names .choice', 'when');
  yield 'when';
  await choose(page, '.days [data-day="2026-11-20"]', 'words');
  yield 'words';
  await page.fill('#words', '晚上田里有烟。Smoke over the field.');
  await page.locator('.phrase').first().click();
  yield 'words-chosen';
  await choose(page, '.ways .chief', 'sender');
  yield 'sender';
  await page.click('.ask [type="submit"]');
  await page.locator('#code-fault:not(:empty)').waitFor();
  yield 'sender-missing';
  await page.fill('#code', host.card);
  await page.press('#code', 'Enter');
  await at(page, 'preview');
  await choose(page, '.ways button:first-child', 'overview');
  yield 'overview';
  await choose(page, '.ways .chief', 'preview');
  await page.check('#named');
  yield 'preview';
  host.box.answer = 503;
  await stopClock(page);
  await page.click('.ways .chief');
  await page.waitForSelector('[data-state="undo"]');
  // axe waits by the page's clock.
  await page.clock.resume();
  yield 'undo';
  await page.clock.runFor(16_000);
  await page.waitForSelector('[data-waits]');
  yield 'sent';
  await page.click('.waits button');
  await page.waitForSelector('[data-state="outbox"]');
  await page.click('.hand-over button:not(.chief)');
  await page.waitForSelector('[data-code]');
  yield 'outbox';
}

for (const lang of LANGUAGES) {
  for (const [size, viewport] of [['phone', PHONE], ['wall', WALL], ['portrait', PORTRAIT]]) {
    test(`axe finds nothing and nothing is cut off, ${lang}, ${size}`, () => withPage(async (page) => {
      for await (const step of steps(page)) {
        assert.deepEqual(await violations(page), [], step);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${step} is ${wide}px too wide`);
        const shots = process.env.HALLBOARD_SHOTS;
        if (shots) await page.screenshot({ path: `${shots}/report-${lang}-${size}-${step}.png`, fullPage: size === 'phone' });
      }
    }, { viewport, lang, bypassCSP: true, allow: true, query: size === 'phone' ? '' : '&wall=1' }));
  }
}

test('at 400 % in forced colours nothing scrolls sideways, and choices are visible', () => withPage(async (page) => {
  await page.emulateMedia({ forcedColors: 'active' });
  for await (const step of steps(page)) {
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${step} is ${wide}px too wide`);
    assert.deepEqual(await page.evaluate(unmarkedChoices), [], step);
  }
}, { viewport: ZOOMED, allow: true }));
