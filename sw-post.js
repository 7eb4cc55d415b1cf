// Posts the letters that wait on this device, so that they reach the hall although the page they
// were written on is closed. `hallboard publish` puts this behind `sw.js`, of which it needs no
// more than what that knows of the app.
//
// A letter goes to the address that a verified feed named for it, and nowhere else. It is there
// until that place has it, and never posted by two at once.
{
  /** Milliseconds: how long an answer may take, the first and the longest wait, and for how long
   * one that was refused is left to whoever wrote it. */
  const [PATIENCE, FIRST, LONGEST, REFUSED] = [30_000, 4_000, 300_000, 3_600_000];
  const TAG = "hallboard-letters";
  /** Where it stands when to go again. */
  const REST = new URL("hallboard-post", registration.scope).href;

  const asked = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });

  /** The database of the letters; nothing where no letter was ever written. */
  const opened = async () => {
    const request = indexedDB.open(APP.letters, 1);
    request.onupgradeneeded = () => request.transaction.abort();
    return asked(request).catch(() => null);
  };
  const letters = (database, mode) => database.transaction("letters", mode).objectStore("letters");

  /** When to go again, in milliseconds since 1970, after how many failures in a row, and until
   * when letters are left alone that were refused. A worker is ended at any time: it must not
   * begin to hurry with each start. */
  const recallRest = async () => {
    const kept = await (await caches.open(TAG)).match(REST);
    return kept ? kept.json() : { next: 0, failures: 0, refused: {} };
  };
  const rememberRest = async (rest) => {
    const cache = await caches.open(TAG);
    if (rest.next || Object.keys(rest.refused).length) await cache.put(REST, new Response(JSON.stringify(rest)));
    else await cache.delete(REST);
  };
  /** Whether a moment is still to come; a clock set back must not stop the post. */
  const isAhead = (moment, most) => moment > Date.now() && moment - Date.now() <= most;

  /** The status of the answer; 0 where there was none. */
  const post = async (address, body) => {
    const how = {
      method: "POST", headers: { "Content-Type": "application/octet-stream" }, body, cache: "no-store",
      credentials: "omit", redirect: "error", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(PATIENCE),
    };
    return fetch(new URL(address, registration.scope), how).then((answer) => answer.status, () => 0);
  };

  /** Posts a letter that is still there, and forgets it once the hall has it. */
  const goWith = async (database, name) => {
    const [, bytes, , address] = await asked(letters(database, "readonly").get(name)) ?? [];
    if (!address) return 200;
    const status = await post(address, bytes);
    if (status === 200) await asked(letters(database, "readwrite").delete(name));
    return status;
  };

  // As the page for letters understands answers.
  const mayDoBetter = (status) => status === 0 || status >= 500 || [404, 408, 425, 429].includes(status);

  /** Posts what waits and is due, one letter after the other, for as long as they arrive;
   * whether there are some that may do better later. */
  const goAround = async (database, rest) => {
    const all = await asked(letters(database, "readonly").getAll());
    const waiting = all.filter(([, , , address]) => address).sort(([, , one], [, , other]) => one - other);
    const names = waiting.map(([name]) => name);
    const left = Object.entries(rest.refused).filter(([name, until]) => names.includes(name) && isAhead(until, REFUSED));
    rest.refused = Object.fromEntries(left);
    const due = names.filter((name) => !(name in rest.refused));
    if (!due.length || !isAhead(rest.next, LONGEST)) rest.next = 0;
    if (rest.next) return true;
    for (const name of due) {
      const status = await navigator.locks.request(APP.letters, () => goWith(database, name));
      if (mayDoBetter(status)) {
        rest.failures += 1;
        const wait = Math.min(LONGEST, FIRST * 2 ** (rest.failures - 1));
        rest.next = Date.now() + wait * (1 - Math.random() / 2);
        return true;
      }
      if (status !== 200) rest.refused[name] = Date.now() + REFUSED;
      rest.failures = 0;
    }
    return false;
  };

  const go = async (hurries) => {
    const database = await opened();
    if (!database) return false;
    try {
      const rest = await recallRest();
      if (hurries) rest.next = 0;
      const later = await goAround(database, rest);
      await rememberRest(rest);
      return later;
    } finally {
      database.close();
    }
  };
  // Who is under way goes for all who ask meanwhile.
  let going = null;
  const goOnce = (hurries) => (going ??= go(hurries).finally(() => { going = null; }));

  addEventListener("message", (event) => {
    if (event.data !== "post" && event.data !== "hurry") return;
    const gone = goOnce(event.data === "hurry").then((later) => later && registration.sync?.register(TAG));
    event.waitUntil(gone.catch((error) => console.warn(`letters wait: ${error}`)));
  });

  addEventListener("sync", (event) => {
    if (event.tag !== TAG) return;
    event.waitUntil(goOnce().then((later) => {
      if (later) throw new Error("letters wait");
    }));
  });
}
