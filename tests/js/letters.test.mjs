// The outcome for each response to a posted letter, and the delay before the next attempt.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { moduleOf, source } from './lib/script.mjs';

const { backoff, isAhead, longestWait, outcomeOf, post } = await import(moduleOf(source('js/letters.js')));

test('only a letter that the hall has stored is delivered', () => {
  const outcomes = {
    delivered: [200],
    retry: [404, 408, 425, 429, 500, 502, 503, 507, 599],
    // An opaque response proves nothing; a page of a captive portal is not a letter box.
    refused: [0, 201, 202, 204, 302, 400, 403, 409, 411, 413, 415],
  };
  for (const [outcome, statuses] of Object.entries(outcomes)) {
    for (const status of statuses) assert.equal(outcomeOf(status), outcome, status);
  }
});

test('delays grow to five minutes, with jitter', (t) => {
  let random = 0;
  t.mock.method(Math, 'random', () => random);
  const expected = [4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000];
  for (const [index, most] of expected.entries()) {
    random = 0;
    assert.equal(backoff(index + 1), most);
    random = 1;
    assert.equal(backoff(index + 1), most / 2);
  }
  random = 0;
  assert.equal(backoff(0), 4_000);
  assert.equal(backoff(2 ** 32 - 1), longestWait());
});

test('a clock that was set back blocks no letter', (t) => {
  t.mock.method(Date, 'now', () => 1e9);
  assert.equal(isAhead(1e9 + 1), true);
  assert.equal(isAhead(1e9), false);
  assert.equal(isAhead(1e9 + longestWait()), true);
  assert.equal(isAhead(1e9 + longestWait() + 1), false);
  assert.equal(isAhead(1e9 + 3_600_000, 3_600_000), true);
});

test('a letter is posted without cookies, referrer or redirect, and retried after a network error', async (t) => {
  const requests = [];
  const answers = [async () => new Response('', { status: 200 }), async () => { throw new TypeError('away'); }];
  t.mock.method(globalThis, 'fetch', (url, how) => {
    requests.push({ url, ...how });
    return answers.shift()();
  });
  assert.equal(await post('https://hall.example/letters', 'sealed'), 'delivered');
  assert.equal(await post('https://hall.example/letters', 'sealed'), 'retry');
  const [{ signal, ...request }] = requests;
  assert.ok(signal instanceof AbortSignal);
  assert.deepEqual(request, {
    url: 'https://hall.example/letters', method: 'POST', body: 'sealed', cache: 'no-store', credentials: 'omit',
    redirect: 'error', referrerPolicy: 'no-referrer', headers: { 'Content-Type': 'application/octet-stream' },
  });
});
