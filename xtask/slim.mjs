// Makes what Trunk left wordy small: style sheets, the program, and the glue between it
// and the page.
//
//   node slim.mjs NPM FOLDER PAGE
//
// Files named by their content get the name of the new content, and the page the new name
// and the new digest.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , npm, folder, pageName] = process.argv;
const { transformSync } = createRequire(join(npm, 'slim.mjs'))('esbuild');
const BINARYEN = join(npm, 'node_modules/binaryen');
const { default: binaryen } = await import(pathToFileURL(join(BINARYEN, 'index.js')));
const page = join(folder, pageName);
// What every browser that runs the program understands; a script that is no module is there
// for those that do not.
const MODERN = ['chrome96', 'firefox103', 'safari16'];
const ANY = ['es5'];

// Which page leaves out which parts of a style sheet: from a heading to the next one.
const LEFT_OUT = {
  'me.html': /\/\* ---- The (wall|board):[\s\S]*?(?=\/\* ---- )/g,
  'report.html': /\/\* ---- The (wall|board|figures):[\s\S]*?(?=\/\* ---- )/g,
};

const TAG = /<(?:link|script)\b[^>]*>/g;
const FILE = /\.\/([\w-]+)-[0-9a-f]{8,}(\.css|\.js|_bg\.wasm|\.txt)(?=")/;
const DIGEST = /(?<=integrity=")sha384-[^"]*/;

/** Writes a file that a tag names under the name of its new content. */
function renamed(tag, old, name, ending, content) {
  const digest = createHash('sha384').update(content).digest();
  const fresh = `${name}-${digest.toString('hex').slice(0, 16)}${ending}`;
  rmSync(join(folder, old));
  writeFileSync(join(folder, fresh), content);
  return tag.replace(old, `./${fresh}`).replace(DIGEST, `sha384-${digest.toString('base64')}`);
}

// What the oldest of those browsers understands.
const FEATURES = {
  'bulk-memory': 'BulkMemory',
  'mutable-globals': 'MutableGlobals',
  'nontrapping-float-to-int': 'NontrappingFPToInt',
  'reference-types': 'ReferenceTypes',
  'multivalue': 'Multivalue',
  'sign-ext': 'SignExt',
};
const OPTIMIZING = [
  ...Object.keys(FEATURES).map((name) => `--enable-${name}`),
  '--remove-exports=*intounderlying*',
  // The lowest kilobyte is the far end of the stack, which no pointer with an offset means.
  '--low-memory-unused',
  '-Oz', '--converge', '--reorder-functions-by-name',
  '--strip-producers', '--strip-target-features',
];

// What never returns. A panic ends the program, and nobody hears what it says: a page has no
// place where that would be written. The trap it ends in says as much at once.
const PANICS = [
  /^core\[\w+\]::panicking::/, /_fail(_rt)?$/, /::(unwrap|expect|assert)_failed(_inner|::<.*)?$/,
  /::panic_(already_(mutably_)?borrowed|access_error|poisoned)$/, /::raw_vec::handle_error$/,
  /::(handle_alloc_error|__rust_alloc_error_handler|rust_oom|rust_begin_unwind)$/,
];
// Streams that a program of ours never makes: Leptos brings them along for servers.
const UNUSED = [/\bwasm_streams::/, /^__wbg_intounderlying|^intounderlying/, /::future_to_promise::/];

/** A program of ours has at least so many of them; one whose functions have no names, none. */
const FEWEST = 5;

/** Takes the inside out of functions that only end the program, or are never called. */
function hollowed(program) {
  const features = Object.values(FEATURES).map((name) => binaryen.Features[name]);
  const all = features.reduce((some, one) => some | one, 0);
  const module = binaryen.readBinary(program);
  module.setFeatures(all);
  let hollow = 0;
  for (let at = 0; at < module.getNumFunctions(); at++) {
    const it = module.getFunctionByIndex(at);
    const { name, module: imported } = binaryen.getFunctionInfo(it);
    const plain = name.replace(/(::h[0-9a-f]{16})?$/, '');
    const ours = plain.includes('hallboard');
    if (imported || ours || ![...PANICS, ...UNUSED].some((it) => it.test(plain))) continue;
    binaryen.Function.setBody(it, module.unreachable());
    hollow++;
  }
  if (hollow < FEWEST) throw new Error('the program has no names by which to know its panics');
  binaryen.setDebugInfo(true);
  return module.emitBinary();
}

function optimized(program) {
  const [from, to] = ['hollow.wasm', 'slim.wasm'].map((name) => join(folder, name));
  writeFileSync(from, withoutPlaces(Buffer.from(hollowed(program))));
  execFileSync(process.execPath, [join(BINARYEN, 'bin/wasm-opt'), ...OPTIMIZING, from, '-o', to]);
  const slim = readFileSync(to);
  [from, to].forEach((file) => rmSync(file));
  return slim;
}

/** The short names of what the program imports, by those in the glue. */
const short = new Map();

function slimProgram(tag) {
  const [path, name, ending] = FILE.exec(tag) ?? [];
  if (ending !== '_bg.wasm') return tag;
  const program = optimized(readFileSync(join(folder, path)));
  return renamed(tag, path, name, ending, withShortImports(program));
}

/** A reader of a program, from its first section on. */
function reader(program) {
  const it = { at: 8 };
  it.number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = program[it.at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  /** Goes to the inside of the section with that number, and says where it ends. */
  it.section = (wanted) => {
    for (;;) {
      const id = program[it.at++];
      const end = it.number() + it.at;
      if (id === wanted) return end;
      if (end >= program.length) throw new Error(`the program has no section ${wanted}`);
      it.at = end;
    }
  };
  return it;
}

/** A program whose section of imports has short names. */
function withShortImports(program) {
  const it = reader(program);
  const leb = (value) => (value < 128 ? [value] : [(value & 127) | 128, ...leb(value >> 7)]);
  const shortened = (length) => {
    const known = program.toString('utf8', it.at, (it.at += length));
    if (!short.has(known)) short.set(known, short.size.toString(36));
    const bytes = Buffer.from(short.get(known));
    return [...leb(bytes.length), ...bytes];
  };
  const end = it.section(2);
  const inside = it.at;
  const count = it.number();
  const imports = leb(count);
  for (let i = 0; i < count; i++) {
    imports.push(...shortened(it.number()), ...shortened(it.number()));
    if (program[it.at] !== 0) throw new Error('the program imports what is no function');
    const from = it.at++;
    it.number();
    imports.push(...program.subarray(from, it.at));
  }
  const section = Buffer.from([2, ...leb(imports.length), ...imports]);
  // Before its inside stand the number of the section and its length.
  const start = inside - 1 - leb(end - inside).length;
  return Buffer.concat([program.subarray(0, start), section, program.subarray(end)]);
}

/** A program that does not know in which line of which file of ours or of the machine it
 * was built on a panic is: nobody is told of it, see above. */
function withoutPlaces(program) {
  const it = reader(program);
  it.section(11);
  const texts = Array.from({ length: it.number() }, () => {
    // Each is put at a fixed place: a kind, one instruction, its number, an end.
    if (it.number() !== 0 || program[it.at++] !== 0x41) throw new Error('data at no fixed place');
    const place = it.number();
    it.at++;
    const length = it.number();
    const start = it.at;
    it.at += length;
    return { place, start, length };
  });
  const found = (place, length) => {
    const text = texts.find((it) => place >= it.place && place + length <= it.place + it.length);
    return text && text.start + place - text.place;
  };
  const bare = Buffer.from(program);
  let places = 0;
  for (const { place, start, length } of texts) {
    for (let at = start + (-place & 3); at + 16 <= start + length; at += 4) {
      const [name, size, line, column] = [0, 4, 8, 12].map((by) => program.readUInt32LE(at + by));
      const file = size > 3 && size < 1000 && line > 0 && column > 0 ? found(name, size) : undefined;
      if (file === undefined || program.toString('latin1', file + size - 3, file + size) !== '.rs') continue;
      bare.fill(0, at, at + 16).fill(0, file, file + size);
      places++;
    }
  }
  if (places < FEWEST) throw new Error('the program has no places by which to know its panics');
  return bare;
}

/** The glue with those names, and without what only other programs need. */
function ofTheProgram(glue) {
  return glue
    .replace(/^ {8}(__wb\w+): [^]*?^ {8}\}.*,\n/gm, (it, name) => {
      return short.has(name) ? it.replace(name, `"${short.get(name)}"`) : '';
    })
    .replace(/"\.\/[\w-]+_bg\.js"(?=:)/, (it) => `"${short.get(JSON.parse(it))}"`)
    .replace(/^export (?=class IntoUnderlying)/gm, '')
    .replace(/^if \(Symbol\.dispose\) IntoUnderlying.*$/gm, '')
    .replace(/^const IntoUnderlying\w+Finalization = [^]*?;\n/gm, '')
    .replace('export { initSync, ', 'export { ');
}

function slimmed(tag) {
  const [path, name, ending] = FILE.exec(tag) ?? [];
  if (ending === '.txt') return renamed(tag, path, name, ending, readFileSync(join(folder, path)));
  if (ending !== '.css' && ending !== '.js') return tag;
  const css = ending === '.css';
  const modern = css || /type="module"|rel="modulepreload"/.test(tag);
  const whole = readFileSync(join(folder, path), 'utf8').replace(LEFT_OUT[pageName] ?? '', '');
  const { code } = transformSync(tag.includes('modulepreload') ? ofTheProgram(whole) : whole, {
    loader: ending.slice(1), minify: true, target: modern ? MODERN : ANY, legalComments: 'none',
    ...(tag.includes('modulepreload') && { format: 'esm', treeShaking: true }),
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
const slim = withOneSheet(html).replace(TAG, slimProgram).replace(TAG, slimmed);
if (slim === html) throw new Error(`${page} names no file that could be made smaller`);
writeFileSync(page, slim);
