// The parts of a page that `boot.js` uses, on a host whose files the test can spoil.

import { Clock, moduleOf, run, settle } from './script.mjs';

const ROOT = 'https://hall.example/';

class Element extends EventTarget {
  hidden = false;
  textContent = '';

  constructor(properties = {}) {
    super();
    Object.assign(this, properties);
  }

  toggleAttribute(name, on) { this[name] = on; }

  removeAttribute(name) { this[name] = false; }

  /** A style sheet that is inserted again is fetched again. */
  cloneNode() { return new Element({ href: this.href, integrity: this.integrity, reload: this.reload }); }

  replaceWith(copy) { copy.reload?.(copy); }
}

/** A service worker registration, whose workers have the states of real browsers. */
export class Registration extends EventTarget {
  active = null;
  waiting = null;
  installing = null;

  update() { return Promise.resolve(); }

  /** A worker that records the messages it gets. */
  static worker() {
    return Object.assign(new EventTarget(), { messages: [], postMessage(it) { this.messages.push(it); } });
  }

  /** Fires `updatefound` for a worker, and then a change of its state. */
  async found(worker, change) {
    this.installing = worker;
    this.dispatchEvent(new Event('updatefound'));
    Object.assign(this, { installing: null }, change);
    worker.dispatchEvent(new Event('statechange'));
    await settle();
  }
}

/** The host's response for each fault of a file, and whether the bytes match the digest. */
const ANSWERS = {
  right: { status: 200, fits: true },
  missing: { status: 404 },
  altered: { status: 200 },
  page: { status: 200, type: 'text/html' },
  typeless: { status: 200, fits: true, type: 'text/plain' },
  // `refused` and `sealed`: a style sheet blocked by a policy; `recovered`: one that loads at the
  // second attempt.
  refused: { status: 200, fits: true },
  sealed: { status: 200, fits: true },
  recovered: { status: 200, fits: true },
  away: null,
  blocked: null,
};

/** Opens a page. `faults` has the fault of each part (`program`, `part`, `glue`, `style`, `card`,
 * `page`); `start` is the program's entry point; `feed` has the feed's files by address, `null` for
 * one that does not arrive. */
export async function open({ route = 'board', search = '', faults = {}, start = () => {}, globals = {}, state = null, registration, controller = null, feed = null } = {}) {
  const clock = new Clock();
  const target = new EventTarget();
  const documentTarget = new EventTarget();
  const isMe = route === 'me';
  const isForWalls = route === 'board';
  const hasPart = isMe || route === 'report' || isForWalls;
  const partData = isForWalls ? { wall: '' } : {};
  const spoiled = { ...faults };
  const page = { clock, faults: spoiled, requests: [], reloads: 0, started: [], observers: [], handedOn: 0 };
  globalThis.hallboardStarts ??= new Map();
  const key = `page ${globalThis.hallboardStarts.size}`;
  globalThis.hallboardStarts.set(key, (how) => {
    page.started.push(how);
    return start(page);
  });
  const GLUE = {
    right: `export default (how) => globalThis.hallboardStarts.get(${JSON.stringify(key)})(how)`,
    newer: 'const = 1',
  };
  const glue = GLUE[spoiled.glue ?? 'right'] ?? `throw new TypeError(${JSON.stringify(key)})`;
  if (spoiled.glue === 'newer') spoiled.glue = 'right';
  const hrefs = {
    program: `${ROOT}app-1_bg.wasm`,
    style: `${ROOT}style-1.css`,
    part: `${ROOT}part-1.wasm`,
    card: `${ROOT}card-1.js`,
    page: `${ROOT}${isMe ? 'me/' : ''}`,
    glue: `${moduleOf(glue)}//glue.js`,
  };
  const TYPES = { program: 'application/wasm', part: 'application/wasm', style: 'text/css', card: 'text/javascript', page: 'text/html', glue: 'text/javascript' };
  const partOf = (href) => Object.keys(hrefs).find((it) => hrefs[it] === href);
  const block = (href) => documentTarget.dispatchEvent(
    Object.assign(new Event('securitypolicyviolation'), { disposition: 'enforce', blockedURI: href }));

  const fetch = async (href, { integrity } = {}) => {
    if (feed && href in feed) {
      page.requests.push(href);
      if (feed[href] === null) throw new TypeError('Failed to fetch');
      const response = new Response(feed[href]);
      Object.defineProperty(response, 'url', { value: href });
      response.clone = () => Object.defineProperty(new Response(feed[href]), 'url', { value: href });
      return response;
    }
    const part = partOf(href);
    page.requests.push(part);
    const fault = spoiled[part] ?? 'right';
    if (fault === 'never') return new Promise(() => {});
    const answer = ANSWERS[fault];
    if (fault === 'blocked') block(href);
    if (!answer || (integrity && answer.status === 200 && !answer.fits)) throw new TypeError('Failed to fetch');
    return new Response(`${part}`, { status: answer.status, headers: { 'content-type': answer.type ?? TYPES[part] } });
  };

  const metas = { route, 'site-root': './', ...(feed && { feed: 'feed/head.json feed/head.json.minisig' }) };
  const notes = Object.fromEntries(['waiting', 'absent', 'broken', 'again'].map((id) => [id, new Element({ hidden: id !== 'waiting' })]));
  const causes = {
    absent: ['missing', 'altered', 'late'].map((cause) => new Element({ dataset: { cause } })),
    broken: ['policy', 'browser'].map((cause) => new Element({ dataset: { cause } })),
  };
  const isStyled = () => ['right', undefined].includes(spoiled.style);
  const sealedSheet = { get cssRules() { throw new Error('Cannot access rules'); } };
  const style = new Element({
    href: hrefs.style,
    integrity: 'sha384-s',
    sheet: spoiled.style === 'sealed' ? sealedSheet : isStyled() ? { cssRules: [{}] } : null,
    reload(copy) {
      if (['refused', 'sealed'].includes(spoiled.style)) block(hrefs.style);
      queueMicrotask(() => copy.dispatchEvent(new Event(isStyled() || spoiled.style === 'recovered' ? 'load' : 'error')));
    },
  });
  const board = new Element();
  const links = {
    'link[rel=modulepreload]': { href: hrefs.glue, integrity: 'sha384-g' },
    "link[type='application/wasm']:not([data-part])": { href: hrefs.program, integrity: 'sha384-p' },
    "script[src*='/card-']": { src: hrefs.card, integrity: 'sha384-c' },
  };
  const document = Object.assign(documentTarget, {
    body: {},
    hidden: false,
    getElementById: (id) => notes[id] ?? null,
    querySelector: (selector) => {
      const [, name] = /^meta\[name=hallboard-(.*)\]$/.exec(selector) ?? [];
      if (name) return name in metas ? { content: metas[name] } : null;
      if (selector === '.hall main') return page.board ?? null;
      if (selector === '.hall') return board;
      return links[selector] ?? null;
    },
    querySelectorAll: (selector) => {
      const [, id] = /^#(\w+) \[data-cause\]$/.exec(selector) ?? [];
      if (id) return causes[id] ?? [];
      if (selector === 'link[rel=stylesheet]') return [style];
      if (selector === 'link[data-part]') return hasPart ? [{ href: hrefs.part, integrity: 'sha384-t', dataset: partData }] : [];
      return [{ href: hrefs.program }];
    },
  });
  class MutationObserver {
    constructor(callback) { this.callback = callback; }

    observe(target_, options) { page.observers.push({ target: target_, options, callback: this.callback }); }
  }
  const failure = (name) => class extends Error { get name() { return name; } };
  const workers = registration && Object.assign(new EventTarget(), {
    controller,
    registered: 0,
    async register() {
      this.registered += 1;
      return registration;
    },
  });
  page.workers = workers;
  page.hrefs = hrefs;
  page.violate = block;
  const history = { state, replaceState(it) { history.state = it; } };
  page.history = history;
  const window = {
    console: { warn() {}, error() {} },
    document,
    history,
    location: { href: hrefs.page, search, reload() { page.reloads += 1; } },
    navigator: { serviceWorker: workers },
    fetch,
    setTimeout: clock.setTimeout,
    setInterval: clock.setInterval,
    MutationObserver,
    SyntaxError,
    AbortSignal,
    URL,
    URLSearchParams,
    WebAssembly: {
      compile: async () => ({}),
      RuntimeError: failure('RuntimeError'),
      CompileError: failure('CompileError'),
      LinkError: failure('LinkError'),
    },
    DecompressionStream: class {},
    addEventListener: target.addEventListener.bind(target),
    ...globals,
  };
  window.window = window;
  if (isMe && (spoiled.card ?? 'right') === 'right') {
    window.hallboardCard = () => null;
    window.hallboardHandOnCard = () => { page.handedOn += 1; };
  }
  page.window = window;
  page.fire = (name, properties) => target.dispatchEvent(Object.assign(new Event(name), properties));
  page.draw = async () => {
    page.board = { textContent: 'board' };
    for (const it of page.observers) it.callback();
    await settle();
  };
  page.turn = async () => {
    const seen = page.observers.filter((it) => it.target === board);
    page.observers = page.observers.filter((it) => it.target !== board);
    for (const it of seen) it.callback();
    await settle();
  };
  /** The visible notice, and the cause that it shows. */
  page.shown = () => {
    const visible = Object.keys(notes).filter((id) => !notes[id].hidden);
    return visible.map((id) => {
      const named = (causes[id] ?? []).filter((it) => !it.hidden).map((it) => it.dataset.cause);
      return [id, ...named].join(': ');
    }).join(', ');
  };
  run('js/boot.js', window);
  await settle();
  return page;
}
