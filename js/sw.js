// Caches the board's app on the device, so that it starts without a network: always a complete
// version, and the previous one until the new one has drawn something. Only files of the app are
// cached: no feed, no page of a resident's own record, no sealed file.
//
// Its storage format and messages must not change: a page of the previous version communicates with
// the worker of the next one.

import { postLetters } from "./sw-post.js";

// `hallboard publish` writes here: the app's version, the name of the database of letters, and the
// digest of each file by path; a page is listed by its folder.
const APP = { version: "", letters: "", files: {} };

// Several halls may share a host, and so its cache storage.
const PREFIX = `hallboard-app ${registration.scope} `;
const STATE = "hallboard-app";
/** Marks a cache as complete: written after all files of the version. */
const COMPLETE = new URL("hallboard-whole", registration.scope).href;
/** Milliseconds in which a new version must draw something, and its number of attempts. */
const DRAW_TIMEOUT = 60_000;
const MAX_TRIES = 3;

const url = (path) => new URL(path, registration.scope).href;
const cacheOf = (version) => PREFIX + version;

/** The current and the previous version, whether the current one has drawn anything, its number of
 * attempts, and rejected versions. */
const INITIAL = { now: null, before: null, drawn: false, tries: 0, spoiled: [] };
const loadState = async () => {
  const stored = await (await caches.open(STATE)).match(url("hallboard-state"));
  return { ...INITIAL, ...(stored && (await stored.json())) };
};
const saveState = async (state) => {
  const response = new Response(JSON.stringify(state));
  await (await caches.open(STATE)).put(url("hallboard-state"), response);
  return state;
};
// Changes are serialised: concurrent ones would overwrite each other.
let updates = Promise.resolve();
const updateState = (change) => {
  const done = updates.then(loadState).then(async (state) => {
    const changed = change(state);
    return changed ? saveState({ ...state, ...changed }) : state;
  });
  updates = done.catch(() => {});
  return done;
};

const hex = (bytes) => Array.from(new Uint8Array(bytes), (it) => it.toString(16).padStart(2, "0")).join("");

const fetchVerified = async ([path, digest]) => {
  const response = await fetch(url(path), { cache: "no-cache", redirect: "error" });
  const bytes = await response.arrayBuffer();
  if (!response.ok || hex(await crypto.subtle.digest("SHA-256", bytes)) !== digest) {
    throw new Error(`"${path}" is not the one of this version`);
  }
  const { status, headers } = response;
  return [url(path), new Response(bytes, { status, headers })];
};

const isComplete = async (version) => {
  if (!version || !(await caches.has(cacheOf(version)))) return false;
  return Boolean(await (await caches.open(cacheOf(version))).match(COMPLETE));
};

/** Caches the complete version, or nothing of it. */
const precache = async () => {
  if (await isComplete(APP.version)) return;
  try {
    const files = await Promise.all(Object.entries(APP.files).map(fetchVerified));
    const cache = await caches.open(cacheOf(APP.version));
    for (const [address, response] of files) await cache.put(address, response);
    await cache.put(COMPLETE, new Response(""));
  } catch (error) {
    await caches.delete(cacheOf(APP.version));
    console.warn(`this version of the app is not kept: ${error}`);
    throw error;
  }
};

const deleteOldVersions = async ({ now, before }) => {
  const wanted = [now, before].map(cacheOf);
  const stored = (await caches.keys()).filter((it) => it.startsWith(PREFIX));
  await Promise.all(stored.filter((it) => !wanted.includes(it)).map((it) => caches.delete(it)));
};

const activate = (state) => {
  if (state.now === APP.version || state.spoiled.includes(APP.version)) return null;
  // A version that never drew anything is no rollback target.
  const before = state.drawn ? state.now : state.before;
  return { now: APP.version, before, drawn: false, tries: 0 };
};

const rollBack = (state) => {
  if (state.drawn || !state.before) return null;
  return { now: state.before, before: null, drawn: true, spoiled: [...state.spoiled, state.now] };
};

addEventListener("install", (event) => event.waitUntil(precache()));

addEventListener("activate", (event) => event.waitUntil((async () => {
  await deleteOldVersions(await updateState(activate));
  await clients.claim();
})()));

/** Whether these are files of that version, and there is at least one. */
const belongTo = async (version, files) => {
  if (!(await isComplete(version)) || !files.length) return false;
  const cache = await caches.open(cacheOf(version));
  const found = await Promise.all(files.map((it) => cache.match(it)));
  return found.every(Boolean);
};

/** A page has drawn something with these files. */
const markDrawn = async (files) => {
  const { now, drawn } = await loadState();
  if (drawn || !(await belongTo(now, files))) return;
  await updateState((state) => (state.now === now ? { drawn: true, tries: 0 } : null));
};

addEventListener("message", (event) => {
  if (event.data === "go") event.waitUntil(skipWaiting());
  else if (Array.isArray(event.data?.drew)) event.waitUntil(markDrawn(event.data.drew));
});

/** Rolls back to the previous version if the page draws nothing in time. */
const watchNewVersion = async (version, client) => {
  await new Promise((done) => setTimeout(done, DRAW_TIMEOUT));
  // A page that was left early does not count as a failure.
  const page = await clients.get(client);
  if (!page) return;
  const after = await updateState((state) => (state.now === version ? rollBack(state) : null));
  if (after.now !== version) await page.navigate(page.url);
};

const respondWithPage = async (event, path) => {
  const state = await updateState((it) => {
    if (it.drawn || !it.now) return null;
    return (it.tries >= MAX_TRIES ? rollBack(it) : null) ?? { tries: it.tries + 1 };
  });
  const stored = (await isComplete(state.now)) && await (await caches.open(cacheOf(state.now))).match(url(path));
  if (!stored) return fetch(event.request);
  if (!state.drawn && state.before) event.waitUntil(watchNewVersion(state.now, event.resultingClientId));
  return stored;
};

const asset = async (request) => (await caches.match(request.url)) ?? fetch(request);

const PAGES = ["", "rules/", "report/", "verify/"].flatMap((it) => [[it, it], [`${it}index.html`, it]]);
const ASSET = /^[\w-]+-[0-9a-f]{8,}(_bg)?\.(js|css|wasm|txt)$/;

addEventListener("fetch", (event) => {
  const { request } = event;
  const address = request.url.split(/[?#]/)[0];
  if (request.method !== "GET" || !address.startsWith(registration.scope)) return;
  const path = address.slice(registration.scope.length);
  if (request.mode === "navigate") {
    const [, folder] = PAGES.find(([it]) => it === path) ?? [];
    if (folder !== undefined) event.respondWith(respondWithPage(event, folder));
  } else if (ASSET.test(path)) {
    event.respondWith(asset(request));
  }
});

postLetters(APP.letters);
