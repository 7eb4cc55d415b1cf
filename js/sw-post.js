// Posts the letters queued on this device after the page for letters is closed.
//
// A letter is posted only to the URL stored with it, which comes from a verified feed. It stays
// stored until the hall has it, and is never posted twice at once.

import { backoff, isAhead, post } from "./letters.js";

/** Milliseconds for which a refused letter is not retried. */
const REFUSED_FOR = 3_600_000;
const TAG = "hallboard-letters";
/** The cache key under which the time of the next attempt is stored. */
const SCHEDULE = new URL("hallboard-post", registration.scope).href;

const toPromise = (request) => new Promise((done, failed) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});

/** The database of letters; nothing if no letter was ever written. */
const openDatabase = async (name) => {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.transaction.abort();
  return toPromise(request).catch(() => null);
};
const letters = (database, mode) => database.transaction("letters", mode).objectStore("letters");

/** When to post again, in milliseconds since 1970, after how many failures in a row, and until when
 * refused letters are not retried. Stored, because a worker can be terminated at any time and must
 * not restart its delays. */
const loadSchedule = async () => {
  const stored = await (await caches.open(TAG)).match(SCHEDULE);
  return stored ? stored.json() : { next: 0, failures: 0, refused: {} };
};
const saveSchedule = async (schedule) => {
  const cache = await caches.open(TAG);
  if (schedule.next || Object.keys(schedule.refused).length) await cache.put(SCHEDULE, new Response(JSON.stringify(schedule)));
  else await cache.delete(SCHEDULE);
};

/** Posts a letter that is still stored, and deletes it once the hall has it. */
const postLetter = async (database, name) => {
  const [, bytes, , address] = await toPromise(letters(database, "readonly").get(name)) ?? [];
  if (!address) return "delivered";
  const outcome = await post(new URL(address, registration.scope), bytes);
  if (outcome === "delivered") await toPromise(letters(database, "readwrite").delete(name));
  return outcome;
};

/** Posts the letters that are due, one after the other, until one does not arrive. Resolves to
 * whether to try again later. */
const postDue = async (database, schedule) => {
  const all = await toPromise(letters(database, "readonly").getAll());
  const waiting = all.filter(([, , , address]) => address).sort(([, , one], [, , other]) => one - other);
  const names = waiting.map(([name]) => name);
  const left = Object.entries(schedule.refused).filter(([name, until]) => names.includes(name) && isAhead(until, REFUSED_FOR));
  schedule.refused = Object.fromEntries(left);
  const due = names.filter((name) => !(name in schedule.refused));
  if (!due.length || !isAhead(schedule.next)) schedule.next = 0;
  if (schedule.next) return true;
  for (const name of due) {
    const outcome = await navigator.locks.request(database.name, () => postLetter(database, name));
    if (outcome === "retry") {
      schedule.failures += 1;
      schedule.next = Date.now() + backoff(schedule.failures);
      return true;
    }
    if (outcome === "refused") schedule.refused[name] = Date.now() + REFUSED_FOR;
    schedule.failures = 0;
  }
  return false;
};

const postAll = async (name, atOnce) => {
  const database = await openDatabase(name);
  if (!database) return false;
  try {
    const schedule = await loadSchedule();
    if (atOnce) schedule.next = 0;
    const later = await postDue(database, schedule);
    await saveSchedule(schedule);
    return later;
  } finally {
    database.close();
  }
};

/** Posts the letters in the database of that name on a message from a page or a browser event. */
export const postLetters = (name) => {
  // Requests during a round share it.
  let running = null;
  const postAllOnce = (atOnce) => (running ??= postAll(name, atOnce).finally(() => { running = null; }));

  addEventListener("message", (event) => {
    if (event.data !== "post" && event.data !== "hurry") return;
    const posted = postAllOnce(event.data === "hurry").then((later) => later && registration.sync?.register(TAG));
    event.waitUntil(posted.catch((error) => console.warn(`letters wait: ${error}`)));
  });

  addEventListener("sync", (event) => {
    if (event.tag !== TAG) return;
    event.waitUntil(postAllOnce().then((later) => {
      if (later) throw new Error("letters wait");
    }));
  });
};
