// From an empty folder to a published hall at the desk, by the steps of the guide.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { violations } from './lib/axe.mjs';
import { launch } from './lib/browser.mjs';
import { launchDesk } from './lib/desk.mjs';
import { ROOT, temporary } from './lib/place.mjs';

const FILL_IN = fileURLToPath(new URL('lib/fill_in.py', import.meta.url));
/** The maximum number of clicks, apart from those in the spreadsheet program. */
const MOST_CLICKS = 15;
const GUIDES = { en: 'docs/hall-guide.md', zh: 'docs/hall-guide.zh-Hans.md' };
const NAMES = { en: 'Mill hall', zh: '杨桥村文化礼堂' };

/** What the first numbered list of a guide says to press, in order. */
function presses(guide) {
  const text = readFileSync(join(ROOT, guide), 'utf8');
  const list = /\n1\. [^]*?\n\n(?! )/.exec(text)[0];
  return [...list.matchAll(/\*\*(.+?)\*\*/g)].map((it) => it[1]);
}

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

for (const [language, guide] of Object.entries(GUIDES)) {
  describe(`a hall from nothing, ${language}`, () => {
    let desk;
    const folder = temporary();
    before(async () => {
      desk = await launchDesk(folder, language);
    });
    after(() => desk.close());

    test('the steps of the guide lead from an empty folder to a published hall', async () => {
      const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, bypassCSP: true });
      const page = await context.newPage();
      await page.goto(desk.entryPage());
      const main = page.getByRole('main');
      const field = main.getByRole('textbox').first();
      const steps = presses(guide);
      const [create, show, confirm, again] = steps;
      let paper;
      let hall;
      const preparations = {
        [create]: () => field.fill(NAMES[language]),
        [confirm]: async () => field.fill(await paper.locator('td.check').last().innerText()),
        [again]: async () => {
          const register = join(hall, 'register.xlsx');
          // The page shows where the workbook is, and checks it again when it is saved.
          await page.getByText(register).waitFor();
          execFileSync('python3', [FILL_IN, register]);
          const { mtimeNs, size } = statSync(register, { bigint: true });
          await page.locator(`[data-saved-at$="stamp=${mtimeNs}-${size}-1"]`).waitFor();
        },
      };
      for (const name of steps) {
        const control = main.getByRole('button', { name, exact: true }).or(main.getByRole('link', { name, exact: true }));
        await control.waitFor();
        assert.deepEqual(await violations(page), [], `before ${name}`);
        await preparations[name]?.();
        const opened = name === show ? context.waitForEvent('page') : undefined;
        await control.click();
        paper = (await opened) ?? paper;
        if (name === create) {
          await main.getByRole('link', { name: show }).waitFor();
          const made = readdirSync(folder).filter((it) => existsSync(join(folder, it, 'hallboard.toml')));
          assert.equal(made.length, 1, String(readdirSync(folder)));
          hall = join(folder, made[0]);
        }
      }
      assert.ok(steps.length >= 6 && steps.length <= MOST_CLICKS, String(steps));
      // The publication ends on a page without a button to publish.
      await main.getByRole('button').first().waitFor({ state: 'detached' });
      await page.waitForURL('**/publish/progress');
      await main.getByRole('status').filter({ hasText: /\d{10}/ }).waitFor();
      const head = JSON.parse(readFileSync(join(hall, 'site/feed/head.json'), 'utf8'));
      assert.ok(head.version > 0);
      assert.ok(existsSync(join(hall, 'site/index.html')));
      assert.ok(!existsSync(join(hall, 'key-backup.html')), 'the page with the key is gone');
      await context.close();
    });
  });
}
