// The hall's desk, as a hall starts it, and a browser that it lets in.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

import { APP, HALLBOARD, temporary } from './place.mjs';
import { hallboard } from './publish.mjs';

/** The folder of a new hall with the sample village, whose site has an address. */
export function sampleHall() {
  const folder = join(temporary(), 'hall');
  hallboard('new', folder, '--sample');
  const settings = join(folder, 'hallboard.toml');
  const address = '# address = "https://hall.example/"';
  const text = readFileSync(settings, 'utf8');
  if (!text.includes(address)) throw new Error('the settings of a new hall have no line for the address');
  writeFileSync(settings, text.replace(address, address.slice(2)));
  return folder;
}

/** Starts the desk of a folder. `url` lets a browser in once; `close` ends the desk. */
export function openDesk(folder, language) {
  const args = ['desk', folder, '--app', APP, '--no-browser', '--language', language];
  return start(args);
}

/** Starts the desk in a folder as a double click does. `entryPage` is the address of the file with which it opens. */
export async function launchDesk(folder, language) {
  // No browser is found, so that none is opened.
  const env = { ...process.env, HALLBOARD_LANGUAGE: language, PATH: '' };
  const desk = await start([], { cwd: folder, env });
  const entryPage = () => pathToFileURL(join(folder, 'hallboard-desk.html')).href;
  return { ...desk, entryPage };
}

async function start(args, options = {}) {
  const child = spawn(HALLBOARD, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const errors = [];
  child.stderr.on('data', (text) => errors.push(text));
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, 'exit');
  const first = await Promise.race([once(lines, 'line'), ended.then(() => [])]);
  if (first.length === 0) throw new Error(`the desk does not start: ${Buffer.concat(errors)}`);
  return {
    url: first[0],
    async close() {
      child.kill();
      await ended;
    },
  };
}

/** Whether and where the focus is visible; serialized and run in the page. */
export function focused() {
  const element = document.activeElement;
  if (element === null || element === document.body) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const controls = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')];
  const box = element.getBoundingClientRect();
  return {
    index: controls.indexOf(element),
    html: element.outerHTML.slice(0, 120),
    outlined: outlineStyle !== 'none' && parseFloat(outlineWidth) > 0,
    inView: box.bottom > 0 && box.top < innerHeight,
  };
}

/** Indexes of the controls that can be reached by the keyboard; serialized and run in the page. */
export function reachable() {
  const controls = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')];
  return controls
    .map((it, index) => ({ it, index }))
    .filter(({ it }) => it.type !== 'hidden' && !it.disabled && it.checkVisibility())
    .map(({ index }) => index);
}
