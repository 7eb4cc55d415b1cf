// Makes what Trunk built ready to publish: cuts the program into the part that every page needs
// and the parts of single routes, optimizes and minifies, and names each file by its content.
//
//   node bundle.mjs NPM FOLDER PAGE [PROGRAM]
//
// NPM has esbuild and binaryen, FOLDER what Trunk built of PAGE. PROGRAM is the program as the
// linker left it, where it has parts that are loaded on demand (`#[lazy]` in `src/routes.rs`).
// `cargo xtask bundle` calls this after each build of Trunk's.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

const [, , npm, folder, pageName, program] = process.argv;
const { buildSync, transformSync } = createRequire(join(npm, 'bundle.mjs'))('esbuild');
// Browsers that run the program. A script that is no module is there for all others, too.
const MODERN = ['chrome96', 'firefox103', 'safari16'];
const ANY = ['es5'];
// ASCII only: a server may declare another charset than UTF-8.
const SMALL = { minify: true, charset: 'ascii', legalComments: 'none' };
/** What all of these browsers have. With more, binaryen emits what some of them refuse. */
const FEATURES = ['bulk-memory', 'mutable-globals', 'nontrapping-float-to-int', 'reference-types', 'multivalue', 'sign-ext'];

/** Writes a file named by its content, and returns its name and digest. */
function write(name, ending, content) {
  const digest = createHash('sha384').update(content).digest();
  const file = `${name}-${digest.toString('hex').slice(0, 16)}${ending}`;
  writeFileSync(join(folder, file), content);
  return { file, integrity: `sha384-${digest.toString('base64')}` };
}

/** Replaces a text that must be there. */
function replace(text, old, by) {
  if (!text.includes(old)) throw new Error(`nothing to replace: ${old}`);
  return text.replaceAll(old, by);
}

/** The files that a tag names, as Trunk calls them. */
const FILE = /\.\/([\w-]+)-[0-9a-f]{8,}(\.css|\.js|_bg\.wasm)(?=")/;
const INTEGRITY = /(?<=integrity=")sha384-[^"]*/;
const root = pageName === 'index.html' ? '{{ site_root }}' : './';
const renamed = (tag, { file, integrity }) => tag.replace(FILE, root + file).replace(INTEGRITY, integrity);

/**
 * Optimizes a program or a part of one. Packed by brotli, what `-Os` makes is smaller than what
 * `-Oz` does.
 */
function optimized(path) {
  const small = `${path}.small`;
  const wasmOpt = join(npm, 'node_modules/.bin/wasm-opt');
  execFileSync(wasmOpt, ['-Os', ...FEATURES.map((it) => `--enable-${it}`), path, '-o', small], { stdio: 'inherit' });
  return readFileSync(small);
}

/**
 * Cuts the program apart, and writes its parts.
 *
 * Returns the glue with the loader of the parts, the main part, and the files of each part by
 * the name of its function.
 */
function split(name) {
  const apart = join(dirname(program), 'parts');
  rmSync(apart, { recursive: true, force: true });
  mkdirSync(apart);
  execFileSync('wasm-split-cli', ['--target', 'web', '--out-name', name, program, apart], { stdio: 'inherit' });
  execFileSync('wasm-bindgen', [
    '--target', 'web', '--keep-lld-exports', '--no-demangle', '--no-typescript',
    '--out-dir', apart, '--out-name', name, join(apart, `${name}.wasm`),
  ], { stdio: 'inherit' });
  const main = `${name}_bg.wasm`;
  const loader = join(apart, '__wasm_split.js');
  let script = readFileSync(loader, 'utf8');
  const files = new Map();
  for (const part of readdirSync(apart).filter((it) => it.endsWith('.wasm') && it !== main && it !== `${name}.wasm`)) {
    const written = write('part', '.wasm', optimized(join(apart, part)));
    files.set(part, written);
    script = replace(script, `fetch(new URL("./${part}", import.meta.url))`, `hallboardPart("${written.file}")`);
  }
  // Programs are taken as whatever type they are sent as.
  script = replace(script, 'WebAssembly.instantiateStreaming(src, imports)',
    'WebAssembly.instantiate(await (await src).arrayBuffer(), imports)');
  const loaded = partsLoaded(readFileSync(loader, 'utf8'));
  writeFileSync(loader, script);
  const glue = buildSync({
    ...SMALL, entryPoints: [join(apart, `${name}.js`)], bundle: true, format: 'esm', target: MODERN, write: false,
  }).outputFiles[0].text;
  const parts = [...loaded].map(([route, names]) => [route, names.map((it) => files.get(it))]);
  return { glue, main: optimized(join(apart, main)), parts: new Map(parts) };
}

/** The files that the loader of each part asks for, those shared with others first. */
function partsLoaded(script) {
  const file = /new URL\("\.\/([^"]+)"/g;
  const shared = new Map();
  const loaded = new Map();
  for (const statement of script.split(/^(?=const __chunk_|export const )/m)) {
    const [, name] = /^(?:export )?const (\w+) =/.exec(statement) ?? [];
    const own = [...statement.matchAll(file)].map(([, it]) => it);
    if (name?.startsWith('__chunk_')) shared.set(name, own);
    const [, part] = /^__wasm_split_load_(\w+)_\d+$/.exec(name ?? '') ?? [];
    if (!part) continue;
    const chunks = [...statement.matchAll(/__chunk_\d+/g)].flatMap(([it]) => shared.get(it) ?? []);
    loaded.set(part, [...chunks, ...own]);
  }
  return loaded;
}

/** The page with the parts in place of the whole program. */
function withParts(html) {
  const [, name] = /\.\/([\w-]+)-[0-9a-f]{8,}_bg\.wasm/.exec(html);
  const { glue, main, parts } = split(name);
  const written = { '.js': write(name, '.js', glue), '_bg.wasm': write(name, '_bg.wasm', main) };
  const whole = html.replace(TAG, (tag) => {
    if (tag.includes('"./snippets/')) return '';
    const [path, of, ending] = FILE.exec(tag) ?? [];
    if (of !== name) return tag;
    rmSync(join(folder, path), { force: true });
    return renamed(tag, written[ending]);
  });
  return whole.replace(/<link rel="part" href="(\w+)"( data-wall)?[^>]*>/g, (_, part, wall) => {
    if (!parts.has(part)) throw new Error(`the program has no part ${part}`);
    // Browsers leave alone what is for walls: `boot.js` fetches it there.
    const kind = wall ? 'rel="part"' : 'rel="preload"';
    const link = ({ file, integrity }) =>
      `<link ${kind} href="${root}${file}" as="fetch" type="application/wasm" crossorigin="anonymous" integrity="${integrity}" data-part${wall ?? ''}>`;
    return parts.get(part).map(link).join('\n    ');
  });
}

const TAG = /<(?:link|script)\b[^>]*>/g;
const SHEETS = /<link\b[^>]*rel="stylesheet"[^>]*>(?:\s*<link\b[^>]*rel="stylesheet"[^>]*>)*/g;

/** Style sheets that stand together become one, so that a page waits for few requests. */
function withOneSheet(sheets) {
  const [first, ...rest] = sheets.match(TAG).map((tag) => [tag, FILE.exec(tag)[0]]);
  const paths = [first, ...rest].map(([, path]) => join(folder, path));
  const text = paths.map((path) => readFileSync(path, 'utf8')).join('\n');
  paths.forEach((path) => rmSync(path));
  const { code } = transformSync(text, { ...SMALL, loader: 'css', target: MODERN });
  return renamed(first[0], write(FILE.exec(first[0])[1], '.css', code));
}

function withSmallScript(tag) {
  const [path, name, ending] = FILE.exec(tag) ?? [];
  if (ending !== '.js') return tag;
  const target = /type="module"|rel="modulepreload"/.test(tag) ? MODERN : ANY;
  const { code } = transformSync(readFileSync(join(folder, path), 'utf8'), { ...SMALL, loader: 'js', target });
  rmSync(join(folder, path));
  return renamed(tag, write(name, '.js', code));
}

/** The service worker and what it imports, as one classic script. It is not minified: publishing
 * looks for its place for the app. */
function writeServiceWorker() {
  const { outputFiles } = buildSync({
    entryPoints: ['js/sw.js'], bundle: true, format: 'iife', charset: 'ascii', target: MODERN, write: false,
  });
  writeFileSync(join(folder, 'sw.js'), outputFiles[0].text);
}

/** Puts the keyboard's table of pinyin beside the program, and names it in the page, which loads it
 * when somebody asks for that keyboard. */
function withPinyin(html) {
  const { file } = write('pinyin', '.txt', readFileSync('data/pinyin.txt'));
  const meta = 'name="hallboard-pinyin" content="';
  return replace(html, meta, meta + file);
}

// The scripts that the program imports are in its glue.
rmSync(join(folder, 'snippets'), { recursive: true, force: true });
const page = join(folder, pageName);
const html = readFileSync(page, 'utf8');
const bundled = (program ? withPinyin(withParts(html)) : html).replace(SHEETS, withOneSheet).replace(TAG, withSmallScript);
if (bundled === html) throw new Error(`${basename(page)} names no file that could be made smaller`);
writeFileSync(page, bundled);
if (program) writeServiceWorker();
