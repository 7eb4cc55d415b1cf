// A hall with its own letter server, from delivered letters to a new publication.

import { spawn } from 'node:child_process';
import {
  copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, utimesSync, writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { codes } from './cards.mjs';
import { explained } from './record.mjs';
import { SMALL, HALLBOARD, temporary } from './place.mjs';
import { hallboard, keygen, publish } from './publish.mjs';
import { serve } from './server.mjs';

/** The panel of the hall. */
export const PANEL = ['Li Hua', 'Wang Fang'];

/** Starts `hallboard receive`; returns the address for letters. */
async function postOffice(folder) {
  const args = ['receive', folder, '--listen', '127.0.0.1:0'];
  const child = spawn(HALLBOARD, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await new Promise((said, failed) => {
    createInterface({ input: child.stdout }).once('line', (it) => said([it]));
    child.once('exit', (code) => failed(new Error(`the post ended: ${code}`)));
  });
  const end = () => new Promise((ended) => {
    child.removeAllListeners('exit').once('exit', ended);
    child.kill();
  });
  return { address: line.match(/http:\/\/\S+/)[0], end };
}

/** The small village in its own folder. With `post`, letters are posted to it; with `names`,
 * reporters may agree to be named. */
export async function openHall({ post, names }) {
  const folder = temporary();
  const ledger = join(folder, 'ledger.json');
  copyFileSync(SMALL, ledger);
  const key = keygen();
  const host = await serve('/nowhere');
  const settings = join(folder, 'hallboard.toml');
  const set = (letters) => writeFileSync(settings, [
    `[site]\naddress = "${host.url}"`,
    `[letters]\npanel = ${JSON.stringify(PANEL)}\nname_reporters = ${names}`, ...letters,
    `[hall]\nworkbook = "ledger.json"\nkey = "${key}"`,
  ].join('\n'));
  set([]);
  const office = post ? await postOffice(folder) : null;
  if (office) set([`post = "${office.address}"`]);
  mkdirSync(join(folder, 'stick'));
  const hall = { folder, ledger, key, settings, host, stick: join(folder, 'stick') };
  hallboard('cards', ledger, '--key', key, '--address', host.url, '--out', join(folder, 'cards.html'));
  hall.codes = codes(hall);
  hall.close = async () => {
    await host.close();
    await office?.end();
  };
  return hall;
}

/** Publishes at a simulated time. */
export function publishHall({ host, ledger, key, settings, folder }, now, { app } = {}) {
  const options = ['--settings', settings];
  host.folder = publish({ ledger, key, now, app, out: join(folder, 'site'), args: options });
}

/** The pending letters of the hall's inbox; posted ones get that time of arrival. */
export function waiting(hall, now) {
  const incoming = join(hall.folder, 'letters/incoming');
  const posted = existsSync(incoming) ? readdirSync(incoming) : [];
  for (const name of posted) utimesSync(join(incoming, name), new Date(now), new Date(now));
  const said = hallboard('inbox', hall.folder, hall.stick, '--list', '--json', '--now', now);
  return JSON.parse(said);
}

/** Accepts a letter. */
export function accept(hall, id, now, ...more) {
  return hallboard('inbox', hall.folder, '--accept', id, '--by', PANEL[0], '--now', now, ...more);
}

function change({ ledger }, how) {
  const register = JSON.parse(readFileSync(ledger, 'utf8'));
  register.entries = how(register.entries);
  writeFileSync(ledger, JSON.stringify(register));
}

/** Adds an entry by hand, as an official does in the workbook. */
export const enter = (hall, entry) => change(hall, (all) => [...all, entry]);

/** Removes an entry. */
export const drop = (hall, id) => change(hall, (all) => all.filter((it) => it.id !== id));

/** The entries that the original village does not have. */
export function added({ ledger }) {
  const ids = new Set(JSON.parse(readFileSync(SMALL, 'utf8')).entries.map((it) => it.id));
  return JSON.parse(readFileSync(ledger, 'utf8')).entries.filter((it) => !ids.has(it.id));
}

/** What the command computes about a resident on a day. */
export function said(ledger, resident, day) {
  const json = (...args) => JSON.parse(hallboard(...args, '--json'));
  const score = json('score', ledger, '--on', day).find((it) => it.resident === resident);
  const explanation = json('explain', ledger, '--resident', resident, '--on', day);
  // There is no history before the first consent.
  const history = json(
    'history', ledger, '--resident', resident, '--from', '1900-01-01', '--to', day).slice(1);
  return { ...score, history, explanation, shown: explained(explanation) };
}

/** Saves a delivered letter where the hall looks for it. */
export function bring({ stick }, name, content) {
  writeFileSync(join(stick, name), content);
}
