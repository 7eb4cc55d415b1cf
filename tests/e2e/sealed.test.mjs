// The format of sealed files is enough for another program with another library.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';

import { codes, hallWithCards } from './lib/cards.mjs';
import { ROOT, SMALL, temporary } from './lib/place.mjs';
import { hallboard, publish } from './lib/publish.mjs';

const NOW = '2026-11-23T04:00:00Z';
const DAY = '2026-11-23';

let hall;
before(() => {
  hall = hallWithCards({ ledger: SMALL, now: NOW, address: 'https://hall.example/' });
});

/** Runs the documentation's program on a site and a code, and returns its output. */
function opened(site, code) {
  const text = readFileSync(join(ROOT, 'docs/sealed-format.md'), 'utf8');
  const program = join(temporary(), 'open.py');
  writeFileSync(program, text.split('```python\n')[1].split('```')[0]);
  return execFileSync('python3', [program, site, code], { encoding: 'utf8', stdio: 'pipe' });
}

/** What the command computes about a resident from a ledger. */
function figures(ledger, resident) {
  const json = (...args) => JSON.parse(hallboard(...args, '--json'));
  const score = json('score', ledger, '--on', DAY).find((it) => it.resident === resident);
  const who = ['--resident', resident];
  return {
    score,
    history: json('history', ledger, ...who, '--from', '2018-01-01', '--to', DAY),
    explanation: json('explain', ledger, ...who, '--on', DAY),
  };
}

test('libsodium opens every card\'s file, and its figures are those of the whole ledger', () => {
  assert.ok(codes(hall).size > 2);
  for (const [resident, code] of codes(hall)) {
    const ledger = join(temporary(), 'own.json');
    writeFileSync(ledger, opened(hall.site, code));
    assert.deepEqual(figures(ledger, resident), figures(SMALL, resident), resident);
    const { residents } = JSON.parse(readFileSync(ledger, 'utf8'));
    assert.deepEqual(residents.map((it) => it.id), [resident]);
  }
});

test('no card opens a file of another publication', () => {
  const [[, code]] = codes(hall);
  const next = publish({ ledger: SMALL, key: hall.key, now: '2026-11-24T04:00:00Z' });
  const folder = (site) => join(site, 'feed/sealed');
  const names = readdirSync(folder(hall.site));
  assert.equal(names.filter((it) => readdirSync(folder(next)).includes(it)).length, 0);
  const head = 'feed/head.json';
  writeFileSync(join(hall.site, head), readFileSync(join(next, head)));
  assert.throws(() => opened(hall.site, code), /No such file|FileNotFoundError/);
  opened(next, code);
});

test('sealed files have one size, and their number is rounded up', () => {
  const folder = join(hall.site, 'feed/sealed');
  const files = readdirSync(folder);
  assert.equal(files.length % 64, 0);
  const sizes = new Set(files.map((it) => statSync(join(folder, it)).size));
  assert.equal(sizes.size, 1);
  for (const name of files) assert.match(name, /^[0-9a-f]{32}\.bin$/);
});
