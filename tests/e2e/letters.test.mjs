// The format of letters is enough to read and write them by another program with another library.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';

import { ROOT, SMALL, temporary } from './lib/place.mjs';
import { keygen, publish } from './lib/publish.mjs';

const GOLDEN = join(ROOT, 'crates/feed/tests/golden');
const LETTER = '{"format":"hallboard-letter/1","text":"谢谢"}';

let hall;
before(() => {
  const key = keygen();
  hall = { keys: `${key}.letters.json`, site: publish({ ledger: SMALL, key, now: '2026-11-23T04:00:00Z' }) };
});

/** Runs the documentation's program of that index on some bytes. */
function program(number, argument, input) {
  const text = readFileSync(join(ROOT, 'docs/letters.md'), 'utf8');
  const file = join(temporary(), 'program.py');
  writeFileSync(file, text.split('```python\n')[number].split('```')[0]);
  return execFileSync('python3', [file, argument], { input, stdio: 'pipe' });
}

const seal = (letter) => program(1, hall.site, letter);
const open = (keys, letter) => program(2, keys, letter).toString().trimEnd();

test('libsodium opens a letter for the hall', () => {
  const keys = join(GOLDEN, 'letter.keys.json');
  const letters = ['rust.letter', 'libsodium.letter'].map((name) => readFileSync(join(GOLDEN, name)));
  const [one, other] = letters.map((letter) => JSON.parse(open(keys, letter)));
  assert.deepEqual(one, other);
  assert.deepEqual([one.format, one.kind, one.text], ['hallboard-letter/1', 'thanks', '谢谢']);
});

test('a letter sealed to the key in the feed opens with the hall\'s letter key', () => {
  const sealed = seal(LETTER);
  assert.equal(sealed.length, 1024);
  assert.equal(open(hall.keys, sealed), LETTER);
  const long = JSON.stringify({ text: '好'.repeat(1000) });
  assert.equal(seal(long).length, 4096);
});

test('without the key a letter cannot be opened', () => {
  const sealed = seal(LETTER);
  assert.equal(sealed.includes('hallboard'), false);
  assert.throws(() => open(join(GOLDEN, 'letter.keys.json'), sealed), /sealed to none of these keys/);
});
