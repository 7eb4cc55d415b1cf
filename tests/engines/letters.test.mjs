// A letter written in other engines is sealed, posted, and delivered to the hall.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { openHall, publishHall, waiting } from '../e2e/lib/roundtrip.mjs';
import { listen, watchedApp } from './lib/app.mjs';
import { PHONE, onEveryEngine, withPage } from './lib/engines.mjs';
import { NOW } from './lib/hall.mjs';

const WORDS = 'Four hours, in the rain.';
const SEALED_BYTES = 1024;

onEveryEngine((engine) => {
  let hall;
  before(async () => {
    hall = await openHall({ post: true, names: false });
    publishHall(hall, NOW, { app: watchedApp() });
    listen(hall.host);
  });
  after(() => hall.close());

  test('thanks reach the hall', () =>
    withPage(engine, { host: hall.host, viewport: PHONE }, async (page) => {
      await page.open('report/?lang=en');
      await page.click({ role: 'button', name: /^Thanks to somebody/ });
      await page.click({ role: 'button', name: /^Four hours of volunteer work/ });
      await page.type({ role: 'textbox', name: 'Search by name' }, 'cgh');
      await page.click({ role: 'button', name: /陈桂花/ });
      await page.click({ role: 'button', name: /^Today/ });
      await page.type({ role: 'textbox', name: 'In your own words' }, WORDS);
      await page.click({ role: 'button', name: 'Go on' });
      await page.type({ role: 'textbox', name: 'Your name' }, 'Ann Chen');
      await page.click({ role: 'button', name: 'Write under this name' });
      await page.find({ role: 'heading', name: 'This will be sent, and nothing else' });
      assert.ok((await page.text()).includes(WORDS));
      await page.click({ role: 'button', name: 'Send' });
      await page.find('[data-sent="delivered"]');

      const incoming = join(hall.folder, 'letters/incoming');
      const [name, ...more] = readdirSync(incoming);
      assert.deepEqual(more, []);
      const sealed = readFileSync(join(incoming, name));
      assert.equal(sealed.length, SEALED_BYTES);
      assert.ok(!sealed.includes(WORDS) && !sealed.includes('Ann Chen'));
      const letters = waiting(hall, new Date().toISOString());
      assert.deepEqual(letters.map(({ kind }) => kind), ['thanks']);
      assert.ok(JSON.stringify(letters).includes('Ann Chen'));
    }));
});
