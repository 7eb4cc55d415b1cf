// The complete path of a letter, by each way to deliver it: a concern about a neighbour has no
// effect until the neighbour was notified and could reply, and then as the hall decides.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { PHONE, WALL, launch, openPage } from './lib/browser.mjs';
import { scanned } from './lib/cards.mjs';
import { fragment, openMe } from './lib/me.mjs';
import { ownPage, remembered } from './lib/record.mjs';
import { SMALL, temporary } from './lib/place.mjs';
import { hallboard } from './lib/publish.mjs';
import { openReport, sendOff, stopClock, writeConcern } from './lib/report.mjs';
import { PANEL, accept, added, bring, drop, enter, openHall, publishHall, said, waiting } from './lib/roundtrip.mjs';

const [REPORTER, SUBJECT] = ['R0001', 'R0005'];
const WORDS = 'Smoke over the field.';
const ANSWER = 'The straw was wet, and I put it out.';
const noon = (day) => `${day}T04:00:00Z`;

/** Saves the letter as a file. */
async function saved(page, place) {
  const [download] = await Promise.all([
    page.waitForEvent('download'), place.locator('.hand-over .chief').click(),
  ]);
  return [[download.suggestedFilename(), readFileSync(await download.path())]];
}

/** Reads the codes off the screen as an official's phone does; the last code comes first. */
async function photographed(page, place) {
  const lines = [];
  for (let part = 1; ; part += 1) {
    const code = place.locator(`[data-code="${part}"]`);
    await code.waitFor();
    const picture = join(temporary(), 'code.png');
    await code.screenshot({ path: picture });
    lines.unshift(...scanned(picture));
    if (lines[0].includes(`:${part}/${part}:`)) return [['codes.txt', `${lines.join('\n')}\n`]];
    await place.locator('.hand-over button:text-is("Next code")').click();
  }
}

/** `names`: the hall names reporters; `named`: the reporter agrees to be named. */
const WAYS = [
  { way: 'posted, its writer named', post: true, names: true, named: true },
  { way: 'brought as a file, its writer not named', hand: saved, names: true },
  { way: 'read off the screen', hand: photographed },
];

/** The number that a page shows for a letter that was sealed on it. */
const numberOf = (place) => place.locator('[data-number]').getAttribute('data-number');

/** Replies to an entry on the page of its subject, and returns the frame with the letter. */
async function answerTo(page, entry, words) {
  await page.click(`[data-entry="${entry}"] [data-letter="reply"] button`);
  const frame = page.frameLocator('iframe');
  await frame.locator('#words').fill(words);
  await frame.locator('.ways .chief').click();
  await frame.locator('[data-step="preview"] .step').waitFor();
  await stopClock(page);
  await frame.locator('.ways .chief').click();
  await frame.locator('[data-state="undo"]').waitFor();
  await page.clock.runFor(16_000);
  await frame.locator('[data-state="sent"]').waitFor();
  await page.clock.resume();
  return frame;
}

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

for (const { way, post = false, hand, names = false, named = false } of WAYS) {
  describe(`letters ${way}`, () => {
    let hall;
    before(async () => {
      hall = await openHall({ post, names });
    });
    after(() => hall.close());

    async function withPage(now, options, work) {
      const page = await openPage(browser, { folder: hall.host.url, now, timers: true, acceptDownloads: true, ...options });
      try {
        await work(page);
      } finally {
        await page.context().close();
      }
    }

    /** Delivers a letter; `place` is the page or frame in which it was sent. */
    async function deliver(page, place = page) {
      if (post) return place.locator('[data-sent="delivered"]').waitFor();
      await place.locator('[data-waits="1"]').waitFor();
      for (const [name, content] of await hand(page, place)) bring(hall, name, content);
    }

    /** Asserts that one letter of that kind waits in the inbox, and returns it. */
    function theLetter(now, kind) {
      const letters = waiting(hall, now);
      assert.deepEqual(letters.map((it) => it.kind), [kind]);
      return letters[0];
    }

    /** Asserts that the subject's page shows what the command computes. */
    async function sees(day, work = () => {}) {
      await withPage(noon(day), { viewport: PHONE }, async (page) => {
        const card = fragment(hall.host.folder, hall.key, SUBJECT);
        assert.equal(await openMe(page, hall.host.url, { card }), 'open');
        const seen = await ownPage(page);
        const { score, band, balance, history, shown } = said(hall.ledger, SUBJECT, day);
        assert.deepEqual([seen.score, seen.band, seen.balance], [score, band ?? '', balance]);
        assert.deepEqual(remembered(seen.history), remembered(history));
        assert.deepEqual(seen.explanation, shown);
        await work(page);
      });
    }

    /** Asserts that the inbox and the writer's record have the letter's number, in that state. */
    async function checkReceipt(number, writer, day, { state, says }) {
      const [held, ...more] = JSON.parse(hallboard('inbox', hall.folder, '--show', number, '--json'));
      assert.deepEqual([held.number, held.state, more], [number, state, []]);
      await withPage(noon(day), { viewport: PHONE }, async (page) => {
        const card = fragment(hall.host.folder, hall.key, writer);
        assert.equal(await openMe(page, hall.host.url, { card }), 'open');
        const receipts = page.locator('[data-receipt]');
        assert.deepEqual(await receipts.evaluateAll((all) => all.map((it) => it.dataset.receipt)), [number]);
        assert.match(await receipts.innerText(), says);
      });
    }

    /** Asserts by how much the score differs from what it would be without the letter. */
    function check(day, entry, { points, why }) {
      const before = said(SMALL, SUBJECT, day);
      const now = said(hall.ledger, SUBJECT, day);
      const deed = now.explanation.deeds.find((it) => it.entry === entry);
      assert.deepEqual([deed.why, deed.counts], [why, why === null], day);
      assert.equal(now.score - before.score, points, day);
    }

    test('a concern, an answer, a decision', async () => {
      const sent = {};
      publishHall(hall, noon('2026-11-23'));
      await withPage(noon('2026-11-23'), { viewport: WALL }, async (page) => {
        await openReport(page, hall.host, { query: '&wall=1' });
        await writeConcern(page, hall.codes.get(REPORTER), { words: WORDS, named });
        const preview = await page.innerText('.preview');
        assert.deepEqual([/see it beside the entry/, /not told who wrote/].map((it) => it.test(preview)), [named, names && !named]);
        await sendOff(page);
        await deliver(page);
        sent.concern = await numberOf(page);
      });

      const concern = theLetter(noon('2026-11-24'), 'concern');
      assert.deepEqual([/may learn the sender's name/, /must not learn the sender's name/].map((it) => it.test(concern.sender)), [named, names && !named]);
      assert.throws(() => accept(hall, concern.id, noon('2026-11-24')), ({ stdout }) => /--notified/.test(stdout));
      assert.deepEqual(added(hall), []);
      publishHall(hall, noon('2026-11-24'));
      const undecided = { state: 'waiting', says: /with the hall since 2[34] November 2026[^]*has not decided yet/ };
      await checkReceipt(sent.concern, REPORTER, '2026-11-24', undecided);
      accept(hall, concern.id, noon('2026-11-24'), '--notified', '2026-11-24');
      const [deed, ...more] = added(hall);
      assert.deepEqual(more, []);
      const { id, ...rest } = deed;
      assert.deepEqual(rest, {
        date: '2026-11-20', kind: 'deed', resident: SUBJECT, deed: 'straw-burning',
        source: 'neighbour', notified: '2026-11-24', note: WORDS, by: PANEL[0],
      });
      publishHall(hall, '2026-11-24T04:00:01Z');
      await checkReceipt(sent.concern, REPORTER, '2026-11-24', { state: 'carried_out', says: /decided on 24 November 2026/ });
      check('2026-11-24', id, { points: 0, why: 'not-started' });
      await sees('2026-11-24', async (page) => {
        const text = await page.innerText('body');
        assert.ok(text.includes(WORDS));
        assert.equal(text.includes('Reported by 张建国, who agreed to be named'), named);
        assert.equal(text.includes('张建国'), named, 'the name of the writer is nowhere else');
      });

      await withPage(noon('2026-11-28'), { viewport: PHONE }, async (page) => {
        const card = fragment(hall.host.folder, hall.key, SUBJECT);
        await openMe(page, hall.host.url, { card });
        const frame = await answerTo(page, id, ANSWER);
        await deliver(page, frame);
        sent.reply = await numberOf(frame);
      });
      const reply = theLetter(noon('2026-11-28'), 'reply');
      assert.equal(reply.number, sent.reply);
      accept(hall, reply.id, noon('2026-11-28'));
      const objection = added(hall)[1];
      assert.deepEqual({ ...objection, id: '' }, {
        id: '', date: '2026-11-28', kind: 'objection', entry: id, text: ANSWER, by: PANEL[0],
      });
      publishHall(hall, noon('2026-11-28'));
      await checkReceipt(sent.reply, SUBJECT, '2026-11-28', { state: 'carried_out', says: /Accepted on 28 November 2026/ });
      check('2026-11-28', id, { points: 0, why: 'not-started' });
      await sees('2026-11-28', async (page) => {
        assert.ok((await page.innerText('body')).includes(ANSWER));
      });
      // The days to reply are over, but the reply was in time.
      publishHall(hall, noon('2026-12-04'));
      check('2026-12-04', id, { points: 0, why: 'contested' });
      await sees('2026-12-04');

      const decision = {
        id: 'D1', date: '2026-12-05', kind: 'decision', entry: id, outcome: 'changed', points: -2, reason: 'wet straw',
      };
      enter(hall, { ...decision, by: PANEL[0] });
      assert.throws(() => publishHall(hall, noon('2026-12-05')), 'the person who recorded an entry cannot decide about it');
      drop(hall, 'D1');
      enter(hall, { ...decision, by: PANEL[1] });
      publishHall(hall, noon('2026-12-05'));
      check('2026-12-05', id, { points: -2, why: null });
      await sees('2026-12-05', async (page) => {
        assert.ok((await page.innerText('body')).includes('wet straw'));
      });
      // No letter is accepted twice, although its file is still there.
      assert.deepEqual(waiting(hall, noon('2026-12-05')), []);
      assert.equal(added(hall).length, 3);
      if (!named) return;
      // A reporter who withdraws is no longer named.
      enter(hall, { id: 'X1', date: '2026-12-06', kind: 'consent', resident: REPORTER, scopes: [] });
      publishHall(hall, noon('2026-12-06'));
      await sees('2026-12-06', async (page) => {
        assert.ok(!(await page.innerText('body')).includes('张建国'));
      });
    });
  });
}
