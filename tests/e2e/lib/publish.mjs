// Publishing with the real command.

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { APP, HALLBOARD, temporary } from './place.mjs';

const MAX_OUTPUT = 256 * 1024 * 1024;

/** Runs `hallboard` and returns what it prints. */
export function hallboard(...args) {
  return execFileSync(HALLBOARD, args, { encoding: 'utf8', maxBuffer: MAX_OUTPUT, stdio: 'pipe' });
}

/** A new key of the hall, without a passphrase. */
export function keygen() {
  const key = join(temporary(), 'hall.key');
  hallboard('keygen', '--out', key);
  return key;
}

/** Publishes a ledger, with what a hall sets if given, and returns the folder of the site. */
export function publish({ ledger, key, now, settings, out = join(temporary(), 'site'), args = [] }) {
  const options = ['--out', out, '--key', key, '--app', APP, '--now', now];
  if (settings !== undefined) {
    const file = join(temporary(), 'hallboard.toml');
    writeFileSync(file, settings);
    options.push('--settings', file);
  }
  hallboard('publish', ledger, ...options, ...args);
  return out;
}
