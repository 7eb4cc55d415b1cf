// The card in a link: removed from the address at once, handed on once, and never stored.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { run } from './lib/script.mjs';

const CARD = '0024H36H2NCSVRH6DAQF6DVVQZ5C.E7620F1842B4E81F.1795409040';

/** A page in a tab; the tab's name outlives the page. */
function open(tab, hash = '', parts = []) {
  const target = new EventTarget();
  const window = {
    name: tab.name ?? '',
    addEventListener: target.addEventListener.bind(target),
    document: { getElementById: (id) => (parts.includes(id) ? {} : null) },
    history: { replaceState: (_state, _title, address) => { window.addresses.push(address); } },
    location: {
      hash, pathname: '/me/', search: '?lang=en',
      replace: (address) => { window.replaced.push(address); },
    },
    addresses: [],
    replaced: [],
  };
  window.window = window;
  run('js/card.js', window);
  return Object.assign(window, {
    follow(next) {
      window.location.hash = next;
      target.dispatchEvent(new Event('hashchange'));
    },
    /** Navigates the tab to another page. */
    leave() { tab.name = window.name; },
  });
}

test('a card is removed from the address first, and opened after a reload', () => {
  const tab = {};
  const first = open(tab, `#${CARD}`);
  assert.deepEqual(first.addresses, ['/me/?lang=en']);
  assert.deepEqual(first.replaced, ['/me/?lang=en']);
  assert.equal(first.hallboardLeaving, true);
  assert.equal(first.hallboardCard(), null);
  first.leave();
  const second = open(tab);
  assert.equal(second.name, '', 'the tab forgets it at once');
  assert.deepEqual(second.replaced, []);
  assert.equal(second.hallboardCard(), CARD);
  assert.equal(second.hallboardCard(), null, 'it is given away once');
});

for (const taken of [false, true]) {
  test(`a card is handed on when the page reloads itself, ${taken ? 'after' : 'before'} the program had it`, () => {
    const tab = { name: `hallboard-card:${CARD}` };
    for (let retry = 0; retry < 5; retry += 1) {
      const page = open(tab);
      assert.equal(page.name, '');
      if (taken) assert.equal(page.hallboardCard(), CARD);
      page.hallboardHandOnCard();
      page.leave();
    }
    assert.equal(open(tab).hallboardCard(), CARD);
  });
}

test('a reload by the reader hands nothing on', () => {
  const tab = { name: `hallboard-card:${CARD}` };
  open(tab).leave();
  assert.equal(open(tab).hallboardCard(), null);
});

test('a card that its reader has closed is not handed on', () => {
  const tab = { name: `hallboard-card:${CARD}` };
  const page = open(tab);
  page.hallboardCard();
  page.hallboardForgetCard();
  page.hallboardHandOnCard();
  page.leave();
  assert.equal(tab.name, '');
});

test('a page without a card hands nothing on, and leaves the name of a tab alone', () => {
  const tab = { name: 'somebody else' };
  const page = open(tab);
  page.hallboardHandOnCard();
  page.leave();
  assert.equal(tab.name, 'somebody else');
});

test('a link that is followed while the page is open is a card, too', () => {
  const tab = {};
  const page = open(tab);
  page.follow(`#${CARD}`);
  page.leave();
  assert.equal(open(tab).hallboardCard(), CARD);
});

test('text after a code is handed on, so that the program can explain it', () => {
  for (const appended of ['#wechat_redirect', '#rd', '?from=timeline', '&x', '%20', '.', '%E3%80%82']) {
    const tab = {};
    open(tab, `#${CARD}${appended}`).leave();
    assert.equal(open(tab).hallboardCard(), `${CARD}${appended}`);
  }
});

test('a fragment that is no card is removed from the address and causes no reload', () => {
  for (const hash of ['#why', '#wechat_redirect', '#rd', '#?from=singlemessage&isappinstalled=0', '##wechat_redirect']) {
    const page = open({}, hash);
    assert.deepEqual([page.addresses.length, page.replaced, page.name], [1, [], ''], hash);
  }
  const part = open({}, '#a-part-of-this-page', ['a-part-of-this-page']);
  assert.deepEqual([part.addresses, part.replaced], [[], []]);
});
