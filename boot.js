// Starts the app whose files the page names. Where it cannot run, the page says so; where
// a file did not arrive, it tries again by itself: a screen is switched on once.

/** Seconds: how long the files may take, and the first and the longest wait. */
const [PATIENCE, FIRST, LONGEST] = [120, 4, 300];

const say = (id) => {
  for (const it of ["waiting", "absent", "broken"]) {
    document.getElementById(it)?.toggleAttribute("hidden", it !== id);
  }
};

const after = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

const LATE = new Error("nothing came in time");
const inTime = (work) => {
  const late = after(PATIENCE).then(() => Promise.reject(LATE));
  return Promise.race([work, late]);
};

const fetched = async (href, how) => {
  const answer = await fetch(href, how);
  if (!answer.ok) throw new Error(`${answer.status} for ${href}`);
  return answer;
};

const arrival = () => {
  const named = (selector) => document.querySelector(`link[${selector}]`);
  const { href, integrity } = named("type='application/wasm'");
  if (!named("rel=stylesheet").sheet?.cssRules.length) throw new Error("no style sheet");
  return Promise.all([import(named("rel=modulepreload").href), fetched(href, { integrity })]);
};

/** Loads the page again, once it is there; how often it did stays with this visit. */
const comeBack = async () => {
  for (;;) {
    const tries = Number(history.state) || 0;
    history.replaceState(tries + 1, "");
    const wait = Math.min(LONGEST, FIRST * 2 ** tries) * (1 - Math.random() / 4);
    const online = new Promise((done) => addEventListener("online", done, { once: true }));
    await Promise.race([after(wait), online]);
    try {
      // To leave for a page that is not there would be for good.
      await inTime(fetched(location.href, { cache: "no-store" }));
      return location.reload();
    } catch (error) {
      console.warn(error);
    }
  }
};

const start = async () => {
  let arrived = false;
  try {
    const [app, program] = await inTime(arrival());
    arrived = true;
    await inTime(app.default({ module_or_path: program }));
    history.replaceState(null, "");
  } catch (error) {
    console.error(error);
    const cannot = error !== LATE && (arrived || error instanceof SyntaxError);
    say(cannot ? "broken" : "absent");
    if (!cannot) await comeBack();
  }
};

if (typeof WebAssembly === "object") start();
else say("broken");
