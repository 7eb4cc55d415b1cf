// Malformed and forged feeds, each as changes to the files that a host sends.

import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { SMALL, temporary } from './place.mjs';
import { keygen, publish } from './publish.mjs';

const HEAD = 'feed/head.json';
const SIGNATURE = 'feed/head.json.minisig';
const SNAPSHOT = /^feed\/snapshot-[0-9a-f]{64}\.json$/;
const PARTS = { head: HEAD, signature: SIGNATURE, snapshot: SNAPSHOT };

const NOON = 'T04:00:00Z';
/** The time of the good publication. */
export const TODAY = `2026-11-23${NOON}`;

function flip(at) {
  return (bytes) => {
    const changed = Buffer.from(bytes);
    const bit = Math.floor(at * changed.length * 8);
    changed[bit >> 3] ^= 1 << (bit & 7);
    return changed;
  };
}

function cut(share) {
  return (bytes) => bytes.subarray(0, Math.floor(bytes.length * share));
}

/** Changes that replace each file of the feed by that of another publication. */
function feedOf(site) {
  const read = (name) => () => readFileSync(join(site, name));
  const snapshot = readdirSync(join(site, 'feed')).find((name) => SNAPSHOT.test(`feed/${name}`));
  return {
    head: [HEAD, read(HEAD)],
    signature: [SIGNATURE, read(SIGNATURE)],
    snapshot: [SNAPSHOT, read(`feed/${snapshot}`)],
  };
}

function whole(site) {
  return Object.values(feedOf(site));
}

function otherLedger(change) {
  const ledger = JSON.parse(readFileSync(SMALL, 'utf8'));
  change(ledger);
  const file = join(temporary(), 'other.json');
  writeFileSync(file, JSON.stringify(ledger));
  return file;
}

/** The good site, its defects as `[what, changes]`, and the files of the publication before it. */
export function hostileFeeds() {
  const key = keygen();
  const older = publish({ ledger: SMALL, key, now: `2026-11-22${NOON}` });
  const site = publish({ ledger: SMALL, key, now: TODAY });
  const otherHall = publish({
    ledger: otherLedger((it) => { it.hall.id = 'elsewhere'; }), key, now: TODAY,
  });
  const otherKey = publish({ ledger: SMALL, key: keygen(), now: TODAY });
  const html = () => readFileSync(join(site, 'index.html'));

  const flips = Object.entries(PARTS).flatMap(([part, path]) =>
    [0.01, 0.2, 0.5, 0.85, 0.999].map((at) =>
      [`a bit flipped in the ${part} at ${at}`, [[path, flip(at)]]]));
  const cuts = Object.entries(PARTS).flatMap(([part, path]) =>
    [0, 0.4, 0.99].map((share) => [`the ${part} cut to ${share}`, [[path, cut(share)]]]));
  const absent = Object.entries(PARTS).map(([part, path]) =>
    [`no ${part}`, [[path, () => null]]]);
  const pages = Object.entries(PARTS).map(([part, path]) =>
    [`a page in place of the ${part}`, [[path, html]]]);
  return {
    site,
    cases: [
      ...flips,
      ...cuts,
      ...absent,
      ...pages,
      ['the snapshot of an older publication', [feedOf(older).snapshot]],
      ['the head of an older publication', [feedOf(older).head]],
      ['the signature of an older publication', [feedOf(older).signature]],
      ['a publication signed by another key', whole(otherKey)],
      ['a publication of another hall, signed by this key', whole(otherHall)],
      ['nothing at all', [[/^feed\//, () => null]]],
    ],
    older: whole(older),
  };
}
