// The order in which names are listed.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { moduleOf, source } from './lib/script.mjs';

const { orderOfNames } = await import(moduleOf(source('js/collation.js')));

function check(locale, names, expected) {
  assert.deepEqual(orderOfNames(locale, names).map((place) => names[place]), expected);
}

test('names are in the order of their language', () => {
  check('zh-CN', ['王芳', '陈军兰', '李明', '陈安'], ['陈安', '陈军兰', '李明', '王芳']);
  check('en-GB', ['Zoë', 'Émile', 'Adam', 'eve'], ['Adam', 'Émile', 'eve', 'Zoë']);
  check('sv-SE', ['Ö', 'Z', 'Å'], ['Z', 'Å', 'Ö']);
});

test('other languages list Han characters by pinyin, after names in letters', () => {
  const names = ['王芳', '李明', '陈军兰', 'Zoë', '陈安', '赵一', 'Adam'];
  const listed = ['Adam', 'Zoë', '陈安', '陈军兰', '李明', '王芳', '赵一'];
  for (const locale of ['en-GB', 'ar', 'sv-SE']) check(locale, names, listed);
});

test('numbers are in the order of their value', () => {
  check('en-GB', ['Mill Road 10', 'Mill Road 9', 'Mill Road 1'], ['Mill Road 1', 'Mill Road 9', 'Mill Road 10']);
});

test('equal names keep their order', () => {
  assert.deepEqual(orderOfNames('en-GB', ['Bo', 'Ann', 'Bo', 'Ann']), [1, 3, 0, 2]);
  assert.deepEqual(orderOfNames('en-GB', []), []);
});
