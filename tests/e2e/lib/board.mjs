// What the board shows.

import assert from 'node:assert/strict';

import { address, visit } from './browser.mjs';

/** The rows of residents that are shown now: name, score, and the text people read. */
export function rows(page) {
  return page.locator('[data-name][data-score]').evaluateAll((elements) =>
    elements.map((it) => ({
      name: it.dataset.name,
      score: it.dataset.score,
      text: it.textContent,
    })));
}

/** The rows of the board as one document to scroll. */
export async function documentRows(page, site) {
  await visit(page, `${site}?wall=0&lang=en`);
  return rows(page);
}

/** The rows of every part of the page of residents on a wall. */
export async function wallRows(page, site) {
  const all = [];
  const seen = new Set();
  for (let part = 1; ; part += 1) {
    await visit(page, address(site, { page: 'residents', part }));
    const shown = await rows(page);
    const digest = JSON.stringify(shown);
    if (shown.length === 0 || seen.has(digest)) return all;
    seen.add(digest);
    all.push(...shown);
  }
}

/** The version of the feed that is shown, as the page says it. */
export function version(page) {
  return page.locator('[data-version]').first().getAttribute('data-version');
}

/** The text people can see, in one line. */
export function visibleText(page) {
  return page.evaluate(() => document.body.innerText.replace(/\s+/g, ' ').trim());
}

/** Fails unless the same rows are shown, each as often. */
export function assertRows(shown, expected, message) {
  const beyond = without(shown, expected);
  const absent = without(expected, shown);
  assert.deepEqual({ beyond, absent }, { beyond: [], absent: [] }, message);
}

/** The rows of one list that another does not hold as often. */
function without(list, other) {
  const line = ({ name, score }) => `${name} ${score}`;
  const left = other.map(line);
  return list.map(line).filter((it) => {
    const at = left.indexOf(it);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
