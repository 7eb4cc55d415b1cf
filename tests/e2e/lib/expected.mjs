// What the board has to show, from the ledger and `hallboard score` alone.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { temporary } from './place.mjs';
import { hallboard } from './publish.mjs';

const DAY = 24 * 60 * 60 * 1000;

export function addDays(day, count) {
  return new Date(Date.parse(day) + count * DAY).toISOString().slice(0, 10);
}

/** Of dated things, the one in force on a day. */
function inForce(list, day, date = (it) => it.date) {
  return list.reduce(
    (best, it) => (date(it) <= day && (!best || date(it) >= date(best)) ? it : best),
    undefined,
  );
}

/** Whether an entry bears on anything on the day: the spec's "started". */
function started(ledger, entry, day) {
  if (entry.date > day) return false;
  if (entry.kind !== 'deed') return true;
  const book = inForce(ledger.rulebooks, entry.date, (it) => it.from);
  const rule = book?.deeds.find((it) => it.id === entry.deed);
  if (!rule || rule.points >= 0 || entry.source === 'self') return true;
  if (!entry.notified) return false;
  const told = entry.notified > entry.date ? entry.notified : entry.date;
  return addDays(told, book.reply_days ?? 10) <= day;
}

/** The ledger without what has not started on the day of publication. */
export function asPublished(path, day) {
  const ledger = JSON.parse(readFileSync(path, 'utf8'));
  ledger.entries = ledger.entries.filter((entry) => started(ledger, entry, day));
  const file = join(temporary(), 'as-published.json');
  writeFileSync(file, JSON.stringify(ledger));
  return { file, ledger };
}

/** Who is listed on a day, with the score: agreed to the board, not below the start. */
function listedOn({ file, ledger }, day) {
  const { base, max } = inForce(ledger.rulebooks, day, (it) => it.from).score;
  const consents = ledger.entries.filter((it) => it.kind === 'consent');
  const agreed = (id) =>
    inForce(consents.filter((it) => it.resident === id), day)?.scopes.includes('board');
  const names = new Map(ledger.residents.map((it) => [it.id, it.name]));
  return JSON.parse(hallboard('score', file, '--on', day, '--json'))
    .filter(({ resident, score }) => score !== null && score >= base && agreed(resident))
    .map(({ resident, score }) => ({
      id: resident, name: names.get(resident), score, full: score === max,
    }));
}

/**
 * The rows of each day from the publication to the last.
 *
 * `most` are all that may be shown: who falls below the start is listed no more until
 * the next publication. `least` are all that must be: a row may also end where points
 * rise, as that would tell of a deduction that lapsed; at the scale's upper end the rise
 * does not show in the score.
 */
export function expectedRows(path, published, last) {
  const filtered = asPublished(path, published);
  let before = listedOn(filtered, published);
  const rows = new Map([[published, { most: before, least: before }]]);
  let { most, least } = rows.get(published);
  for (let day = addDays(published, 1); day <= last; day = addDays(day, 1)) {
    const today = new Map(listedOn(filtered, day).map((it) => [it.id, it]));
    const earlier = new Map(before.map((it) => [it.id, it.score]));
    const here = (list) => list.flatMap(({ id }) => today.get(id) ?? []);
    most = here(most);
    least = here(least).filter(({ id, score, full }) => !full && score <= earlier.get(id));
    rows.set(day, { most, least });
    before = [...today.values()];
  }
  return rows;
}
