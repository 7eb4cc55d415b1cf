// What axe-core finds on a page.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Everything axe finds wrong on the page, a line each. The page's policy must be bypassed. */
export async function violations(page) {
  await page.evaluate(AXE);
  // What is right is not worked out to the last selector, which takes most of the time.
  const { violations: found } = await page.evaluate(() =>
    window.axe.run(document, { resultTypes: ['violations'] }));
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`));
}
