// What the page does until the app runs, and if it cannot run.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Registration, open } from './lib/page.mjs';
import { settle, source } from './lib/script.mjs';

const MINUTE = 60_000;
/** Longer than the longest delay between two retries. */
const LONG = 6 * MINUTE;

test('with all its files the program starts, and no notice is shown', async () => {
  const page = await open({ state: 3 });
  assert.equal(page.started.length, 1);
  assert.equal(await page.started[0].module_or_path.text(), 'program');
  assert.equal(page.shown(), 'waiting');
  await page.clock.pass(LONG);
  assert.equal(page.reloads, 0);
  assert.equal(page.history.state, null, 'it counts as well again after a while');
});

/** The faults of a part of the page, and the notice that each causes. */
const FAULTS = {
  missing: 'absent: missing',
  away: 'absent: missing',
  page: 'absent: missing',
  altered: 'absent: altered',
  blocked: 'broken: policy',
};
for (const [route, parts] of [
  ['board', ['program', 'glue', 'style']],
  ['rules', ['program', 'glue', 'style']],
  ['report', ['program', 'part', 'glue', 'style']],
  ['me', ['program', 'part', 'glue', 'style', 'card']],
]) {
  describe(`the page ${route}`, () => {
    for (const part of parts) {
      for (const [fault, expected] of Object.entries(FAULTS)) {
        test(`shows the cause if the ${part} is ${fault}, and reloads once it is right`, async () => {
          const page = await open({ route, faults: { [part]: fault } });
          await settle();
          assert.equal(page.shown(), expected);
          page.faults[part] = 'right';
          await page.clock.pass(LONG);
          assert.ok(page.reloads > 0);
          assert.equal(page.started.length, 0);
        });
      }
    }
  });
}

for (const [part, fault, expected] of [
  ['style', 'refused', 'broken: policy'],
  ['style', 'typeless', 'broken: policy'],
  ['card', 'typeless', 'broken: policy'],
  ['glue', 'typeless', 'broken: policy'],
]) {
  test(`a ${part} that the server's settings block (${fault})`, async () => {
    const page = await open({ route: 'me', faults: { [part]: fault } });
    assert.equal(page.shown(), expected);
  });
}

test('a program gets the parts that its page names, and no others', async () => {
  const page = await open({ route: 'me' });
  assert.equal(await (await page.window.hallboardPart('part-1.wasm')).text(), 'part');
  assert.equal(await page.window.hallboardPart('part-2.wasm'), undefined);
  assert.equal(page.requests.filter((it) => it === 'part').length, 1);
});

for (const [search, loads] of [['', false], ['?wall=0', false], ['?wall=1', true], ['?lang=en&wall', true]]) {
  test(`the wall's part is ${loads ? '' : 'not '}fetched for "${search}"`, async () => {
    const page = await open({ search });
    assert.equal(page.requests.includes('part'), loads);
    assert.equal(page.started.length, 1);
  });
}

test('a wall whose part is missing shows a notice', async () => {
  const page = await open({ search: '?wall=1', faults: { part: 'missing' } });
  assert.equal(page.shown(), 'absent: missing');
});

test('a style sheet that loads at the second attempt needs no reload', async () => {
  const page = await open({ faults: { style: 'recovered' } });
  assert.equal(page.shown(), 'waiting');
  assert.equal(page.started.length, 1);
});

test('files that do not arrive in time are missing', async () => {
  const page = await open({ faults: { program: 'never' } });
  assert.equal(page.shown(), 'waiting');
  await page.clock.pass(2 * MINUTE);
  assert.equal(page.shown(), 'absent: missing');
});

test('a policy that forbids WebAssembly is not mistaken for an old browser', async () => {
  const refused = async () => { throw new Error('blocked by Content-Security-Policy'); };
  const page = await open({ globals: { WebAssembly: { compile: refused, RuntimeError: class {} } } });
  assert.equal(page.shown(), 'broken: policy');
  await page.clock.pass(LONG);
  assert.ok(page.reloads > 0, 'the server may be repaired meanwhile');
});

test('a policy violation that is reported late is shown too', async () => {
  const page = await open({ faults: { program: 'away' } });
  assert.equal(page.shown(), 'absent: missing');
  page.violate(page.hrefs.style);
  assert.equal(page.shown(), 'absent: missing');
  page.violate(page.hrefs.program);
  assert.equal(page.shown(), 'broken: policy');
});

test('a style sheet whose rules a policy makes unreadable causes no exception', async () => {
  const page = await open({ faults: { style: 'sealed' } });
  assert.equal(page.shown(), 'broken: policy');
});

test('a page whose policy forbids every request is still reloaded', async () => {
  const page = await open({ faults: { program: 'blocked', page: 'blocked' } });
  assert.equal(page.shown(), 'broken: policy');
  await page.clock.pass(2 * LONG);
  assert.ok(page.reloads > 0);
});

test('a missing page is not reloaded until it is there', async () => {
  const page = await open({ faults: { program: 'missing', page: 'missing' } });
  await page.clock.pass(2 * LONG);
  assert.equal(page.reloads, 0);
  page.faults.page = 'right';
  await page.clock.pass(LONG);
  assert.ok(page.reloads > 0);
});

for (const [what, options] of [
  ['has no WebAssembly', { globals: { WebAssembly: undefined } }],
  ['does not know how the glue is written', { faults: { glue: 'newer' } }],
  ['cannot compile the program', { start: (page) => { throw new page.window.WebAssembly.CompileError(); } }],
  ['cannot unpack a record', { route: 'me', globals: { DecompressionStream: undefined } }],
]) {
  test(`a browser that ${what} is too old, and the page is not reloaded`, async () => {
    const page = await open(options);
    assert.equal(page.shown(), 'broken: browser');
    const asked = page.requests.length;
    await page.clock.pass(10 * LONG);
    assert.deepEqual([page.reloads, page.requests.length], [0, asked]);
  });
}

test('a program that does not start in time is loaded again', async () => {
  const page = await open({ start: () => new Promise(() => {}) });
  await page.clock.pass(2 * MINUTE);
  assert.equal(page.shown(), 'absent: late');
  await page.clock.pass(LONG);
  assert.ok(page.reloads > 0);
});

for (const [when, options] of [
  ['at its start', { start: (page) => { throw new page.window.WebAssembly.RuntimeError(); } }],
  ['for want of memory', { start: () => { throw new RangeError('out of memory'); } }],
]) {
  test(`a program that crashes ${when} starts again`, async () => {
    const page = await open(options);
    assert.match(page.shown(), /again/);
    await page.clock.pass(LONG);
    assert.ok(page.reloads > 0);
  });
}

test('a program that crashes later starts again, once', async () => {
  const page = await open();
  page.fire('error', { error: new Error('of somebody else') });
  assert.equal(page.shown(), 'waiting');
  for (const name of ['error', 'unhandledrejection']) {
    page.fire(name, { error: new page.window.WebAssembly.RuntimeError() });
  }
  assert.equal(page.shown(), 'waiting, again');
  await page.clock.pass(4_000);
  assert.equal(page.reloads, 1);
  await page.clock.pass(LONG);
  assert.equal(page.history.state, 1, 'who crashed is not well again after a while');
});

test('the delays grow, and end as soon as the network is back', async () => {
  const page = await open({ faults: { program: 'away', page: 'away' } });
  const waits = [];
  for (let tries = 1; tries <= 9; tries += 1) {
    assert.equal(page.history.state, tries);
    const before = page.clock.now;
    while (page.history.state === tries) await page.clock.pass(1_000);
    waits.push(page.clock.now - before);
  }
  const least = [3, 6, 12, 24, 48, 96, 192, 225, 225];
  waits.forEach((wait, at) => {
    assert.ok(wait >= least[at] * 1000 && wait <= (least[at] * 4 / 3 + 1) * 1000, `${at}: ${wait}`);
  });
  assert.equal(page.reloads, 0, 'it does not leave for a page that is not there');
  page.faults.page = 'right';
  page.fire('online');
  await settle();
  assert.equal(page.reloads, 1);
});

test('a card is handed on to the reloaded page, and only then', async () => {
  const page = await open({ route: 'me', faults: { program: 'missing', page: 'away' } });
  await page.clock.pass(LONG);
  assert.deepEqual([page.reloads, page.handedOn], [0, 0]);
  page.faults.page = 'right';
  await page.clock.pass(LONG);
  assert.equal(page.reloads, page.handedOn);
  assert.ok(page.handedOn > 0);
});

test('the record page, which no worker caches, is not reloaded while the host is down', async () => {
  const registration = new Registration();
  const page = await open({ route: 'me', faults: { program: 'missing', page: 'away' }, registration });
  page.workers.controller = {};
  await page.clock.pass(LONG);
  assert.equal(page.reloads, 0);
});

test('the worker, which fetches every file, is registered once the page is drawn', async () => {
  const page = await open({ registration: new Registration() });
  await settle();
  assert.equal(page.workers.registered, 0);
  await page.draw();
  assert.equal(page.workers.registered, 1);
});

describe('the feed', () => {
  const ROOT = 'https://hall.example/';
  const HEAD = `${ROOT}feed/head.json`;
  const SIGNATURE = `${HEAD}.minisig`;
  const SNAPSHOT = `${ROOT}feed/snapshot-ab.json`;
  const FEED = { [HEAD]: '{"snapshot":{"sha256":"ab"}}', [SIGNATURE]: 'signed', [SNAPSHOT]: '{}' };
  const asked = (page) => page.requests.filter((it) => it?.includes?.('/feed/'));

  test('is requested while the program loads, and handed over once', async () => {
    const page = await open({ feed: FEED });
    await settle();
    assert.deepEqual(asked(page), [HEAD, SIGNATURE, SNAPSHOT]);
    for (const [href, text] of Object.entries(FEED)) {
      const { response, arrived } = await page.window.hallboardEarlyResponse(href);
      assert.equal(await response.text(), text);
      assert.ok(arrived <= Date.now());
      assert.equal(page.window.hallboardEarlyResponse(href), undefined);
    }
  });

  test('is requested only by the program if a worker has cached it', async () => {
    const registration = new Registration();
    const page = await open({ feed: FEED, registration, controller: {} });
    await settle();
    assert.deepEqual(asked(page), []);
  });

  for (const [what, change] of [
    ['does not come', { [HEAD]: null }],
    ['is no feed', { [HEAD]: 'login' }],
  ]) {
    test(`that ${what} does not prevent the start`, async () => {
      const page = await open({ feed: { ...FEED, ...change } });
      await settle();
      assert.equal(page.started.length, 1);
      assert.deepEqual(asked(page), [HEAD, SIGNATURE]);
    });
  }
});

describe('a new version', () => {
  /** A drawn board, with a registration in that state. */
  async function board(change = {}) {
    const registration = Object.assign(new Registration(), change);
    const page = await open({ registration });
    await page.draw();
    return { page, registration };
  }
  const update = async (registration) => {
    const waiting = Registration.worker();
    await registration.found(waiting, { waiting });
    return waiting;
  };

  test('is activated when a page turns', async () => {
    const { page, registration } = await board({ active: Registration.worker() });
    const waiting = await update(registration);
    assert.deepEqual(waiting.messages, []);
    await page.turn();
    assert.deepEqual(waiting.messages, ['go']);
    page.workers.dispatchEvent(new Event('controllerchange'));
    assert.equal(page.reloads, 1);
  });

  test('is activated if it was waiting before the page was opened', async () => {
    const waiting = Registration.worker();
    const { page } = await board({ active: Registration.worker(), waiting });
    await page.turn();
    assert.deepEqual(waiting.messages, ['go']);
  });

  // In Firefox and WebKit the first worker is `waiting` for a moment.
  for (const [what, before] of [
    ['before it is active', null],
    ['while another is active', Registration.worker()],
  ]) {
    test(`is not assumed if the first worker waits for a moment, ${what}`, async (context) => {
      const errors = [];
      const note = (error) => errors.push(error);
      process.on('unhandledRejection', note);
      context.after(() => process.off('unhandledRejection', note));
      const { page, registration } = await board({ active: before });
      const first = Registration.worker();
      await registration.found(first, { waiting: first });
      Object.assign(registration, { waiting: null, active: first });
      page.workers.dispatchEvent(new Event('controllerchange'));
      await page.turn();
      assert.deepEqual(errors, []);
      assert.ok(!first.messages.includes('go'));
      assert.equal(page.reloads, 0);
      const next = await update(registration);
      await page.turn();
      assert.deepEqual(next.messages, ['go'], 'the real one comes');
    });
  }

  test('gets one `go` message, however often its state changes', async () => {
    const { page, registration } = await board({ active: Registration.worker() });
    const waiting = await update(registration);
    waiting.dispatchEvent(new Event('statechange'));
    await settle();
    await page.turn();
    assert.deepEqual(waiting.messages, ['go']);
  });

  test('starts with a message to the worker about the files that have drawn', async () => {
    const active = Registration.worker();
    await board({ active });
    assert.deepEqual(JSON.parse(JSON.stringify(active.messages[0].drew)), ['https://hall.example/app-1_bg.wasm']);
  });

  test('is ignored by the record page', async () => {
    const registration = new Registration();
    const page = await open({ route: 'me', registration });
    await page.draw();
    registration.dispatchEvent(new Event('updatefound'));
    assert.equal(page.observers.filter((it) => it.options.attributeFilter).length, 0);
  });
});

test('the page has a sentence for each cause in each language, on each route', () => {
  const text = source('index.html');
  for (const [note, causes] of [['absent', ['missing', 'altered', 'late']], ['broken', ['policy', 'browser']]]) {
    const [, inside] = new RegExp(`<div id="${note}"([^]*?)\n      </div>`).exec(text);
    for (const cause of causes) {
      const [, all] = new RegExp(`<div data-cause="${cause}"[^>]*>([^]*?)</div>`).exec(inside);
      for (const sentences of all.split(/{% el(?:if|se)/)) {
        assert.match(sentences, /<p>[^<]*\p{Script=Han}/u, cause);
        assert.match(sentences, /<p lang="en">[^<]*[a-z]{2}/, cause);
      }
    }
  }
  assert.doesNotMatch(/<div data-cause="policy"[^]*?<\/div>/.exec(text)[0], /newer browser|较新的浏览器/);
});
