// The sheets of cards, printed to PDF and measured: positions, type sizes, QR codes.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { launch } from './lib/browser.mjs';
import { LAYOUTS, codes, hallWithSheet, printed } from './lib/cards.mjs';
import { linesAcross, linesDown, picturesOf, qrCodeIn, wordsOf } from './lib/paper.mjs';
import { SAMPLE, temporary } from './lib/place.mjs';

const NOW = '2026-11-23T04:00:00Z';
const ADDRESS = 'https://hall.example/board/';
/** Tolerance of measurements, in millimetres. */
const CLOSE = 0.5;
/** Tolerance of type sizes, in points: Chromium rounds to hundredths of a pixel. */
const A_LITTLE = 0.05;
/** The margin inside a card's edge, in millimetres: printers skip the edge of the paper, and cuts
 * and folds are inexact. */
const BORDER = { folded: 4, small: 2 };

/** Words whose baselines differ by less, in millimetres, are on one line. */
const SAME_LINE = 0.6;

const range = (count) => Array.from({ length: count }, (_, number) => number);
const squeezed = (text) => text.normalize('NFKC').replaceAll(/\s/g, '');

/** The faces of the cards of a page, by card: their boxes in millimetres. */
const FACES = {
  folded: range(4).map((place) => {
    const [left, top] = [(place % 2) * 105, Math.floor(place / 2) * 148.5];
    const face = (from) => ({ left, right: left + 105, top: top + from, bottom: top + from + 74.25 });
    return { front: face(0), back: face(74.25) };
  }),
  small: range(10).map((place) => {
    const [left, top] = [20 + (place % 2) * 85, 13.5 + Math.floor(place / 2) * 54];
    const face = { left, right: left + 85, top, bottom: top + 54 };
    return { front: face, back: face };
  }),
};

/** Texts of the cards and their type sizes in points, in both languages. */
const TYPE = {
  folded: {
    front: [
      ['杨桥村文化礼堂', 13], ['Yangqiao village hall', 10], ['我的记录卡', 10], ['Card for my own record', 10],
      ['用手机扫一扫，或在礼堂大屏前出示。', 12],
      ['Scan it with a phone, or hold it before the screen in the hall.', 10],
    ],
    back: [
      ['卡号', 12], ['Card number', 10], [`${ADDRESS}me/`, 11],
      ['谁有这张卡，谁就能看您的记录，请收好。', 10], ['Anyone who has it can read your record: keep it safe.', 10],
      ['丢了请告诉礼堂，换新卡后旧卡作废。', 10], ['If lost, tell the hall: a new card ends this one.', 10],
      ['用别人的手机、电脑，请输入卡号；扫码会留下痕迹。', 10],
      ["On others' devices, type the card number: a scan leaves traces.", 10],
    ],
  },
  small: {
    front: [
      ['杨桥村文化礼堂', 10], ['Yangqiao village hall', 6.5], ['我的记录卡', 6.2],
      ['Card for my own record', 6.2], [`${ADDRESS}me/`, 7.5],
      ['谁有这张卡，谁就能看您的记录，请收好。丢了请告诉礼堂，换新卡后旧卡作废。', 6.2],
      ['Anyone who has it can read your record: keep it safe. If lost, tell the hall: a new card ends this one.', 5.8],
      ['扫码，网址可能留在浏览器记录里；打开网址、输入卡号则不会。', 6.2],
      ["A scan may stay in the browser's history; a card number that is typed does not.", 5.8],
    ],
    back: [],
  },
};
/** The area on the front of a card that contains only the QR code, in millimetres from its corner.
 * */
const QR_CODE = {
  folded: { left: 1, right: 46, top: 19, bottom: 72 },
  small: { left: 53.5, right: 84, top: 11.6, bottom: 40.8 },
};
const NUMBER = { folded: 14, small: 10.4 };
const NAME = { folded: 20, small: 16 };

/** The possible type sizes of names on folded cards, in points. */
const STEPS = [20, 18, 16, 14, 12, 10, 8, 6, 5, 4, 3, 2];

/** Residents of the sample with every kind of name, and the expected type sizes. */
const NAMES = new Map([
  ['古丽娜扎尔·阿不都热合曼', 20], ['阿卜杜热西提·买买提江', 20], ['欧阳子涵', 20], ['童海云', 20],
  ['Margaret Chen', 20], ['Nguyễn Thị Phương Thảo', 18], ['Wilhelmina Featherstonehaugh-Montgomery', 12],
]);
/** Names for stress tests, each longer than the one before it. */
const LONG_NAMES = {
  Chinese: [3, 14, 15, 30, 60, 200].map((count) => '欧阳上官司马诸葛'.repeat(25).slice(0, count)),
  Latin: [
    'Anna', 'Anna Montgomery', 'Anna Montgomery Featherstone', 'Anna Montgomery Featherstonehaugh of Upper Mill Lane',
    'Anna Montgomery Featherstonehaugh of Upper Mill Lane, '.repeat(5).trim(),
  ],
  'one word': [8, 14, 30, 100].map((count) => 'Wilhelminafeatherstone'.repeat(5).slice(0, count)),
  mixed: [
    'Anna 王', 'Anna María 古丽娜扎尔·阿不都热合曼', 'Anna María de la Vega-Montgomery 古丽娜扎尔·阿不都热合曼（杨桥村）',
    'Anna María de la Vega-Montgomery 古丽娜扎尔·阿不都热合曼（杨桥村） & <Söhne> "1862"',
  ],
};

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const middle = (box) => [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
const holds = (face, [x, y]) => x >= face.left && x < face.right && y >= face.top && y < face.bottom;
const inside = (box, face, border) => box.left >= face.left + border && box.right <= face.right - border
  && box.top >= face.top + border && box.bottom <= face.bottom - border;
const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
const grown = (box, by) =>
  ({ left: box.left - by, right: box.right + by, top: box.top - by, bottom: box.bottom + by });
/** The box of a word without the space around its letters, so that neighbours do not overlap. */
function inner(box) {
  const [across, down] = [(box.right - box.left) / 20, (box.bottom - box.top) / 4];
  return { left: box.left + across, right: box.right - across, top: box.top + down, bottom: box.bottom - down };
}

function near(found, expected, what, tolerance = CLOSE) {
  assert.ok(Math.abs(found - expected) <= tolerance, `${what}: ${found}, not ${expected}`);
}

/** Prints the cards of residents and measures them: each card with the words on its faces. */
async function measured(layout, ledger, residents) {
  const { args, onPage } = LAYOUTS[layout];
  const hall = hallWithSheet({ ledger, now: NOW, address: ADDRESS, residents, args });
  const { pdf } = await printed(browser, hall.sheet);
  const pages = picturesOf(pdf);
  const words = wordsOf(pdf);
  const numbers = codes(hall);
  const people = JSON.parse(readFileSync(ledger, 'utf8')).residents.filter((it) => residents.includes(it.id));
  const cards = people.map(({ id, name }, index) => {
    const [page, faces] = [Math.floor(index / onPage), FACES[layout][index % onPage]];
    const side = (face) => ({ face, words: words[page].filter((it) => holds(face, middle(it))) });
    const { left, top } = faces.front;
    const area = QR_CODE[layout];
    const qrCode = qrCodeIn(pages[page], {
      left: left + area.left, right: left + area.right, top: top + area.top, bottom: top + area.bottom,
    });
    return { id, name, number: numbers.get(id), qrCode, sides: Object.entries(faces).map(([what, face]) => [what, side(face)]) };
  });
  return { cards, pages, words };
}

/** Words in reading order: line by line, each letter with its sizes. */
function read(words) {
  const down = ({ turned, line }) => (turned ? -line : line);
  const across = ({ turned, left, right }) => (turned ? -right : left);
  const lines = [];
  for (const word of words.toSorted((a, b) => down(a) - down(b))) {
    if (lines.length > 0 && down(word) - down(lines.at(-1)[0]) < SAME_LINE) lines.at(-1).push(word);
    else lines.push([word]);
  }
  const inOrder = lines.flatMap((line) => line.toSorted((a, b) => across(a) - across(b)));
  return inOrder.flatMap(({ text, sizes }) => [...squeezed(text)].map((letter) => ({ letter, sizes })));
}

/** The type sizes of a text among letters; fails if the text is not there. */
function sizesOf(text, letters, what) {
  const wanted = [...squeezed(text)];
  const at = letters.findIndex((_, from) => wanted.every((letter, index) => letters[from + index]?.letter === letter));
  assert.ok(at >= 0, `${what}: ${text} is not whole in ${letters.map((it) => it.letter).join('')}`);
  return letters.slice(at, at + wanted.length).flatMap((it) => it.sizes);
}

/** Checks that a face has exactly these texts, in these type sizes. */
function checkType({ words }, expected, what) {
  const letters = read(words);
  for (const [text, size] of expected) {
    for (const found of sizesOf(text, letters, what)) near(found, size, `${what}: ${text}`, A_LITTLE);
  }
  const all = expected.map(([text]) => squeezed(text)).join('');
  assert.equal(letters.length, [...all].length, `${what}: ${letters.map((it) => it.letter).join('')}`);
}

/** Checks that words stay within their face and do not overlap. */
function checkPlaces({ face, words }, layout, what) {
  for (const word of words) {
    assert.ok(inside(inner(word), face, BORDER[layout]), `${what}: ${word.text} leaves its face`);
    const others = words.filter((it) => it !== word && meet(inner(it), inner(word)));
    assert.deepEqual(others.map((it) => it.text), [], `${what}: on ${word.text}`);
  }
}

/** Checks that the QR code opens the card's record, and has its quiet zone of four modules. */
function checkQrCode({ id, number, qrCode, sides: [[, { face, words }]] }) {
  assert.equal(qrCode.text.split('.').slice(0, -2).join('.'), `${ADDRESS}me/#${number}`, id);
  const blank = grown(qrCode, (4 * (qrCode.right - qrCode.left)) / modules(qrCode.text));
  assert.ok(inside(blank, face, 0), `${id}: the blank edge of the QR code leaves the card`);
  assert.deepEqual(words.filter((it) => meet(blank, inner(it))).map((it) => it.text), [], id);
}

/** The modules in a row of a QR code with that text, at the error correction level of cards (M). */
function modules(text) {
  const bytes = [14, 26, 42, 62, 84, 106, 122, 152, 180, 213];
  return 21 + 4 * bytes.findIndex((most) => text.length <= most);
}

function checkCard(card, layout, size) {
  const { id, name, number, sides } = card;
  const groups = number.match(/.{4}/g).map((group) => [group, NUMBER[layout]]);
  const printedOn = { front: [[name, size]], back: groups };
  const [front, back] = [[...TYPE[layout].front, ...printedOn.front], [...TYPE[layout].back, ...printedOn.back]];
  const expected = layout === 'small' ? { front: [...front, ...back] } : { front, back };
  for (const [what, side] of sides.filter(([it]) => expected[it])) {
    checkType(side, expected[what], `${id}, ${what}`);
    checkPlaces(side, layout, `${id}, ${what}`);
  }
  checkQrCode(card);
}

/** The type size of the name on the front. */
function nameSize({ name, sides: [[, { words }]] }) {
  return Math.max(...sizesOf(name, read(words), name));
}

for (const layout of Object.keys(LAYOUTS)) {
  describe(`${layout} cards on paper`, () => {
    let sheet;
    before(async () => {
      const { residents } = JSON.parse(readFileSync(SAMPLE, 'utf8'));
      const ids = residents.filter((it) => NAMES.has(it.name)).map((it) => it.id);
      sheet = await measured(layout, SAMPLE, ids);
      assert.equal(sheet.pages.length, Math.ceil(ids.length / LAYOUTS[layout].onPage));
    });

    test('every text is complete, in its type size and within its face, in both languages', () => {
      for (const card of sheet.cards) {
        checkCard(card, layout, layout === 'folded' ? NAMES.get(card.name) : nameSize(card));
      }
    });

    test('cut and fold lines are at the edges of the cards', () => {
      for (const page of sheet.pages) {
        near(page.width * (25.4 / 300), 210, 'the width of the page');
        near(page.height * (25.4 / 300), 297, 'the height of the page');
        const [across, down] = layout === 'folded'
          ? [linesAcross(page, 3), linesDown(page, 1, 4)] : [linesAcross(page, 10), linesDown(page, 16, 17)];
        const expected = layout === 'folded'
          ? [[105], [74.25, 148.5, 222.75]] : [[20, 105, 190], range(6).map((row) => 13.5 + 54 * row)];
        assert.deepEqual([across.length, down.length], expected.map((it) => it.length));
        across.forEach((x, index) => near(x, expected[0][index], 'a line from top to bottom'));
        down.forEach((y, index) => near(y, expected[1][index], 'a line from left to right'));
      }
    });

    test('the QR code has its size', () => {
      for (const { id, qrCode } of sheet.cards) {
        const [across, down] = [qrCode.right - qrCode.left, qrCode.bottom - qrCode.top];
        near(across, down, `${id}: it is a square`);
        if (layout === 'folded') near(across, 35, `${id}: its width`);
      }
    });

    test('only the requested cards are on the sheet', () => {
      const text = squeezed(sheet.words.flat().map((it) => it.text).join(''));
      const { residents } = JSON.parse(readFileSync(SAMPLE, 'utf8'));
      const others = residents.map((it) => it.name).filter((it) => !NAMES.has(it) && text.includes(squeezed(it)));
      assert.deepEqual(others, []);
    });
  });
}

describe('folded cards with names that are too long for their place', () => {
  for (const [kind, names] of Object.entries(LONG_NAMES)) {
    test(`${kind}: complete, in decreasing type sizes`, async () => {
      const ledger = join(temporary(), 'ledger.json');
      const register = JSON.parse(readFileSync(SAMPLE, 'utf8'));
      const renamed = register.residents.filter((it) => NAMES.has(it.name)).slice(0, names.length);
      renamed.forEach((resident, index) => {
        resident.name = names[index];
      });
      writeFileSync(ledger, JSON.stringify(register));
      const { cards } = await measured('folded', ledger, renamed.map((it) => it.id));
      const sizes = cards.map(nameSize).map((size) => STEPS.find((step) => Math.abs(step - size) <= A_LITTLE));
      cards.forEach((card, index) => checkCard(card, 'folded', sizes[index]));
      assert.equal(sizes[0], STEPS[0]);
      assert.ok(sizes.at(-1) < STEPS[0]);
      assert.deepEqual(sizes, sizes.toSorted((a, b) => b - a), names.join('\n'));
    });
  }
});
