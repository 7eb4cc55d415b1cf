// The figures on a resident's own page.

import { meOpen } from './me.mjs';

/** Parses a number as pages print it: `−3`, `+2.5`, `60`; `null` if there is none. */
function number(text) {
  const plain = text.trim().replace('−', '-').replace('+', '');
  return plain === '' || plain === '–' || plain === '—' ? null : Number(plain);
}

/** Waits for the page to open, unfolds it, and reads its figures. */
export async function ownPage(page) {
  await meOpen(page);
  await unfold(page);
  const read = await page.evaluate(() => {
    const of = (selector, attribute) => document.querySelector(selector)?.getAttribute(attribute);
    const lines = (selector) => [...document.querySelectorAll(selector)].map((row) => ({
      entry: row.dataset.entry ?? null,
      counts: row.dataset.counts === 'true',
      figure: row.querySelector('.score')?.textContent ?? '',
    }));
    return {
      name: document.querySelector('[data-name]')?.dataset.name ?? document.querySelector('h1')?.textContent,
      score: of('[data-score]', 'data-score') ?? '',
      band: of('[data-band]', 'data-band') ?? '',
      balance: of('[data-balance]', 'data-balance') ?? '',
      total: of('[data-total]', 'data-total') ?? '',
      lines: lines('#why [data-counts]'),
      history: [...document.querySelectorAll('table.years tr[data-day]')].map((row) =>
        [row.dataset.day, row.querySelector('.score').textContent]),
    };
  });
  return {
    name: read.name,
    score: number(read.score),
    band: read.band,
    balance: number(read.balance),
    history: read.history.map(([date, score]) => ({ date, score: number(score) })).reverse(),
    explanation: {
      total: number(read.total),
      entries: read.lines
        .filter((it) => it.entry !== null)
        .map((it) => [it.entry, it.counts, it.counts ? number(it.figure) : null])
        .sort(),
      sum: sum(read.lines.filter((it) => it.counts).map((it) => number(it.figure))),
    },
  };
}

/** Unfolds everything on the page, including nested parts. */
export function unfold(page) {
  return page.evaluate(async () => {
    const next = () => new Promise((done) => { requestAnimationFrame(() => setTimeout(done)); });
    for (;;) {
      const folds = [...document.querySelectorAll('details:not([open])')];
      const more = [...document.querySelectorAll('.show-all button')];
      if (folds.length + more.length === 0) return;
      for (const fold of folds) fold.open = true;
      for (const button of more) button.click();
      await next();
    }
  });
}

/** A sum that is exact to hundredths. */
function sum(numbers) {
  return numbers.reduce((all, it) => all + Math.round(it * 100), 0) / 100;
}

/** A table of days and scores, without days on which the score did not change. */
export function remembered(rows) {
  return rows.filter((row, at) => at === 0 || row.score !== rows[at - 1].score);
}

/** The command's explanation, in the form of what the page has to show. */
export function explained(explanation) {
  if (explanation === null) return { total: null, entries: [], sum: 0 };
  const { deeds, stars, score } = explanation;
  return {
    total: score,
    entries: [
      ...stars.map((it) => [it.entry, true, it.points]),
      ...deeds.map((it) => [it.entry, it.counts, it.counts ? it.points : null]),
    ].sort(),
    sum: score,
  };
}
