// Which files of the app a device caches, which version it shows, and when it posts letters.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Clock, settle } from './lib/script.mjs';
import { Device, SCOPE, worker } from './lib/worker.mjs';

const MINUTE = 60_000;
const ONE = { '': 'board 1', 'rules/': 'rules 1', 'report/': 'report 1', 'verify/': 'verify 1', 'app-11111111.js': 'glue 1' };
const TWO = { '': 'board 2', 'rules/': 'rules 2', 'report/': 'report 2', 'verify/': 'verify 2', 'app-22222222.js': 'glue 2' };

/** A host with these files. */
function hostOf(files) {
  const host = async (address) => {
    host.asked.push(address);
    if (host.away) throw new TypeError('Failed to fetch');
    const path = address.slice(SCOPE.length);
    return path in host.files ? new Response(host.files[path]) : new Response('', { status: 404 });
  };
  return Object.assign(host, { files: { ...files }, asked: [] });
}

/** A device with the first version, which has drawn. */
async function withFirst() {
  const [device, clock, host, tabs] = [new Device(), new Clock(), hostOf(ONE), new Map()];
  const first = await worker(device, clock, { version: '1', files: ONE, host, tabs }).start();
  await first.message({ drew: [`${SCOPE}app-11111111.js`] });
  const next = (version, files) => {
    host.files = { ...files };
    return worker(device, clock, { version, files, host, tabs });
  };
  return { device, clock, host, tabs, first, next };
}

/** A tab that the worker can navigate to another page. */
const tab = () => ({ url: SCOPE, sent: [], async navigate(to) { this.sent.push(to); } });

describe('a version', () => {
  test('is cached completely, and its pages open without a network', async () => {
    const { first, host } = await withFirst();
    host.away = true;
    for (const [path, text] of [['', 'board 1'], ['index.html', 'board 1'], ['rules/', 'rules 1'], ['report/?lang=en', 'report 1'], ['verify/', 'verify 1']]) {
      assert.equal(await first.open(path), text, path);
    }
    assert.equal(await first.load('app-11111111.js'), 'glue 1');
    assert.ok(first.claimed);
  });

  for (const [what, path, text] of [['is missing', 'rules/', undefined], ['is another', 'app-11111111.js', 'glue ?']]) {
    test(`of which a file ${what} is discarded completely`, async () => {
      const [device, host] = [new Device(), hostOf({ ...ONE, [path]: text })];
      if (text === undefined) delete host.files[path];
      const it = worker(device, new Clock(), { version: '1', files: ONE, host });
      await assert.rejects(it.fire('install'));
      assert.deepEqual(device.addresses(), []);
    });
  }

  test('leaves feeds, records, other sites and posts to the network', async () => {
    const { first } = await withFirst();
    for (const path of ['feed/head.json', 'feed/sealed/ab.bin', 'sw.js', 'https://other.example/app-11111111.js']) {
      assert.equal(await first.load(path), undefined, path);
    }
    assert.equal(await first.load('app-11111111.js', { method: 'POST' }), undefined);
    for (const path of ['me/', 'me/index.html', 'nowhere/']) assert.equal(await first.open(path), undefined, path);
  });

  test('waits for a `go` message', async () => {
    const { next } = await withFirst();
    const second = next('2', TWO);
    await second.fire('install');
    assert.ok(!second.skipped);
    await second.message('go');
    assert.ok(second.skipped);
  });

  test('is cached beside the previous one, and the third replaces the first', async () => {
    const { device, next } = await withFirst();
    const second = await next('2', TWO).start();
    assert.equal(await second.open(''), 'board 2');
    assert.ok(device.addresses().includes(`${SCOPE}app-11111111.js`));
    await second.message({ drew: [`${SCOPE}app-22222222.js`] });
    const THREE = { ...TWO, '': 'board 3' };
    const third = await next('3', THREE).start();
    assert.equal(await third.open(''), 'board 3');
    assert.ok(!device.addresses().includes(`${SCOPE}app-11111111.js`));
  });

  test('that draws nothing in a minute is rolled back', async () => {
    const { clock, next, tabs } = await withFirst();
    const second = await next('2', TWO).start();
    tabs.set('tab', tab());
    assert.equal(await second.open(''), 'board 2');
    await clock.pass(MINUTE);
    await second.later;
    assert.deepEqual(tabs.get('tab').sent, [SCOPE]);
    assert.equal(await second.open(''), 'board 1');
    const again = await next('2', TWO).start();
    assert.equal(await again.open(''), 'board 1', 'it is not tried any more');
    const better = { ...TWO, '': 'board 2b' };
    const third = await next('2b', better).start();
    assert.equal(await third.open(''), 'board 2b');
  });

  test('that drew in time stays, and a closed page is no sign of failure', async () => {
    for (const drew of [true, false]) {
      const { clock, next, tabs } = await withFirst();
      const second = await next('2', TWO).start();
      assert.equal(await second.open('', 'tab'), 'board 2');
      if (drew) {
        tabs.set('tab', tab());
        await second.message({ drew: [`${SCOPE}app-22222222.js`] });
      }
      await clock.pass(2 * MINUTE);
      await second.later;
      assert.equal(await second.open(''), 'board 2');
      assert.deepEqual(tabs.get('tab')?.sent ?? [], []);
    }
  });

  test('that never draws, in pages that end early, is rolled back after three attempts', async () => {
    const { next } = await withFirst();
    const second = await next('2', TWO).start();
    for (let tries = 0; tries < 3; tries += 1) assert.equal(await second.open(''), 'board 2');
    assert.equal(await second.open(''), 'board 1');
  });

  test('has not drawn if a page reports other files', async () => {
    const { clock, next, tabs } = await withFirst();
    const second = await next('2', TWO).start();
    tabs.set('tab', tab());
    await second.open('');
    for (const drew of [[], [`${SCOPE}app-11111111.js`], ['https://other.example/']]) await second.message({ drew });
    await clock.pass(MINUTE);
    await second.later;
    assert.equal(await second.open(''), 'board 1');
  });
});

describe('letters', () => {
  const POST = `${SCOPE}letters`;

  /** A device with letters, youngest first, and a letter box that answers with these statuses. */
  async function withLetters(names, answers = () => 200) {
    const [device, clock, posted] = [new Device(), new Clock(), []];
    device.hasLetters = true;
    names.forEach((name, at) => device.letters.set(name, [name, `sealed ${name}`, 1000 - at, 'letters']));
    const post = { answers };
    const host = async (address, { method, body, credentials, redirect }) => {
      assert.deepEqual([address, method, credentials, redirect], [POST, 'POST', 'omit', 'error']);
      posted.push(body);
      const status = post.answers(body, posted.length);
      if (status === 0) throw new TypeError('Failed to fetch');
      return new Response('', { status });
    };
    const it = worker(device, clock, { version: '1', files: {}, host });
    return { device, clock, posted, post, it };
  }

  test('are posted one by one, the oldest first, and deleted from the device', async () => {
    const { device, posted, it } = await withLetters(['young', 'older', 'oldest']);
    await it.message('post');
    assert.deepEqual(posted, ['sealed oldest', 'sealed older', 'sealed young']);
    assert.equal(device.letters.size, 0);
    assert.deepEqual(it.synced, []);
    assert.deepEqual(device.addresses(), [], 'nothing is left to remember');
  });

  test('without any, nothing is requested or stored', async () => {
    const { device, it } = await withLetters([]);
    device.hasLetters = false;
    await it.message('post');
    assert.deepEqual(device.addresses(), []);
  });

  for (const status of [0, 404, 408, 425, 429, 500, 503]) {
    test(`wait with growing delays if the letter box answers ${status || 'nothing'}, and register a sync`, async () => {
      const { device, clock, posted, post, it } = await withLetters(['one', 'two'], () => status);
      const waits = [];
      for (let tries = 1; tries <= 8; tries += 1) {
        const before = clock.now;
        while (posted.length < tries) {
          await it.message('post');
          if (posted.length < tries) clock.now += 500;
        }
        waits.push(clock.now - before);
      }
      assert.equal(waits[0], 0);
      waits.slice(1).forEach((wait, at) => {
        const most = Math.min(300_000, 4_000 * 2 ** at);
        assert.ok(wait >= most / 2 && wait <= most + 500, `${at}: ${wait}`);
      });
      assert.ok(it.synced.length > 0);
      assert.equal(device.letters.size, 2);
      await assert.rejects(it.fire('sync', { tag: 'hallboard-letters' }), /letters wait/);
      post.answers = () => 200;
      await it.message('hurry');
      assert.equal(device.letters.size, 0);
    });
  }

  test('a clock that was set back blocks no letter', async () => {
    const { device, clock, post, it } = await withLetters(['one'], () => 503);
    clock.now = 1e12;
    await it.message('post');
    clock.now = 0;
    post.answers = () => 200;
    await it.message('post');
    assert.equal(device.letters.size, 0);
  });

  test('that are refused are not retried for an hour, and block no other', async () => {
    const { device, clock, posted, it } = await withLetters(['two', 'bad'], (body) => (body === 'sealed bad' ? 400 : 200));
    await it.message('post');
    assert.deepEqual([...device.letters.keys()], ['bad']);
    clock.now += 59 * MINUTE;
    await it.message('post');
    assert.equal(posted.length, 2);
    clock.now += 2 * MINUTE;
    await it.message('post');
    assert.equal(posted.length, 3);
  });

  test('without an address are not posted', async () => {
    const { device, posted, it } = await withLetters(['one']);
    device.letters.get('one')[3] = '';
    await it.message('post');
    assert.deepEqual([posted.length, device.letters.size], [0, 1]);
  });

  test('are posted once, however many messages arrive meanwhile', async () => {
    const { posted, it } = await withLetters(['one']);
    await Promise.all([it.message('post'), it.message('hurry'), it.message('post')]);
    await settle();
    assert.equal(posted.length, 1);
  });
});
