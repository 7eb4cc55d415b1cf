// Cards as people get them: printed to PDF, and scanned off the paper.

import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { temporary } from './place.mjs';
import { hallboard, keygen, publish } from './publish.mjs';

/** A hall that hands out cards: its ledger, key, site, and the sheet with the cards. */
export function hallWithCards({ ledger, now, address, residents = [], app }) {
  const key = keygen();
  const sheet = join(temporary(), 'cards.html');
  const only = residents.flatMap((id) => ['--resident', id]);
  // By the clock of the publications: a clock far from theirs is doubted.
  const options = ['--key', key, '--address', address, '--out', sheet, '--now', now];
  const cards = (...more) => hallboard('cards', ledger, ...options, ...more);
  cards(...only);
  const site = publish({ ledger, key, now, app });
  return { ledger, key, site, sheet, cards };
}

/** The code of each resident's card, as the hall keeps it beside its key. */
export function codes({ key }) {
  const { cards } = JSON.parse(readFileSync(`${key}.cards.json`, 'utf8'));
  return new Map(cards.map(({ resident, secret }) => [resident, secret]));
}

/** Prints a sheet as a browser does, and returns the pictures of its pages. */
export async function printed(browser, sheet) {
  const folder = temporary();
  const pdf = join(folder, 'cards.pdf');
  const page = await browser.newPage();
  await page.goto(pathToFileURL(sheet).href);
  await page.pdf({ path: pdf, preferCSSPageSize: true, printBackground: false });
  await page.close();
  execFileSync('pdftoppm', ['-r', '200', '-gray', '-png', pdf, join(folder, 'page')]);
  const pictures = readdirSync(folder).filter((it) => it.endsWith('.png')).sort();
  return { pdf, pictures: pictures.map((it) => join(folder, it)) };
}

/** Every code that a scanner finds in a picture. */
export function scanned(picture) {
  const args = ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', picture];
  return execFileSync('zbarimg', args, { encoding: 'utf8', stdio: 'pipe' }).trim().split('\n');
}
