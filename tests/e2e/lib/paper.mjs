// The content of printed pages, measured in millimetres and points.

import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';

import { temporary } from './place.mjs';

const POINT = 25.4 / 72;
/** Dots per inch of the rendered pages. */
const RESOLUTION = 300;
const DOT = 25.4 / RESOLUTION;
const MAX_OUTPUT = 256 * 1024 * 1024;

const run = (command, ...args) =>
  execFileSync(command, args, { encoding: 'utf8', maxBuffer: MAX_OUTPUT, stdio: 'pipe' });

function unescaped(text) {
  const entities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replaceAll(/&(?:#(\d+)|(\w+));/g, (all, code, name) =>
    (code ? String.fromCodePoint(code) : entities[name] ?? all));
}

const attribute = (tag, name) => Number(tag.match(new RegExp(`\\b${name}="([^"]*)"`))[1]);

/** The extent of glyphs above and below the baseline, in font sizes: of Chinese characters, and of
 * all Latin letters except the longest descenders. */
const [ABOVE, BELOW] = [0.88, 0.12];
/** The position of the baseline in a box of `pdftotext`, as a share from its top, and the
 * tolerance. The second position is that of upside-down text in some fonts; the boxes of other
 * fonts are so high that the baseline of the line above is there. */
const [STANDS, ABOUT] = [[0.75, 0.22], 0.2];

/** The words of each page, unordered: text, box of the glyphs, and their sizes in points. In
 * upside-down text each letter is a word. */
export function wordsOf(pdf) {
  const shown = shownOf(readFileSync(pdf));
  const xml = run('pdftotext', '-bbox', pdf, '-');
  return xml.split('<page ').slice(1).map((page, index) =>
    [...page.matchAll(/<word ([^>]*)>([^<]*)</g)].map(([, tag, text]) => {
      const mm = (name) => attribute(tag, name) * POINT;
      const box = { left: mm('xMin'), right: mm('xMax'), top: mm('yMin'), bottom: mm('yMax') };
      return { text: unescaped(text).normalize('NFKC'), ...box, ...typeOf(box, shown[index]) };
    }));
}

/** The sizes of the glyphs in a box, its baseline, the extent of the glyphs, and whether they are
 * upside down. */
function typeOf(box, shown) {
  const share = ({ y }) => (y - box.top) / (box.bottom - box.top);
  const beside = (stands) => shown.filter((it) => Math.abs(share(it) - stands) < ABOUT)
    .toSorted((a, b) => Math.abs(share(a) - stands) - Math.abs(share(b) - stands));
  const within = ({ x }) => x > box.left - DOT && x < box.right + DOT;
  const before = ({ x, turned }) => (turned ? x - box.right : box.left - x);
  // One operator may show several words: then it began before this one.
  const earlier = (found) => found.filter((it) => before(it) > 0).toSorted((a, b) => before(a) - before(b)).slice(0, 1);
  const choices = [...STANDS.map((it) => beside(it).filter(within)), ...STANDS.map((it) => earlier(beside(it)))];
  const [first, ...more] = choices.find((it) => it.length > 0);
  const letters = [first, ...more.filter(({ y }) => Math.abs(y - first.y) < DOT)];
  const sizes = [...new Set(letters.map(({ size }) => size))];
  const [{ y: line, turned }] = letters;
  const [above, below] = [ABOVE, BELOW].map((share) => share * Math.max(...sizes) * POINT);
  return { sizes, line, turned, top: line - (turned ? below : above), bottom: line + (turned ? above : below) };
}

/** The text that a PDF by Chromium shows on each page: position and size of each piece. */
function shownOf(bytes) {
  const file = bytes.toString('latin1');
  const objects = new Map([...file.matchAll(/(?:^|\n)(\d+) 0 obj\s(.*?)\nendobj/gs)].map(([, id, body]) => [id, body]));
  const pages = [...objects.values()].filter((body) => /\/Type \/Page\b/.test(body));
  const contentOf = (id) => {
    const stream = objects.get(id).replace(/^.*?stream\r?\n/s, '');
    return inflateSync(Buffer.from(stream, 'latin1')).toString('latin1');
  };
  return pages.map((page) => {
    const [, height] = page.match(/\/MediaBox \[0 0 [\d.]+ ([\d.]+)\]/);
    const [, id] = page.match(/\/Contents (\d+) 0 R/);
    const forms = new Map([...page.matchAll(/\/(X\d+) (\d+) 0 R/g)].map(([, name, form]) => [`/${name}`, contentOf(form)]));
    return shownBy(contentOf(id), forms, IDENTITY).map(({ matrix: [a, , , d, x, y], size }) => ({
      x: x * POINT,
      y: (Number(height) - y) * POINT,
      size: Math.round(Math.abs(d) * size * 100) / 100,
      turned: a < 0,
    }));
  });
}

const IDENTITY = [1, 0, 0, 1, 0, 0];
const product = ([a, b, c, d, e, f], [g, h, i, j, k, l]) =>
  [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l];

/** Interprets the operators of a page or a form; returns the matrix and the font size of each piece
 * of text. */
function shownBy(content, forms, from) {
  const shown = [];
  const saved = [];
  let [space, line, size, operands] = [from, IDENTITY, 0, []];
  const show = () => { shown.push({ matrix: product(line, space), size }); };
  const operators = {
    q: () => { saved.push(space); },
    Q: () => { space = saved.pop(); },
    cm: () => { space = product(operands, space); },
    BT: () => { line = IDENTITY; },
    Tf: () => { size = operands[1]; },
    Tm: () => { line = operands; },
    Td: () => { line = product([1, 0, 0, 1, ...operands], line); },
    Tj: show,
    TJ: show,
    Do: () => { shown.push(...shownBy(forms.get(operands[0]) ?? '', forms, space)); },
  };
  const tokens = /\((?:\\.|[^\\)])*\)|<[^>]*>|\/[^\s<>[\]()/]+|[-+]?[\d.]+|[A-Za-z*'"]+/gs;
  for (const [token] of content.matchAll(tokens)) {
    if (/^[A-Za-z*'"]/.test(token)) {
      operators[token]?.();
      operands = [];
    } else if (/^[-+.\d]/.test(token)) operands.push(Number(token));
    else if (token.startsWith('/')) operands.push(token);
  }
  return shown;
}

/** The pages as greyscale pictures. */
export function picturesOf(pdf) {
  const folder = temporary();
  run('pdftoppm', '-r', String(RESOLUTION), '-gray', pdf, join(folder, 'page'));
  return readdirSync(folder).sort().map((name) => {
    const file = join(folder, name);
    const bytes = readFileSync(file);
    const [head, width, height] = bytes.toString('latin1', 0, 64).match(/^P5\s+(\d+)\s+(\d+)\s+255\s/);
    const pixels = bytes.subarray(head.length);
    const at = (x, y) => pixels[y * Number(width) + x];
    return { file, width: Number(width), height: Number(height), at };
  });
}

/** The centres of runs of consecutive numbers, in millimetres. */
function runs(numbers) {
  const found = [];
  for (const number of numbers) {
    const last = found.at(-1);
    if (last && number === last[1] + 1) last[1] = number;
    else found.push([number, number]);
  }
  return found.map(([from, to]) => ((from + to + 1) / 2) * DOT);
}

const DARK = 200;
const upTo = (count) => Array.from({ length: count }, (_, number) => number);

/** The positions of vertical lines on a page, found along a row at that height, in millimetres. */
export function linesAcross({ width, at }, height) {
  const y = Math.round(height / DOT);
  return runs(upTo(width).filter((x) => at(x, y) < DARK));
}

/** The positions of horizontal lines on a page, found within a strip between two distances from the
 * left, in millimetres. */
export function linesDown({ height, at }, from, to) {
  const [first, last] = [Math.round(from / DOT), Math.round(to / DOT)];
  const dark = (y) => upTo(last - first).some((x) => at(first + x, y) < DARK);
  return runs(upTo(height).filter(dark));
}

/** The bounding box of the dark pixels in an area of a page, and the text of the QR code there;
 * `undefined` without dark pixels. */
export function qrCodeIn({ at }, area) {
  const [left, right, top, bottom] = [area.left, area.right, area.top, area.bottom].map((mm) => Math.round(mm / DOT));
  const [width, height] = [right - left, bottom - top];
  const pixels = Buffer.from(upTo(width * height).map((index) => at(left + (index % width), top + Math.floor(index / width))));
  const rows = upTo(height).filter((y) => pixels.subarray(y * width, (y + 1) * width).some((it) => it < DARK));
  const columns = upTo(width).filter((x) => rows.some((y) => pixels[y * width + x] < DARK));
  if (rows.length === 0) return undefined;
  const file = join(temporary(), 'area.pgm');
  writeFileSync(file, Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), pixels]));
  const text = run('zbarimg', '--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', file).trim();
  const edge = (numbers, last, from) => from + numbers.at(last ? -1 : 0) * DOT + (last ? DOT : 0);
  return {
    text,
    left: edge(columns, false, area.left), right: edge(columns, true, area.left),
    top: edge(rows, false, area.top), bottom: edge(rows, true, area.top),
  };
}
