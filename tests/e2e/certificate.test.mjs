// Certificates of thanks: printed and measured, the code read from paper, and /verify opened with it.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { violations } from './lib/axe.mjs';
import { PHONE, WALL, ZOOMED, launch, openPage } from './lib/browser.mjs';
import { printed } from './lib/cards.mjs';
import { linesAcross, linesDown, picturesOf, qrCodeIn, wordsOf } from './lib/paper.mjs';
import { SMALL, temporary } from './lib/place.mjs';
import { hallboard, keygen, publish } from './lib/publish.mjs';
import { serve } from './lib/server.mjs';

const NOW = '2026-11-23T04:00:00Z';
/** What measures may differ by, in millimetres. */
const CLOSE = 0.5;
const SHEETS = { a4: { width: 210, height: 297 }, letter: { width: 215.9, height: 279.4 } };
const LANGUAGES = ['zh-Hans', 'en', 'both'];
/** The places on a sheet: `crates/paper/src/certificate.rs`. */
const FRAME = [10.4, 12.1];
const EDGE = 25;
const FOOT_BOTTOM = 37;
const CAPTION = 13;
const CODE = 50;
const SEAL = { diameter: 42, fromRight: EDGE + 38 };
const SMALLEST_TYPE = 10;

let browser;
let host;
let hall;
before(async () => {
  browser = await launch();
  const key = keygen();
  host = await serve(publish({ ledger: SMALL, key, now: NOW }));
  hall = { key, ledger: SMALL, ...holderOf(SMALL, key) };
});
after(async () => {
  host.close();
  await browser.close();
});

const register = JSON.parse(readFileSync(SMALL, 'utf8'));

function certify(key, ledger, id, ...args) {
  return hallboard('certificate', ledger, id, '--key', key, '--now', NOW, '--address', host?.url ?? 'https://hall.example/', ...args);
}

/** The first resident who can choose from three deeds, and the ids of these. */
function holderOf(ledger, key) {
  for (const { id, name } of register.residents) {
    let list = '';
    try {
      list = certify(key, ledger, id);
    } catch { /* Not on the board. */ }
    const entries = list.split('\n').filter((line) => /\d{4}-\d\d-\d\d {2}/.test(line)).map((line) => line.split(' ')[0]);
    if (entries.length >= 3) return { id, name, entries: entries.slice(0, 3) };
  }
  throw new Error('nobody has three good deeds');
}

/** A certificate as a page and as a PDF. */
async function made(paper, language, entries = hall.entries) {
  const page = join(temporary(), 'certificate.html');
  certify(hall.key, hall.ledger, hall.id, ...entries.flatMap((it) => ['--entry', it]),
    '--out', page, '--paper', paper, '--print-language', language);
  const { pdf } = await printed(browser, page);
  return { html: readFileSync(page, 'utf8'), pdf };
}

function near(found, expected, what) {
  assert.ok(Math.abs(found - expected) <= CLOSE, `${what}: ${found}, not ${expected}`);
}

/** The code of a certificate, read from the picture of its page. */
function codeOn(picture, { height }) {
  const bottom = height - FOOT_BOTTOM - CAPTION;
  return qrCodeIn(picture, { left: EDGE, right: EDGE + CODE, top: bottom - CODE, bottom });
}

let address;
/** The address in the code of a printed certificate. */
async function scannedAddress() {
  if (!address) {
    const { pdf } = await made('a4', 'both');
    address = codeOn(picturesOf(pdf)[0], SHEETS.a4).text;
  }
  return address;
}

describe('a certificate on paper', () => {
  for (const [paper, { width, height }] of Object.entries(SHEETS)) {
    for (const language of LANGUAGES) {
      test(`${language} on ${paper}: one page, everything in its place`, async () => {
        const { html, pdf } = await made(paper, language);
        const words = wordsOf(pdf);
        assert.equal(words.length, 1);
        const [, ...size] = execFileSync('pdfinfo', [pdf], { encoding: 'utf8' }).match(/Page size:\s+([\d.]+) x ([\d.]+) pts/);
        near(size[0] * 25.4 / 72, width, 'the width of the page');
        near(size[1] * 25.4 / 72, height, 'the height of the page');
        const [picture] = picturesOf(pdf);
        const both = (end) => [...FRAME, ...FRAME.toReversed().map((it) => end - it)];
        const down = linesDown(picture, 15, 20);
        assert.equal(down.length, 4, down.join());
        both(height).forEach((expected, index) => near(down[index], expected, 'a line of the frame'));
        const across = linesAcross(picture, height / 2);
        [...across.slice(0, 2), ...across.slice(-2)].forEach((it, index) => near(it, both(width)[index], 'a side of the frame'));

        const [, codeWidth] = html.match(/--code-width: ([\d.]+)mm/);
        const [, side] = html.match(/viewBox="0 0 (\d+) \1" shape-rendering/);
        const quiet = 4 * codeWidth / side;
        const code = codeOn(picture, { height });
        near(code.left, EDGE + quiet, 'the left edge of the code');
        near(code.right, EDGE + Number(codeWidth) - quiet, 'the right edge of the code');
        near(code.bottom, height - FOOT_BOTTOM - CAPTION - quiet, 'the lower edge of the code');
        assert.ok(code.text.startsWith(`${host.url}verify/#1.`), code.text);

        const middle = width - SEAL.fromRight;
        const lines = linesDown(picture, middle - 0.5, middle + 0.5);
        for (const y of [height - FOOT_BOTTOM - SEAL.diameter, height - FOOT_BOTTOM]) {
          assert.ok(lines.some((it) => Math.abs(it - y) <= CLOSE), `no edge of the seal's place at ${y}: ${lines}`);
        }
        const text = words[0].map((it) => it.text).join('').replaceAll(/\s/g, '');
        const titles = { 'zh-Hans': '感谢状', en: 'CertificateofThanks' };
        for (const [tag, title] of Object.entries(titles)) {
          assert.equal(text.includes(title), language === 'both' || tag === language, title);
        }
        assert.ok(text.includes(hall.name.replaceAll(/\s/g, '')), text);
        const smallest = Math.min(...words[0].flatMap((it) => it.sizes));
        assert.ok(smallest >= SMALLEST_TYPE, `type of ${smallest} points`);
        for (const word of words[0]) {
          const inside = word.left >= 14 && word.right <= width - 14 && word.top >= 14 && word.bottom <= height - 14;
          assert.ok(inside, `${word.text} leaves the frame`);
        }
      });
    }
  }

  test('it names its holder, the chosen deeds, and nobody else', async () => {
    const { html } = await made('a4', 'both', hall.entries.slice(0, 1));
    const others = register.residents.filter(({ name }) => !hall.name.includes(name));
    assert.ok(others.length > 20);
    for (const { name } of others) assert.ok(!html.includes(name), name);
    assert.equal(html.match(/<span class="date">/g).length, 1);
    assert.ok(!/score|分数|points/i.test(html.replace(/<style>.*<\/style>/s, '')));
  });
});

/** The bytes of the code in an address, changed, as an address. */
function changed(from, change) {
  const [front, code] = from.split('#1.');
  const bytes = change(Buffer.from(code, 'base64url'));
  return `${front}#1.${bytes.toString('base64url')}`;
}

/** Replaces the holder's name by another of as many bytes. */
const renamed = (from) => changed(from, (bytes) => {
  const name = Buffer.from(hall.name);
  const at = bytes.indexOf(name);
  assert.ok(at > 0, 'the name is in the code');
  Buffer.from('何'.repeat(name.length).slice(0, Math.floor(name.length / 3))).copy(bytes, at);
  return bytes;
});

const VERDICTS = [
  ['the code as printed', (it) => it, 'valid', 'Genuine: the hall signed this'],
  ['a code with a parameter that a chat app appended', (it) => `${it}?from=singlemessage`, 'valid', 'Genuine'],
  ['another name', renamed, 'invalid', 'Not genuine'],
  ['a changed byte', (it) => changed(it, (bytes) => { bytes[bytes.length - 1] ^= 1; return bytes; }), 'invalid', 'Not genuine'],
  ['a changed signature', (it) => changed(it, (bytes) => { bytes[30] ^= 1; return bytes; }), 'invalid', 'Not genuine'],
  ['half of the code', (it) => it.slice(0, -40), 'unread', 'This could not be checked'],
  ['another text', (it) => it.replace(/#.*/, '#somewhere'), 'unread', 'This could not be checked'],
  ['no code', (it) => it.replace(/#.*/, ''), 'no-code', 'Check a certificate of thanks'],
];

async function verified(url, options = {}) {
  const page = await openPage(browser, { folder: host.url, now: NOW, viewport: PHONE, ...options });
  const requests = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(url.replace('#', '?lang=en#').replace(/verify\/$/, 'verify/?lang=en'));
  await page.waitForSelector('.verify[data-state]');
  return { page, requests };
}

describe('/verify', () => {
  for (const [what, change, state, title] of VERDICTS) {
    test(`${what}: ${state}`, async () => {
      const { page, requests } = await verified(change(await scannedAddress()));
      assert.equal(await page.locator('.verify').getAttribute('data-state'), state);
      assert.match(await page.locator('h1').innerText(), new RegExp(title));
      const isValid = state === 'valid';
      assert.equal(await page.locator('.signed').count(), isValid ? 1 : 0);
      const text = await page.locator('body').innerText();
      assert.equal(text.includes(hall.name), isValid, 'the name is shown only if the hall signed it');
      // Nothing but the app itself is fetched: no feed, no file about anybody.
      assert.deepEqual(requests.filter((it) => it.startsWith(`${host.url}feed`)), []);
      assert.deepEqual(page.violations, []);
      await page.context().close();
    });
  }

  test('it shows name, hall, day and each deed as they are signed', async () => {
    const { page } = await verified(await scannedAddress());
    assert.equal(await page.locator('.holder').innerText(), hall.name);
    assert.match(await page.locator('.issuer').innerText(), /23 November 2026/);
    const names = Object.values(register.hall.names);
    const issuer = await page.locator('.issuer').innerText();
    for (const name of names) assert.ok(issuer.includes(name), name);
    assert.equal(await page.locator('.signed li').count(), hall.entries.length);
    await page.context().close();
  });

  test('another code scanned into the same page is checked anew', async () => {
    const url = await scannedAddress();
    const { page } = await verified(url);
    await page.evaluate((hash) => { location.hash = hash; }, renamed(url).split('#')[1]);
    await page.waitForSelector('.verify[data-state="invalid"]');
    assert.equal(await page.locator('.signed').count(), 0);
    await page.context().close();
  });

  test('the site of a hall with another key says that it did not sign this', async () => {
    const other = await serve(publish({ ledger: SMALL, key: keygen(), now: NOW }));
    const url = (await scannedAddress()).replace(host.url, other.url);
    const page = await openPage(browser, { folder: other.url, now: NOW, viewport: PHONE });
    await page.goto(url.replace('#', '?lang=en#'));
    await page.waitForSelector('.verify[data-state="invalid"]');
    assert.match(await page.locator('.verdict').innerText(), /Not signed with this hall's key/);
    assert.equal(await page.locator('.signed').count(), 0);
    await page.context().close();
    await other.close();
  });

  for (const [size, viewport] of Object.entries({ phone: PHONE, 'large screen': WALL, zoomed: ZOOMED })) {
    test(`${size}: nothing is wider than the window, and axe finds nothing`, async () => {
      for (const [, change, state] of VERDICTS.filter((_, index) => [0, 2, 5, 7].includes(index))) {
        const { page } = await verified(change(await scannedAddress()), { viewport, bypassCSP: true });
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(over <= 0, `${state}: ${over} pixels too wide`);
        assert.deepEqual(await violations(page), [], state);
        await page.context().close();
      }
    });
  }
});
