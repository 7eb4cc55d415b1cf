// The service worker of a version of the app, as `hallboard publish` writes it, on a simulated
// device.

import { createHash } from 'node:crypto';

import { run } from './script.mjs';

export const SCOPE = 'https://hall.example/board/';
export const LETTERS = 'letters of mill';

/** A browser's storage for a site, which outlives its workers. */
export class Device {
  #caches = new Map();
  letters = new Map();
  hasLetters = false;

  caches = {
    open: async (name) => {
      if (!this.#caches.has(name)) this.#caches.set(name, new Map());
      const entries = this.#caches.get(name);
      const key = (it) => it.url ?? it;
      return {
        match: async (it) => entries.get(key(it))?.clone(),
        put: async (it, response) => { entries.set(key(it), response); },
        delete: async (it) => entries.delete(key(it)),
      };
    },
    has: async (name) => this.#caches.has(name),
    keys: async () => [...this.#caches.keys()],
    delete: async (name) => this.#caches.delete(name),
    match: async (it) => {
      for (const entries of this.#caches.values()) if (entries.has(it)) return entries.get(it).clone();
      return undefined;
    },
  };

  /** Every cached URL. */
  addresses() { return [...this.#caches.values()].flatMap((it) => [...it.keys()]); }

  #request(result) {
    const request = { result };
    queueMicrotask(() => request.onsuccess());
    return request;
  }

  indexedDB = {
    open: (name) => {
      const request = {};
      const store = {
        get: (name) => this.#request(this.letters.get(name)),
        getAll: () => this.#request([...this.letters.values()]),
        delete: (name) => this.#request(this.letters.delete(name)),
      };
      request.result = { name, transaction: () => ({ objectStore: () => store }), close() {} };
      request.transaction = { abort: () => { request.aborted = true; } };
      queueMicrotask(() => {
        if (!this.hasLetters) request.onupgradeneeded();
        if (request.aborted) request.onerror();
        else request.onsuccess();
      });
      return request;
    },
  };
}

const sha256 = (text) => createHash('sha256').update(text).digest('hex');

/** The worker of a version with these files, as texts by path; `host` answers its requests. */
export function worker(device, clock, { version, files, host, tabs = new Map() }) {
  const listeners = new Map();
  const digests = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, sha256(text)]));
  const app = JSON.stringify({ version, letters: LETTERS, files: digests });
  const it = { skipped: false, claimed: false, synced: [] };
  const answer = async (address, how = {}) => host(address.url ?? String(address), how);
  run(['js/letters.js', 'js/sw-post.js', 'js/sw.js'], {
    console: { warn() {} },
    caches: device.caches,
    indexedDB: device.indexedDB,
    registration: { scope: SCOPE, sync: { register: async (tag) => { it.synced.push(tag); } } },
    clients: { claim: async () => { it.claimed = true; }, get: async (id) => tabs.get(id) },
    skipWaiting: async () => { it.skipped = true; },
    navigator: { locks: { request: async (_name, work) => work() } },
    addEventListener: (name, listener) => listeners.set(name, [...listeners.get(name) ?? [], listener]),
    setTimeout: clock.setTimeout,
    Date: { now: () => clock.now },
    AbortSignal: { timeout: () => undefined },
    fetch: answer,
    crypto,
    Response,
    URL,
  }, (text) => {
    const blank = '{ version: "", letters: "", files: {} }';
    if (text.split(blank).length !== 2) throw new Error('there is no one place for the app');
    return text.replace(blank, app);
  });
  /** Fires an event and waits for its `waitUntil` or `respondWith` promises. */
  it.fire = async (name, properties = {}) => {
    const work = [];
    const event = { ...properties, waitUntil: (promise) => work.push(promise), respondWith: (promise) => { event.response = promise; } };
    for (const listener of listeners.get(name) ?? []) listener(event);
    it.later = Promise.allSettled(work);
    if (event.response) return event.response;
    if (name !== 'fetch') await Promise.all(work);
    return undefined;
  };
  it.start = async () => {
    await it.fire('install');
    await it.fire('activate');
    return it;
  };
  it.message = (data) => it.fire('message', { data });
  /** The page that a navigation to a path gets, or `undefined` if the worker leaves it to the
   * browser. */
  it.open = async (path, client = 'tab') => {
    const request = { url: SCOPE + path, method: 'GET', mode: 'navigate' };
    const response = await it.fire('fetch', { request, resultingClientId: client });
    return response?.text();
  };
  it.load = async (path, how = {}) => {
    const request = { url: path.includes('://') ? path : SCOPE + path, method: 'GET', mode: 'cors', ...how };
    const response = await it.fire('fetch', { request });
    return response?.text();
  };
  return it;
}
