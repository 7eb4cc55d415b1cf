// Cards as people get them: printed to PDF, and scanned off the paper.

import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { temporary } from './place.mjs';
import { hallboard, keygen, publish } from './publish.mjs';

/** The layouts of sheets: what makes them, and the cards on a page. */
export const LAYOUTS = {
  folded: { args: [], onPage: 4 },
  small: { args: ['--small'], onPage: 10 },
};

/** A hall's key and the sheet with its cards; `cards` makes the sheet again. */
export function hallWithSheet({ ledger, now, address, residents = [], args = [] }) {
  const key = keygen();
  const sheet = join(temporary(), 'cards.html');
  const only = residents.flatMap((id) => ['--resident', id]);
  // By the clock of the publications: a clock far from theirs is doubted.
  const options = ['--key', key, '--address', address, '--out', sheet, '--now', now];
  const cards = (...more) => hallboard('cards', ledger, ...options, ...more);
  cards(...only, ...args);
  return { ledger, key, sheet, cards };
}

/** A hall that hands out cards: its ledger, key, site, and the sheet with the cards. */
export function hallWithCards({ app, ...options }) {
  const hall = hallWithSheet(options);
  const { ledger, now } = options;
  return { ...hall, site: publish({ ledger, key: hall.key, now, app }) };
}

/** The card number of each resident's card, as the hall keeps it beside its key. */
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
