// Starts the app whose files the page names. Where it cannot run, the page says so; where
// a file did not arrive, it tries again by itself: a screen is switched on once.

/** Seconds: how long the files may take, and the first and the longest wait. */
const [PATIENCE, FIRST, LONGEST] = [120, 4, 300];
/** Milliseconds between two looks for a new app, and for letters that wait. */
const [HOUR, MINUTE] = [3600_000, 60_000];

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

/** Resolves when it is time to try again. */
const rested = (tries) => {
  const wait = Math.min(LONGEST, FIRST * 2 ** tries) * (1 - Math.random() / 4);
  const online = new Promise((done) => addEventListener("online", done, { once: true }));
  return Promise.race([after(wait), online]);
};

/** The words of a language, for pages whose words are files of their own; it asks until they
 * are there. */
window.hallboardWords = async (language) => {
  const { href, integrity } = document.querySelector(`link[hreflang=${language}]`);
  for (let tries = 0; ; tries++) {
    try {
      return await inTime(fetched(href, { integrity }).then((it) => it.text()));
    } catch (error) {
      console.warn(error);
      await rested(tries);
    }
  }
};

/** Loads the page again, once it is there; how often it did stays with this visit. */
const comeBack = async () => {
  for (;;) {
    const tries = Number(history.state) || 0;
    history.replaceState(tries + 1, "");
    await rested(tries);
    try {
      // To leave for a page that is not there would be for good; a worker has it.
      if (!navigator.serviceWorker?.controller) await inTime(fetched(location.href, { cache: "no-store" }));
      return location.reload();
    } catch (error) {
      console.warn(error);
    }
  }
};

/** Where the program ends of itself, what it has drawn stays, with a note, until the page is
 * loaded again. */
let failing = false;
const end = ({ error, reason }) => {
  if (failing || !((error ?? reason) instanceof WebAssembly.RuntimeError)) return;
  failing = true;
  document.getElementById("again")?.removeAttribute("hidden");
  comeBack();
};
addEventListener("error", end);
addEventListener("unhandledrejection", end);

const start = async () => {
  let arrived = false;
  try {
    const [app, program] = await inTime(arrival());
    arrived = true;
    await inTime(app.default({ module_or_path: program }));
    // Only who runs for a while runs.
    setTimeout(() => failing || history.replaceState(null, ""), PATIENCE * 1000);
  } catch (error) {
    console.error(error);
    const cannot = error !== LATE && (arrived || error instanceof SyntaxError);
    say(cannot ? "broken" : "absent");
    if (!cannot) await comeBack();
  }
};

/** Resolves once the app shows a board, or says why there is none. */
const drawn = () => new Promise((done) => {
  const look = () => document.querySelector(".hall main")?.textContent.trim() && done();
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  look();
});

/** A wall's screen stays on, where the browser can do that. */
const stayAwake = () => {
  const ask = () => {
    if (document.hidden || !document.querySelector("[data-mode=wall]")) return;
    navigator.wakeLock?.request("screen").catch((error) => console.warn(`the screen may go dark: ${error}`));
  };
  document.addEventListener("visibilitychange", ask);
  ask();
};

/** Resolves at the next turn of a page, or when nobody looks any more. */
const turned = () => new Promise((done) => {
  // A hall that closes or opens turns a page, too; what scrolls has pages that never change.
  const board = document.querySelector(".hall");
  new MutationObserver(done).observe(board, { attributeFilter: ["data-page", "data-part"], subtree: true });
  addEventListener("pagehide", done);
});

/** Keeps the app on this device, and goes over to a new one when a page turns. */
const keep = async () => {
  const meta = (name) => document.querySelector(`meta[name=hallboard-${name}]`).content;
  const workers = navigator.serviceWorker;
  // A resident's own page leaves nothing here.
  if (!workers || meta("route") === "me") return;
  const address = new URL("sw.js", new URL(meta("site-root"), location.href)).href;
  const trusted = window.trustedTypes?.createPolicy("hallboard-sw", { createScriptURL: () => address });
  const script = trusted ? trusted.createScriptURL("") : address;
  const kept = await workers.register(script, { updateViaCache: "none" });
  const files = [...document.querySelectorAll("link[integrity], script[integrity]")].map((it) => it.href || it.src);
  const tell = () => kept.active?.postMessage({ drew: files });
  let leaving = false;
  workers.addEventListener("controllerchange", () => (leaving ? location.reload() : tell()));
  await drawn();
  tell();
  const change = async () => {
    if (!kept.waiting || leaving) return;
    await turned();
    leaving = true;
    kept.waiting.postMessage("go");
  };
  kept.addEventListener("updatefound", () => kept.installing?.addEventListener("statechange", change));
  // Letters that wait go out from every page; the one they are written on posts by itself.
  const nudge = (how) => kept.active?.postMessage(how);
  if (meta("route") !== "report") {
    setInterval(nudge, MINUTE, "post");
    addEventListener("online", () => nudge("hurry"));
  }
  addEventListener("pagehide", () => nudge("post"));
  const look = () => kept.update().catch(() => {});
  setInterval(look, HOUR);
  addEventListener("online", look);
  await change();
};

/** What reads a card before the camera, on pages that have cards: it is loaded when somebody
 * wants it. The page's folder is known to the page alone. */
const camera = document.querySelector("meta[name=hallboard-camera]")?.content;
if (camera) {
  window.hallboardCamera = async (video) => {
    const root = document.querySelector("meta[name=hallboard-site-root]").content;
    const [page, ...parts] = camera.split(" ").map((it) => new URL(root + it, location.href).href);
    return (await import(page)).default(video, ...parts);
  };
}

const own = document.querySelector("meta[name=hallboard-route]")?.content === "me";
if (typeof WebAssembly === "object" && !(own && typeof DecompressionStream === "undefined")) {
  start();
  drawn().then(stayAwake);
  keep().catch((error) => console.warn(`the app is not kept: ${error}`));
} else say("broken");
