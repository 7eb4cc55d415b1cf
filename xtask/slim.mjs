// Makes what Trunk left wordy small: style sheets and the glue between page and program.
//
//   node slim.mjs ESBUILD FOLDER PAGE
//
// Files named by their content get the name of the new content, and the page the new name
// and the new digest.

import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [, , esbuild, folder, pageName] = process.argv;
const { transformSync } = createRequire(join(esbuild, 'slim.mjs'))('esbuild');
const page = join(folder, pageName);
// What every browser that runs the program understands; a script that is no module is there
// for those that do not.
const MODERN = ['chrome96', 'firefox103', 'safari16'];
const ANY = ['es5'];

// Which page leaves out which parts of a style sheet: from a heading to the next one.
const WALL = /\/\* ---- The wall:[\s\S]*?(?=\/\* ---- )/;
const LEFT_OUT = { 'me.html': WALL, 'report.html': WALL };

const TAG = /<(?:link|script)\b[^>]*>/g;
const FILE = /\.\/([\w-]+)-[0-9a-f]{8,}\.(css|js)(?=")/;
const DIGEST = /(?<=integrity=")sha384-[^"]+/;

function slimmed(tag) {
  const [path, name, loader] = FILE.exec(tag) ?? [];
  if (!path) return tag;
  const modern = loader === 'css' || /type="module"|rel="modulepreload"/.test(tag);
  const old = join(folder, path);
  const whole = readFileSync(old, 'utf8').replace(LEFT_OUT[pageName] ?? '', '');
  const { code } = transformSync(whole, {
    loader, minify: true, target: modern ? MODERN : ANY, legalComments: 'none',
  });
  const digest = createHash('sha384').update(code).digest();
  const fresh = `${name}-${digest.toString('hex').slice(0, 16)}.${loader}`;
  rmSync(old);
  writeFileSync(join(folder, fresh), code);
  return tag.replace(path, `./${fresh}`).replace(DIGEST, `sha384-${digest.toString('base64')}`);
}

const html = readFileSync(page, 'utf8');
const slim = html.replace(TAG, slimmed);
if (slim === html) throw new Error(`${page} names no file that could be made smaller`);
writeFileSync(page, slim);
