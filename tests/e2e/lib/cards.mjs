// Cards as residents get them: printed to PDF, and scanned from the page.

import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { temporary } from './place.mjs';
import { hallboard, keygen, publish } from './publish.mjs';

/** The layouts of sheets: arguments of the command, and cards on a page. */
export const LAYOUTS = {
  folded: { args: [], onPage: 4 },
  small: { args: ['--small'], onPage: 10 },
};

/** A hall's key and the sheet with its cards; `cards` writes the sheet again. */
export function hallWithSheet({ ledger, now, address, residents = [], args = [] }) {
  const key = keygen();
  const sheet = join(temporary(), 'cards.html');
  const only = residents.flatMap((id) => ['--resident', id]);
  // At the time of the publications: the command rejects a clock that is far from theirs.
  const options = ['--key', key, '--address', address, '--out', sheet, '--now', now];
  const cards = (...more) => hallboard('cards', ledger, ...options, ...more);
  cards(...only, ...args);
  return { ledger, key, sheet, cards };
}

/** A hall with cards: its ledger, key, site, and the sheet of cards. */
export function hallWithCards({ app, ...options }) {
  const hall = hallWithSheet(options);
  const { ledger, now } = options;
  return { ...hall, site: publish({ ledger, key: hall.key, now, app }) };
}

/** The card number of each resident, from the hall's card book. */
export function codes({ key }) {
  const { cards } = JSON.parse(readFileSync(`${key}.cards.json`, 'utf8'));
  return new Map(cards.map(({ resident, secret }) => [resident, secret]));
}

/** Prints a sheet in a browser, and returns pictures of its pages. */
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

/** All QR codes that a scanner finds in a picture. */
export function scanned(picture) {
  const args = ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', picture];
  return execFileSync('zbarimg', args, { encoding: 'utf8', stdio: 'pipe' }).trim().split('\n');
}
