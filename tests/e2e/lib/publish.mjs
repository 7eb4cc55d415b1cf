// Publishing with the real command.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { APP, HALLBOARD, temporary } from './place.mjs';

const MAX_OUTPUT = 256 * 1024 * 1024;

/** Runs `hallboard` and returns what it prints. */
export function hallboard(...args) {
  return execFileSync(HALLBOARD, args, { encoding: 'utf8', maxBuffer: MAX_OUTPUT, stdio: 'pipe' });
}

/** Creates a key of the hall, without a passphrase. */
export function keygen() {
  const key = join(temporary(), 'hall.key');
  hallboard('keygen', '--out', key);
  return key;
}

/** Publishes a ledger, with the text of a settings file if given, and returns the folder of the
 * site. */
export function publish({ ledger, key, now, settings, app = APP, out = join(temporary(), 'site'), args = [] }) {
  const options = ['--out', out, '--key', key, '--app', app, '--now', now];
  if (settings !== undefined) {
    const file = join(temporary(), 'hallboard.toml');
    writeFileSync(file, settings);
    options.push('--settings', file);
  }
  hallboard('publish', ledger, ...options, ...args);
  return out;
}

/** Settings of a hall that publishes figures about letters. */
export const TELLS_OF_LETTERS = '[letters]\nsums = true\n';

/** A copy of a ledger, beside the journal of a hall that received 60 letters in July 2026: of each
 * dozen four were refused, and the last one is pending. */
export function withLetters(ledger) {
  const folder = temporary();
  mkdirSync(join(folder, 'letters'));
  copyFileSync(ledger, join(folder, 'ledger.json'));
  const hex = (number, digits) => number.toString(16).padStart(digits, '0');
  const line = (record) => {
    const json = JSON.stringify(record);
    return `${createHash('sha256').update(json).digest('hex').slice(0, 16)} ${json}\n`;
  };
  const lines = Array.from({ length: 60 }, (_, number) => {
    const letter = hex(number, 32);
    const came = '2026-07-01T04:00:00Z';
    const received = {
      at: came, did: 'received', mark: `${letter}:${hex(number, 64)}`,
      file: `${letter}.letter`, kind: 'thanks', written: came, came,
    };
    const settled = number % 12 < 4
      ? { at: came, did: 'refused', letter, reason: '' }
      : { at: '2026-07-20T04:00:00Z', did: 'accepted', letter, ruling: {} };
    return line(received) + (number % 12 === 11 ? '' : line(settled));
  });
  writeFileSync(join(folder, 'letters/journal.txt'), lines.join(''));
  return join(folder, 'ledger.json');
}

const ROUTES = ['', 'rules', 'me', 'report', 'verify'];

/** The files of the app that the page of a route loads. */
export function loadedBy(site, route) {
  const html = readFileSync(join(site, route, 'index.html'), 'utf8');
  return html.match(/[\w-]+-[0-9a-f]{8,}(_bg)?\.(js|css|wasm|txt)/g);
}

/** The files of the app that only the page of this route loads. */
export function loadedByAlone(site, route) {
  const others = ROUTES.filter((it) => it !== route).flatMap((it) => loadedBy(site, it));
  return loadedBy(site, route).filter((it) => !others.includes(it));
}
