// The content of the board.

import assert from 'node:assert/strict';

import { address, visit } from './browser.mjs';

/** The rows of residents that are visible now: name, score, and text content. A wall's other pages
 * are laid out beside its screen, and are left out. */
export function rows(page) {
  return page.locator('[data-name][data-score]').evaluateAll((elements) => {
    const isOnPage = (element) => {
      const frame = element.closest('.paginator')?.getBoundingClientRect();
      if (!frame) return true;
      const { left, right } = element.getBoundingClientRect();
      const isVisible = element.checkVisibility({ visibilityProperty: true });
      return isVisible && left < frame.right - 1 && right > frame.left + 1;
    };
    return elements.filter(isOnPage).map((it) => ({
      name: it.dataset.name,
      score: it.dataset.score,
      text: it.textContent,
    }));
  });
}

/** All rows of the board as one scrolling document, which shows only the first few until its button
 * is pressed. */
export async function documentRows(page, site) {
  await visit(page, address(site, { wall: false }));
  const all = page.locator('#residents .more button');
  if (await all.count() > 0) await all.click();
  return rows(page);
}

/** The rows of all pages of residents on a wall, which alternate with other pages. */
export async function wallRows(page, site) {
  await visit(page, address(site, { page: 'residents' }));
  const all = [];
  const seen = new Set();
  for (;;) {
    const { page: kind, part } = await page.locator('[data-page]').evaluate((it) => ({ ...it.dataset }));
    if (kind === 'residents') {
      if (seen.has(part)) return all;
      seen.add(part);
      all.push(...await rows(page));
    }
    await page.keyboard.press('ArrowRight');
  }
}

/** The version of the displayed feed, as in the page's attribute. */
export function version(page) {
  return page.locator('[data-version]').first().getAttribute('data-version');
}

/** The text people can see, in one line. */
export function visibleText(page) {
  return page.evaluate(() => document.body.innerText.replace(/\s+/g, ' ').trim());
}

/** Asserts that two lists have the same rows, each the same number of times. */
export function assertRows(shown, expected, message) {
  const beyond = without(shown, expected);
  const absent = without(expected, shown);
  assert.deepEqual({ beyond, absent }, { beyond: [], absent: [] }, message);
}

/** The rows of a list that another list lacks, or has fewer times. */
function without(list, other) {
  const line = ({ name, score }) => `${name} ${score}`;
  const left = other.map(line);
  return list.map(line).filter((it) => {
    const at = left.indexOf(it);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
