// Minifies what Trunk leaves as it is: style sheets, scripts, and the glue between the program
// and the page. Style sheets of a page become one, so that it waits for one request.
//
//   node minify.mjs NPM FOLDER PAGE
//
// Files are named by their content: each gets the name of its new content, and the page the new
// name and the new digest.

import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [, , npm, folder, pageName] = process.argv;
const { transformSync } = createRequire(join(npm, 'minify.mjs'))('esbuild');
const page = join(folder, pageName);
// Browsers that run the program. A script that is no module is there for all others, too.
const MODERN = ['chrome96', 'firefox103', 'safari16'];
const ANY = ['es5'];

const TAG = /<(?:link|script)\b[^>]*>/g;
const FILE = /\.\/([\w-]+)-[0-9a-f]{8,}(\.css|\.js)(?=")/;
const INTEGRITY = /(?<=integrity=")sha384-[^"]*/;

/** Writes a file that a tag names under the name of its new content. */
function renamed(tag, old, name, ending, content) {
  const digest = createHash('sha384').update(content).digest();
  const file = `${name}-${digest.toString('hex').slice(0, 16)}${ending}`;
  rmSync(join(folder, old));
  writeFileSync(join(folder, file), content);
  return tag.replace(old, `./${file}`).replace(INTEGRITY, `sha384-${digest.toString('base64')}`);
}

function minified(tag) {
  const [path, name, ending] = FILE.exec(tag) ?? [];
  if (!path) return tag;
  const text = readFileSync(join(folder, path), 'utf8');
  const isModern = ending === '.css' || /type="module"|rel="modulepreload"/.test(tag);
  const { code } = transformSync(text, {
    // Nothing but ASCII: hosts may say another charset than UTF-8.
    loader: ending.slice(1), minify: true, charset: 'ascii', target: isModern ? MODERN : ANY, legalComments: 'none',
  });
  return renamed(tag, path, name, ending, code);
}

/** A page whose style sheets are one. */
function withOneSheet(html) {
  const sheets = [...html.matchAll(/<link\b[^>]*rel="stylesheet"[^>]*>/g)].map(([tag]) => tag);
  const [first, ...rest] = sheets.map((tag) => join(folder, FILE.exec(tag)[0]));
  for (const file of rest) {
    appendFileSync(first, readFileSync(file));
    rmSync(file);
  }
  return sheets.slice(1).reduce((html, tag) => html.replace(tag, ''), html);
}

const html = readFileSync(page, 'utf8');
const small = withOneSheet(html).replace(TAG, minified);
if (small === html) throw new Error(`${page} names no file that could be made smaller`);
writeFileSync(page, small);
