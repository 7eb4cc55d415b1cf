// Letters from a resident's own page: the page for letters in a frame, and the messages between the
// two.

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { violations } from './lib/axe.mjs';
import { LANGUAGES, PHONE, WALL, launch, openPage } from './lib/browser.mjs';
import { codes } from './lib/cards.mjs';
import { openMe, typeCode } from './lib/me.mjs';
import { unfold } from './lib/record.mjs';
import { outOfSight } from './lib/layout.mjs';
import { nginx } from './lib/nginx.mjs';
import { temporary } from './lib/place.mjs';
import { loadedByAlone } from './lib/publish.mjs';
import {
  NOW, hallWithLetters, kept, longestWait, openLetter, ownToken as token, stopClock,
} from './lib/report.mjs';
import { serve } from './lib/server.mjs';

/** A resident with an entry to reply to, one with every scope of consent, and one under a guardian.
 * */
const [CONCERNED, AGREEING, GUARDED] = ['R0021', 'R0001', 'R0016'];
const WORDS = 'It was not my field.';

let browser;
let host;
let cards;
before(async () => {
  browser = await launch();
  host = await hallWithLetters();
  cards = codes(host);
});
after(async () => {
  await browser.close();
  await host.close();
});

/** Runs the work on a resident's own page in a new browser profile. */
async function withRecord(resident, work, { hall = host, lang = 'en', query = '', allow = false, ...options } = {}) {
  const page = await openPage(browser, { folder: hall.url, now: NOW, timers: true, viewport: PHONE, ...options });
  page.said = [];
  page.on('console', (message) => page.said.push(message.text()));
  host.box.letters.length = 0;
  host.box.answer = 200;
  host.received.length = 0;
  try {
    await openMe(page, hall.url, { lang, query });
    assert.equal(await typeCode(page, cards.get(resident)), 'open');
    await work(page, page.frameLocator('iframe'));
    if (!allow) assert.deepEqual(page.violations, []);
  } finally {
    host.tamper.clear();
    await page.context().close();
  }
}

const shots = process.env.HALLBOARD_SHOTS;
if (shots) mkdirSync(shots, { recursive: true });
const shot = async (page, name) => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png` });
};

async function begin(page, about) {
  if (about === 'erasure') await unfold(page);
  await page.locator(`[data-letter="${about}"] button`).first().click();
}
const stands = (frame, state, step) =>
  frame.locator(`[data-state="${state}"]${step ? `[data-step="${step}"]` : ''} .step`).waitFor();

/** Presses the last button of the frame and lets the undo period pass. */
async function sendOff(page, frame) {
  await stopClock(page);
  await frame.locator('.ways .chief').click();
  await stands(frame, 'undo');
  await page.clock.runFor(16_000);
  await stands(frame, 'sent');
  await page.clock.resume();
}

const closed = (page) => page.waitForSelector('dialog', { state: 'detached' });
const sent = () => openLetter(host, host.box.letters.at(-1).body);

/** Asserts that a text contains neither the card, the token nor the words. */
function tellsNothing(text, code) {
  const groups = code.match(/.{4}/g);
  const forms = [code, groups.join(' '), groups.join('-')].flatMap((it) => [it, it.toLowerCase()]);
  for (const form of [...forms, token(code), token(code).slice(0, 12), WORDS]) {
    assert.ok(!text.includes(form), `${form} lies about`);
  }
}

test('a reply arrives with its writer\'s token, and leaves no trace', () =>
  withRecord(CONCERNED, async (page, frame) => {
    const code = cards.get(CONCERNED);
    assert.equal(await page.innerText('[data-letter="reply"]'), 'Reply to this (6 days left)');
    await begin(page, 'reply');
    await stands(frame, 'form', 'words');
    const asked = await frame.locator('.step').innerText();
    assert.match(asked, /Burning straw.* · 18 November 2026/);
    assert.match(asked, /until 28 November 2026/);
    // A reply needs words.
    await frame.locator('.ways .chief').click();
    await frame.locator('#words-fault', { hasText: 'Please write a sentence' }).waitFor();
    await stands(frame, 'form', 'words');
    await frame.locator('#words').fill(WORDS);
    await frame.locator('.ways .chief').click();
    await stands(frame, 'form', 'preview');
    const preview = await frame.locator('.step').innerText();
    for (const words of ['A reply to an entry', 'Burning straw', '何永康', WORDS]) {
      assert.ok(preview.includes(words), words);
    }
    await sendOff(page, frame);
    await frame.locator('[data-sent="delivered"]').waitFor();
    const inner = page.frames().find((it) => it.url().includes('/report/'));
    const left = await kept(inner);
    assert.deepEqual(left.letters, []);
    tellsNothing(left.text, code);
    await frame.locator('.buttons .chief').click();
    await closed(page);
    const button = page.locator('[data-letter="reply"]');
    assert.equal(await button.innerText(), 'You wrote about this. The hall has your letter.');
    assert.ok(await button.evaluate((it) => it === document.activeElement));
    tellsNothing((await kept(page)).text + page.said.join() + host.received.join(), code);
    assert.equal(host.box.letters.length, 1);
    const { id, written, ...said } = sent();
    assert.deepEqual(said, {
      format: 'hallboard-letter/1', hall: 'yangqiao', own: token(code), kind: 'reply',
      entry: 'E184', text: WORDS,
    });
  }));

test('a sealed reply takes at most four taps from the open page, and its words', () =>
  withRecord(CONCERNED, async (page, frame) => {
    let taps = 0;
    const tap = async (control) => {
      taps += 1;
      await control.click();
    };
    await tap(page.locator('#now .due [data-letter="reply"] button').first());
    await frame.locator('#words').fill(WORDS);
    await stopClock(page);
    const sealed = frame.locator('[data-state="undo"], [data-state="sent"]');
    while (taps < 4 && await sealed.count() === 0) {
      await tap(frame.locator('.ways .chief'));
      await frame.locator('[data-step="preview"] .step, [data-state="undo"], [data-state="sent"]').first().waitFor();
    }
    assert.equal(await sealed.count(), 1, `${taps} taps`);
  }));

test('withdrawing takes two presses', () => withRecord(AGREEING, async (page, frame) => {
  await begin(page, 'leaving');
  await stands(frame, 'form', 'preview');
  assert.match(await frame.locator('.step').innerText(), /Leave altogether[\s\S]*Nothing any more/);
  await sendOff(page, frame);
  await frame.locator('[data-sent="delivered"]').waitFor();
  const { kind, scopes, own } = sent();
  assert.deepEqual([kind, scopes, own], ['consent', [], token(cards.get(AGREEING))]);
}));

test('consent is changed by keyboard, and only changes can be sent', () =>
  withRecord(AGREEING, async (page, frame) => {
    await unfold(page);
    const [agreed] = [await page.locator('[data-part="letters"] .plain-list li').allInnerTexts()];
    assert.ok(agreed.includes('name and score on the board'), agreed.join());
    const press = async (words) => {
      for (let tries = 0; tries < 150; tries += 1) {
        const inner = page.frames().find((it) => it.url().includes('/report/')) ?? page;
        const now = await inner.evaluate(() => document.activeElement?.innerText ?? '');
        if (now.startsWith(words)) return page.keyboard.press('Enter');
        await page.keyboard.press('Tab');
      }
      return assert.fail(`no way to "${words}"`);
    };
    await press('Change what I agree to');
    await stands(frame, 'form', 'scopes');
    const ways = frame.locator('.ways .chief');
    await ways.click();
    await stands(frame, 'form', 'scopes');
    await press('Name and score');
    const state = (scope) => frame.locator(`[data-scope="${scope}"]`).getAttribute('aria-checked');
    assert.deepEqual([await state('score'), await state('board'), await state('history')], ['true', 'false', 'false']);
    assert.equal(await frame.locator('[data-scope="board"]').evaluate((it) => it === document.activeElement), true);
    await press('Go on');
    await stands(frame, 'form', 'preview');
    await sendOff(page, frame);
    await frame.locator('[data-sent="delivered"]').waitFor();
    assert.deepEqual(sent().scopes, ['score']);
    await page.keyboard.press('Escape');
    await closed(page);
  }));

test('a resident under a guardian can withdraw, but agree to nothing more', () =>
  withRecord(GUARDED, async (page, frame) => {
    await begin(page, 'consent');
    await stands(frame, 'form', 'scopes');
    assert.match(await frame.locator('.callout').innerText(), /your guardian comes to the hall/);
    const board = frame.locator('[data-scope="board"]');
    assert.equal(await board.getAttribute('aria-disabled'), 'true');
    await board.click({ force: true });
    assert.equal(await board.getAttribute('aria-checked'), 'false');
    await frame.locator('[data-scope="score"]').click();
    await frame.locator('.ways .chief').click();
    await stands(frame, 'form', 'preview');
    await sendOff(page, frame);
    await frame.locator('[data-sent="delivered"]').waitFor();
    assert.deepEqual(sent().scopes, []);
  }));

test('a correction, a copy, an erasure and a wish arrive as own letters', async () => {
  for (const about of ['correction', 'copy', 'erasure', 'wish']) {
    await withRecord(AGREEING, async (page, frame) => {
      await begin(page, about);
      if (about === 'correction') {
        await stands(frame, 'form', 'words');
        await frame.locator('#words').fill('My name is written otherwise.');
        await frame.locator('.ways .chief').click();
      }
      await stands(frame, 'form', 'preview');
      await sendOff(page, frame);
      await frame.locator('[data-sent="delivered"]').waitFor();
      const { kind, own, reward } = sent();
      assert.deepEqual([kind, own], [about, token(cards.get(AGREEING))]);
      assert.equal(reward !== undefined, about === 'wish');
    });
  }
});

test('written text is discarded only after confirmation', () => withRecord(CONCERNED, async (page, frame) => {
  await begin(page, 'reply');
  await stands(frame, 'form', 'words');
  await frame.locator('#words').fill(WORDS);
  await page.keyboard.press('Escape');
  await frame.locator('.asked').waitFor();
  await frame.locator('.asked .chief').click();
  await stands(frame, 'form', 'words');
  assert.equal(await frame.locator('#words').inputValue(), WORDS);
  await frame.locator('.ways .chief').click();
  await stands(frame, 'form', 'preview');
  await stopClock(page);
  await frame.locator('.ways .chief').click();
  await stands(frame, 'undo');
  // The letter in its undo period is taken back.
  await frame.locator('.back').click();
  await frame.locator('.asked button:not(.chief)').click();
  await closed(page);
  await page.clock.runFor(20_000);
  assert.deepEqual(host.box.letters, []);
  assert.equal(await page.innerText('[data-letter="reply"]'), 'Reply to this (6 days left)');
}));

test('a letter in the outbox is still posted after its writer has returned to the record', () =>
  withRecord(CONCERNED, async (page, frame) => {
    host.box.answer = 503;
    await begin(page, 'reply');
    await stands(frame, 'form', 'words');
    await frame.locator('#words').fill(WORDS);
    await frame.locator('.ways .chief').click();
    await sendOff(page, frame);
    await frame.locator('[data-sent="waiting"]').waitFor();
    await frame.locator('.step > .buttons .chief').click();
    await page.waitForSelector('dialog:not([open])', { state: 'attached' });
    assert.match(await page.innerText('[data-letter="reply"]'), /waits on this device/);
    await page.clock.runFor(2_000);
    assert.match(await page.locator('[data-unsent="1"]').innerText(), /Not with the hall yet/);
    host.box.answer = 200;
    await longestWait(page);
    await page.waitForSelector('[data-letter="reply"] :text("The hall has your letter")');
    await closed(page);
    await page.clock.runFor(2_000);
    await page.waitForSelector('[data-unsent]', { state: 'detached' });
    assert.equal(host.box.letters.filter((it) => it.status === 200).length, 1);
  }, { allow: true }));

describe('who is not the page around, or not in the frame, is not heard', () => {
  const handed = JSON.stringify({
    about: 'copy', format: 'hallboard-handed/1', token: 'ab'.repeat(16), name: 'Ann',
  });

  test('the page for letters accepts messages only from its parent', () => withRecord(CONCERNED, async (page) => {
    await page.evaluate(() => {
      const add = (name) => {
        const frame = Object.assign(document.createElement('iframe'), { src: '../report/?lang=en', name });
        document.body.append(frame);
      };
      add('one');
      add('other');
    });
    const [one, other] = ['one', 'other'].map((name) => page.frameLocator(`iframe[name=${name}]`));
    for (const frame of [one, other]) await frame.locator('[data-state="loading"] .step').waitFor();
    await page.frame('other').evaluate((text) => parent.frames.one.postMessage(text, '*'), handed);
    // Nor does it accept an incomplete message from the right window.
    await page.evaluate((text) => frames.one.postMessage(text.slice(0, -1), '*'), handed);
    await page.evaluate((text) => frames.other.postMessage(text, '*'), handed);
    await other.locator('[data-state="form"][data-step="preview"]').waitFor();
    assert.equal(await one.locator('[data-state="loading"]').count(), 1);
  }));

  test('the record page sends nothing to another frame or another site', async () => {
    const folder = temporary();
    writeFileSync(join(folder, 'index.html'), `<!doctype html><title>x</title><script>
      window.heard = [];
      addEventListener('message', (event) => heard.push(event.data));
      parent.postMessage('hallboard-ready', '*');
      parent.postMessage('hallboard-close', '*');
    </script>`);
    const foreign = await serve(folder);
    await withRecord(CONCERNED, async (page, frame) => {
      await begin(page, 'reply');
      await stands(frame, 'form', 'words');
      // Another frame of the same site.
      await page.evaluate(() => {
        const extra = Object.assign(document.createElement('iframe'), { src: '../feed/head.json', name: 'extra' });
        return new Promise((done) => { extra.onload = done; document.body.append(extra); });
      });
      const heard = () => page.frame('extra').evaluate(async () => {
        window.heard ??= [];
        addEventListener('message', (event) => window.heard.push(event.data));
        parent.postMessage('hallboard-ready', '*');
        parent.postMessage('hallboard-close', '*');
        const { port1, port2 } = new MessageChannel();
        for (let turn = 0; turn < 20; turn += 1) {
          await new Promise((next) => { port1.onmessage = next; port2.postMessage(null); });
        }
        return window.heard;
      });
      assert.deepEqual(await heard(), []);
      assert.equal(await page.locator('dialog[open]').count(), 1);
      // Another site, in the dialog's own frame.
      await page.evaluate((url) => { document.querySelector('dialog iframe').src = url; }, foreign.url);
      await page.waitForFunction(() => true);
      const inner = await page.waitForSelector('dialog iframe').then((it) => it.contentFrame());
      await inner.waitForURL(foreign.url);
      await inner.waitForFunction(() => window.heard);
      assert.deepEqual(await inner.evaluate(() => window.heard), []);
      assert.equal(await page.locator('dialog[open]').count(), 1);
    }, { bypassCSP: true, allow: true });
    await foreign.close();
  });

  test('another site cannot frame the page for letters', async () => {
    const folder = temporary();
    writeFileSync(join(folder, 'index.html'), `<!doctype html><title>x</title><iframe src="${host.url}report/"></iframe>`);
    const foreign = await serve(folder);
    const page = await openPage(browser, { folder: foreign.url, now: NOW });
    await page.goto(foreign.url);
    const frame = page.frames().find((it) => it !== page.mainFrame());
    assert.ok(!frame.url().startsWith(host.url), frame.url());
    await page.context().close();
    await foreign.close();
  });
});

test('behind nginx with the shipped headers the frame opens, and no other page in one', async () => {
  const server = await nginx(host.folder);
  const hall = { ...host, url: server.url };
  await withRecord(CONCERNED, async (page, frame) => {
    await begin(page, 'reply');
    await stands(frame, 'form', 'words');
    assert.deepEqual(page.violations, []);
    const attached = page.waitForEvent('frameattached');
    await page.evaluate(() => {
      document.body.append(Object.assign(document.createElement('iframe'), { src: '../', name: 'board' }));
    });
    await (await attached).waitForLoadState();
    assert.equal(await page.frameLocator('iframe[name=board]').locator('[data-state]').count(), 0);
  }, { hall, allow: true }).finally(server.close);
});

const asksForForm = (url) => new URL(url, host.url).pathname.endsWith('/report/');
/** The part of the program that only the page for letters loads. */
const isFormsProgram = (url) => url.endsWith('.wasm')
  && loadedByAlone(host.folder, 'report').some((it) => url.endsWith(`/${it}`));
/** Servers that prevent the form from opening, each in another way. */
const SERVERS = {
  'has no form': () => host.tamper.set('report/index.html', () => null),
  'forbids frames by X-Frame-Options': () => { host.reply = framing({ 'x-frame-options': 'DENY' }); },
  'forbids frames by its policy': () => {
    host.reply = framing({ 'content-security-policy': "frame-ancestors 'none'" });
  },
  'never answers': () => { host.reply = (url) => asksForForm(url); },
  'never sends the program': () => {
    host.reply = isFormsProgram;
  },
  'shows a page of its own': () => host.tamper.set('report/index.html', () => Buffer.from('<!doctype html>Welcome')),
};

function framing(headers) {
  return (url, response) => {
    if (!asksForForm(url)) return false;
    response.writeHead(200, { 'content-type': 'text/html', ...headers }).end('<!doctype html>no');
    return true;
  };
}

/** Runs the work while the host blocks the form, and restores its letter box. */
async function keptBack(keep, work) {
  const { reply } = host;
  try {
    keep();
    await work();
  } finally {
    host.reply = reply;
  }
}

const UNOPENED = {
  en: 'The form cannot be opened here. Please tell the hall at its desk.',
  zh: '表格在这里打不开，请到礼堂窗口当面说。',
};

describe('where the form does not open, the page offers the other way, and can go back', () => {
  for (const [what, keep] of Object.entries(SERVERS)) {
    for (const lang of LANGUAGES) {
      test(`a server that ${what}, ${lang}`, () => keptBack(keep, () =>
        withRecord(CONCERNED, async (page) => {
          await begin(page, 'reply');
          await page.waitForSelector('dialog[open] .way');
          assert.equal(await page.innerText('.way p'), '');
          await page.clock.runFor(5_000);
          assert.equal(await page.innerText('.way p'), UNOPENED[lang]);
          assert.deepEqual(await page.locator('.way p').evaluate(outOfSight), []);
          // The browser's own error page is hidden.
          assert.equal(await page.locator('dialog iframe').isVisible(), false);
          await shot(page, `unopened-${lang}-${what.replaceAll(' ', '-')}`);
          await page.keyboard.press('Escape');
          await closed(page);
          await begin(page, 'reply');
          await page.click('.way button');
          await closed(page);
          assert.ok(await page.locator('[data-letter="reply"] button').evaluate((it) => it === document.activeElement));
        }, { lang, allow: true })));
    }
  }
});

test('a form that arrives late opens', () => {
  let letters;
  let asked;
  const late = new Promise((resolve) => { asked = resolve; });
  return keptBack(() => {
    letters = host.reply;
    host.reply = (url, response) => {
      if (!isFormsProgram(url)) return letters(url, response);
      asked(response);
      return true;
    };
  }, () => withRecord(CONCERNED, async (page, frame) => {
    await begin(page, 'reply');
    const kept = await late;
    await page.clock.runFor(5_000);
    assert.equal(await page.innerText('.way p'), UNOPENED.en);
    host.reply = letters;
    kept.destroy();
    await page.evaluate(() => {
      const inner = document.querySelector('dialog iframe').contentWindow;
      inner.location.reload();
    });
    await stands(frame, 'form', 'words');
    assert.equal(await page.locator('dialog iframe').isVisible(), true);
    assert.equal(await page.locator('.way').count(), 0);
  }, { allow: true }));
});

test('a shared screen offers no letters', () => withRecord(CONCERNED, async (page) => {
  assert.equal(await page.locator('[data-letter]').count(), 0);
  assert.match(await page.innerText('[data-part="letters"]'), /hall's desk/);
}, { viewport: WALL, query: '&wall=1' }));

for (const [size, viewport] of [['phone', PHONE], ['laptop', { width: 1366, height: 768 }], ['desk', WALL]]) {
  test(`at home a letter can be written on any screen, ${size}`, () =>
    withRecord(CONCERNED, async (page, frame) => {
      await begin(page, 'reply');
      await stands(frame, 'form', 'words');
      // Without a time limit for the writer.
      await page.clock.runFor(600_000);
      await frame.locator('#words').fill(WORDS);
      assert.equal(await page.locator('dialog[open]').count(), 1);
      assert.equal(await frame.locator('[data-rest]').count(), 0);
    }, { viewport }));
}

/** Every view of somebody who writes letters of each kind, except the first one: the record itself.
 * */
async function* sights(page, frame) {
  const back = async () => {
    await frame.locator('.back').click();
    await closed(page);
  };
  await begin(page, 'consent');
  await stands(frame, 'form', 'scopes');
  yield 'scopes';
  await frame.locator('[data-scope="history"]').click();
  await frame.locator('.ways .chief').click();
  await stands(frame, 'form', 'preview');
  yield 'consent';
  await back();
  for (const about of ['leaving', 'copy', 'erasure', 'correction']) {
    await begin(page, about);
    await stands(frame, 'form', about === 'correction' ? 'words' : 'preview');
    yield about;
    await back();
  }
}

async function* reply(page, frame) {
  await begin(page, 'reply');
  await stands(frame, 'form', 'words');
  yield 'reply';
  await frame.locator('#words').fill(WORDS);
  await frame.locator('.back').click();
  await frame.locator('.asked').waitFor();
  yield 'asked';
  await frame.locator('.asked .chief').click();
  await frame.locator('.ways .chief').click();
  await stands(frame, 'form', 'preview');
  yield 'reply-preview';
  await sendOff(page, frame);
  await frame.locator('[data-sent="delivered"]').waitFor();
  yield 'sent';
}


for (const lang of LANGUAGES) {
  for (const [size, viewport] of [['phone', PHONE], ['desk', WALL]]) {
    for (const [who, seen] of [[AGREEING, sights], [CONCERNED, reply]]) {
      test(`axe finds nothing and nothing is cut off, ${who}, ${lang}, ${size}`, () =>
        withRecord(who, async (page, frame) => {
          const seenAt = (name) => shot(page, `own-${lang}-${size}-${name}`);
          const fits = async (place, name) => {
            assert.deepEqual(await violations(place), [], name);
            const wide = await place.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            assert.ok(wide <= 0, `${name} is ${wide}px too wide`);
          };
          await fits(page, 'record');
          for (const part of ['why', 'rewards', 'letters']) {
            await page.locator(`[data-part="${part}"]`).scrollIntoViewIfNeeded();
            await page.evaluate((id) => document.getElementById(id).scrollIntoView(), part);
            await seenAt(`${who}-${part}`);
          }
          for await (const name of seen(page, frame)) {
            await fits(page.frames().find((it) => it.url().includes('/report/')), name);
            await seenAt(name);
          }
        }, { viewport, lang, bypassCSP: true, allow: true }));
    }
  }
}
