// The expected rows of the board, from the ledger and `hallboard score --board` alone.

import { readFileSync } from 'node:fs';

import { hallboard } from './publish.mjs';

const DAY = 24 * 60 * 60 * 1000;

export function addDays(day, count) {
  return new Date(Date.parse(day) + count * DAY).toISOString().slice(0, 10);
}

/** The rows of a publication of that day, by name. They do not change until the next publication or
 * the start of a new rulebook. */
export function expectedRows(path, published) {
  const { residents } = JSON.parse(readFileSync(path, 'utf8'));
  const names = new Map(residents.map((it) => [it.id, it.name]));
  return JSON.parse(hallboard('score', path, '--board', '--on', published, '--json'))
    .filter(({ score }) => score !== null)
    .map(({ resident, score }) => ({ name: names.get(resident), score }));
}
