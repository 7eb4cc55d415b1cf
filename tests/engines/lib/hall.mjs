// A hall where it is about noon now: these browsers use the real time, and no test may run across
// the hall's midnight.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { temporary } from '../../e2e/lib/place.mjs';

const NOON = 12;

export const NOW = new Date().toISOString();

/** The time zone in which it is between noon and one; the offsets of `Etc/GMT` zones count
 * westward. */
function noonZone() {
  const east = NOON - new Date(NOW).getUTCHours();
  return east === 0 ? 'Etc/GMT' : `Etc/GMT${east > 0 ? '-' : '+'}${Math.abs(east)}`;
}

/** The date at the hall. */
export const TODAY = new Intl.DateTimeFormat('sv-SE', { timeZone: noonZone() }).format(new Date(NOW));

/** A copy of a ledger whose hall is in that time zone. */
export function atNoon(path) {
  const ledger = JSON.parse(readFileSync(path, 'utf8'));
  ledger.hall.time_zone = noonZone();
  const copy = join(temporary(), 'ledger.json');
  writeFileSync(copy, JSON.stringify(ledger));
  return copy;
}
