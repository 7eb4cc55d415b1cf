// Keeps the board's app on the device, so that it starts without a network: always a whole
// version, and the one before until the new one has drawn something. It keeps files of the
// app alone: no feed, no page of anybody's own record, nothing sealed.

// What `hallboard publish` puts here: the app's version, where letters wait, and the digest
// of each of its files by path. A page is known by its folder. Behind all of this it puts
// `sw-post.js`.
const APP = { version: "", letters: "", files: {} };

// Many halls may share a host, and with it the store.
const PREFIX = `hallboard-app ${registration.scope} `;
const STATE = "hallboard-app";
/** Stands in a cache once all of its files do. */
const WHOLE = new URL("hallboard-whole", registration.scope).href;
/** Milliseconds that a version has to draw, and how often it may try. */
const PATIENCE = 60_000;
const TRIES = 3;

const url = (path) => new URL(path, registration.scope).href;
const cacheOf = (version) => PREFIX + version;

/** The version that is shown and the one before, whether it has drawn anything yet, how often
 * it tried, and versions that never did. */
const recall = async () => {
  const kept = await (await caches.open(STATE)).match(url("hallboard-state"));
  return kept ? kept.json() : { now: null, before: null, drawn: false, tries: 0, spoiled: [] };
};
const remember = async (state) => {
  const answer = new Response(JSON.stringify(state));
  await (await caches.open(STATE)).put(url("hallboard-state"), answer);
  return state;
};
// One change after the other: two at once would undo each other.
let changes = Promise.resolve();
const change = (how) => {
  const done = changes.then(recall).then(async (state) => {
    const changed = how(state);
    return changed ? remember({ ...state, ...changed }) : state;
  });
  changes = done.catch(() => {});
  return done;
};

const hex = (bytes) => Array.from(new Uint8Array(bytes), (it) => it.toString(16).padStart(2, "0")).join("");

const fetched = async ([path, digest]) => {
  const answer = await fetch(url(path), { cache: "no-cache", redirect: "error" });
  const bytes = await answer.arrayBuffer();
  if (!answer.ok || hex(await crypto.subtle.digest("SHA-256", bytes)) !== digest) {
    throw new Error(`"${path}" is not the one of this version`);
  }
  const { status, headers } = answer;
  return [url(path), new Response(bytes, { status, headers })];
};

const isWhole = async (version) => {
  if (!version || !(await caches.has(cacheOf(version)))) return false;
  return Boolean(await (await caches.open(cacheOf(version))).match(WHOLE));
};

/** Takes in the whole version, or leaves nothing of it. */
const takeIn = async () => {
  if (await isWhole(APP.version)) return;
  try {
    const files = await Promise.all(Object.entries(APP.files).map(fetched));
    const cache = await caches.open(cacheOf(APP.version));
    for (const [address, answer] of files) await cache.put(address, answer);
    await cache.put(WHOLE, new Response(""));
  } catch (error) {
    await caches.delete(cacheOf(APP.version));
    console.warn(`this version of the app is not kept: ${error}`);
    throw error;
  }
};

const tidy = async ({ now, before }) => {
  const wanted = [now, before].map(cacheOf);
  const kept = (await caches.keys()).filter((it) => it.startsWith(PREFIX));
  await Promise.all(kept.filter((it) => !wanted.includes(it)).map((it) => caches.delete(it)));
};

const begin = (state) => {
  if (state.now === APP.version || state.spoiled.includes(APP.version)) return null;
  // A version that never drew is nothing to go back to.
  const before = state.drawn ? state.now : state.before;
  return { now: APP.version, before, drawn: false, tries: 0 };
};

const goBack = (state) => {
  if (state.drawn || !state.before) return null;
  return { now: state.before, before: null, drawn: true, spoiled: [...state.spoiled, state.now] };
};

addEventListener("install", (event) => event.waitUntil(takeIn()));

addEventListener("activate", (event) => event.waitUntil((async () => {
  await tidy(await change(begin));
  await clients.claim();
})()));

/** Whether these are files of that version, and one of them at least. */
const isOf = async (version, files) => {
  if (!(await isWhole(version)) || !files.length) return false;
  const cache = await caches.open(cacheOf(version));
  const found = await Promise.all(files.map((it) => cache.match(it)));
  return found.every(Boolean);
};

/** A page has drawn something with these files. */
const drew = async (files) => {
  const { now, drawn } = await recall();
  if (drawn || !(await isOf(now, files))) return;
  await change((state) => (state.now === now ? { drawn: true, tries: 0 } : null));
};

addEventListener("message", (event) => {
  if (event.data === "go") event.waitUntil(skipWaiting());
  else if (Array.isArray(event.data?.drew)) event.waitUntil(drew(event.data.drew));
});

/** Goes back to the version before if what was asked for does not draw in time. */
const onTrial = async (version, client) => {
  await new Promise((done) => setTimeout(done, PATIENCE));
  // Who left early says nothing of the version.
  const page = await clients.get(client);
  if (!page) return;
  const after = await change((state) => (state.now === version ? goBack(state) : null));
  if (after.now !== version) await page.navigate(page.url);
};

const page = async (event, path) => {
  const state = await change((it) => {
    if (it.drawn || !it.now) return null;
    return (it.tries >= TRIES ? goBack(it) : null) ?? { tries: it.tries + 1 };
  });
  const kept = (await isWhole(state.now)) && await (await caches.open(cacheOf(state.now))).match(url(path));
  if (!kept) return fetch(event.request);
  if (!state.drawn && state.before) event.waitUntil(onTrial(state.now, event.resultingClientId));
  return kept;
};

const part = async (request) => (await caches.match(request.url)) ?? fetch(request);

const PAGES = ["", "rules/", "report/"].flatMap((it) => [[it, it], [`${it}index.html`, it]]);
const PART = /^[\w-]+-[0-9a-f]{8,}(_bg)?\.(js|css|wasm)$/;

addEventListener("fetch", (event) => {
  const { request } = event;
  const address = request.url.split(/[?#]/)[0];
  if (request.method !== "GET" || !address.startsWith(registration.scope)) return;
  const path = address.slice(registration.scope.length);
  if (request.mode === "navigate") {
    const [, folder] = PAGES.find(([it]) => it === path) ?? [];
    if (folder !== undefined) event.respondWith(page(event, folder));
  } else if (PART.test(path)) {
    event.respondWith(part(request));
  }
});
