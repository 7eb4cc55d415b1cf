// Starts the app whose files the page names, and registers the service worker. Where the app
// cannot start, the page says why. Where that can change, it is loaded again by itself: the
// display in a hall is switched on once.

/** Seconds: how long files or the start may take, the first wait and the longest one. */
const [TIMEOUT, FIRST_WAIT, LONGEST_WAIT] = [120, 4, 300];
/** Milliseconds after which the feed is not waited for any longer. */
const FEED_TIMEOUT = 30_000;
/** Milliseconds between two checks for a new version, and for letters that wait. */
const [HOUR, MINUTE] = [3600_000, 60_000];

/** The notes of the page. `absent` and `broken` have a sentence for each cause. */
const NOTES = ["waiting", "absent", "broken"];
/** The note for each cause, and whether loading the page again can help. */
const CAUSES = {
  missing: ["absent", true],
  altered: ["absent", true],
  late: ["absent", true],
  policy: ["broken", true],
  browser: ["broken", false],
};

const meta = (name) => document.querySelector(`meta[name=hallboard-${name}]`)?.content;
const isRecordPage = meta("route") === "me";

/** Shows one of the notes, with the sentence for the cause. */
const showState = (note, cause) => {
  for (const id of NOTES) document.getElementById(id)?.toggleAttribute("hidden", id !== note);
  for (const it of document.querySelectorAll(`#${note} [data-cause]`)) {
    it.toggleAttribute("hidden", it.dataset.cause !== cause);
  }
};

class StartError extends Error {
  /** `href` is the file that did not arrive, if it is one. */
  constructor(cause, message, href) {
    super(message);
    this.cause = cause;
    this.href = href;
  }
}

const delay = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

const inTime = (work, cause = "missing") => {
  const late = delay(TIMEOUT).then(() => Promise.reject(new StartError(cause, "timed out")));
  return Promise.race([work, late]);
};

/** Addresses that a Content-Security-Policy kept this page from. */
const blocked = new Set();
/** The file that the page says did not arrive. */
let missingFile = null;
document.addEventListener("securitypolicyviolation", ({ disposition, blockedURI }) => {
  if (disposition === "report") return;
  blocked.add(blockedURI);
  // Some browsers tell of it after the request has failed.
  if (blockedURI === missingFile) showState("broken", "policy");
});

/** What browsers insist on; programs are taken as whatever they are sent. */
const TYPES = { js: /^(text|application)\/(x-)?(java|ecma)script\b/i, css: /^text\/css\b/i };

/** Why a file was not accepted; nothing if it is there and as it was published. */
const diagnose = async (href, integrity) => {
  let response;
  try {
    response = await fetch(href, { cache: "no-store" });
    await response.clone().arrayBuffer();
  } catch {
    return blocked.has(href) ? "policy" : "missing";
  }
  const type = response.headers.get("content-type") ?? "";
  // A page in its place: of a network that asks for a login, or of a host for what it has not.
  if (!response.ok || /^text\/html\b/i.test(type)) return "missing";
  try {
    await fetch(href, { cache: "no-store", integrity });
  } catch {
    return "altered";
  }
  const wanted = TYPES[href.split(/[?#]/)[0].split(".").pop()];
  return blocked.has(href) || (wanted && !wanted.test(type)) ? "policy" : undefined;
};

/** A file, as it was published. */
const fetchFile = async ({ href, integrity }) => {
  let response;
  try {
    response = await fetch(href, { integrity });
  } catch (error) {
    // Without a cause it arrives now, and so it will when the page is loaded again.
    throw new StartError((await diagnose(href, integrity)) ?? "missing", `${href}: ${error}`, href);
  }
  if (!response.ok) throw new StartError("missing", `${response.status} for ${href}`, href);
  return response;
};

const importGlue = async ({ href, integrity }) => {
  try {
    return await import(href);
  } catch (error) {
    const intact = error instanceof SyntaxError ? "browser" : "missing";
    throw new StartError((await diagnose(href, integrity)) ?? intact, `${href}: ${error}`, href);
  }
};

/** Whether a style sheet is there. One that a policy keeps out may not be looked into. */
const isLoaded = ({ sheet }) => {
  try {
    return sheet?.cssRules.length > 0;
  } catch {
    return false;
  }
};

/** Waits for a style sheet that has not come, and asks for it once more if it is there. */
const loadStyleSheet = async (link) => {
  if (isLoaded(link)) return;
  const { href, integrity } = link;
  const cause = await diagnose(href, integrity);
  const copy = link.cloneNode();
  const loaded = new Promise((done) => {
    copy.addEventListener("load", () => done(true));
    copy.addEventListener("error", () => done(false));
  });
  if (!cause) link.replaceWith(copy);
  if (cause || !(await loaded)) {
    throw new StartError(cause ?? (blocked.has(href) ? "policy" : "missing"), `no style sheet ${href}`, href);
  }
};

/** The script that takes a card out of the address; without it the card stays there. */
const checkCardScript = async () => {
  if (!isRecordPage || window.hallboardCard) return;
  const { src, integrity } = document.querySelector("script[src*='/card-']");
  throw new StartError((await diagnose(src, integrity)) ?? "missing", `${src} did not run`, src);
};

/** Whether a program may be compiled at all: every browser that can has this smallest one. */
const checkPolicy = async () => {
  try {
    await WebAssembly.compile(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  } catch (error) {
    throw new StartError("policy", `${error}`);
  }
};

/** The parts of the program that this page needs, as the program asks for them. */
const parts = new Map();
window.hallboardPart = (name) => Promise.resolve(parts.get(name));

/** Whether the address asks for a wall, as `UrlParams::is_shared` has it. */
const isWall = !["0", null].includes(new URLSearchParams(location.search).get("wall"));

const loadPart = async (link) => {
  parts.set(link.href.split("/").pop(), await fetchFile(link));
};

/** The glue and the program of the app, once all that it needs is there. */
const loadApp = async () => {
  const link = (selector) => document.querySelector(`link${selector}`);
  const links = (selector) => [...document.querySelectorAll(`link${selector}`)];
  const [glue, program] = await Promise.all([
    importGlue(link("[rel=modulepreload]")),
    fetchFile(link("[type='application/wasm']:not([data-part])")),
    checkPolicy(),
    checkCardScript(),
    ...links("[data-part]").filter((it) => isWall || it.dataset.wall === undefined).map(loadPart),
    ...links("[rel=stylesheet]").map(loadStyleSheet),
  ]);
  return { glue, program };
};

/** Responses to what the program asks for first, by address, each with the time of its arrival.
 * The program takes them and verifies them like its own. */
const earlyResponses = new Map();
window.hallboardEarlyResponse = (href) => {
  const address = new URL(href, location.href).href;
  const early = earlyResponses.get(address);
  earlyResponses.delete(address);
  return early;
};

const fetchEarly = (href) => {
  const fetched = fetch(href, { cache: "no-store", signal: AbortSignal.timeout(FEED_TIMEOUT) });
  // The program may read its copy at once.
  const early = fetched.then((response) => ({ response, copy: response.clone(), arrived: Date.now() }));
  earlyResponses.set(href, early);
  return early;
};

/** Asks for the feed while the program loads: the head, its signature, and the snapshot that the
 * head names. Where a worker has the program, there is nothing to wait for. */
const fetchFeedEarly = async () => {
  const paths = meta("feed")?.split(" ");
  if (!paths || navigator.serviceWorker?.controller) return;
  const root = new URL(meta("site-root"), location.href);
  const [head] = await Promise.all(paths.map((path) => fetchEarly(new URL(path, root).href)));
  const { snapshot } = await head.copy.json();
  await fetchEarly(new URL(`snapshot-${snapshot.sha256}.json`, head.response.url).href);
};

/** Resolves when it is time to try again. */
const backoff = (tries) => {
  const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** tries) * (1 - Math.random() / 4);
  const online = new Promise((done) => addEventListener("online", done, { once: true }));
  return Promise.race([delay(wait), online]);
};

const showCause = (error) => {
  console.warn(error);
  const [note, retries] = CAUSES[error.cause];
  showState(note, error.cause);
  missingFile = error.cause === "missing" ? error.href : null;
  return retries;
};

/** Fails where the page is not there now. Where its policy forbids to ask, nobody knows. */
const checkPage = async () => {
  try {
    const page = await inTime(fetch(location.href, { cache: "no-store" }));
    if (!page.ok) throw new StartError("missing", `${page.status} for this page`);
  } catch (error) {
    if (!blocked.has(location.href.split("#")[0])) throw error;
  }
};

/** Loads the page again, once it is there. History keeps how often it did. */
const reloadWhenBack = async () => {
  for (;;) {
    const tries = Number(history.state) || 0;
    history.replaceState(tries + 1, "");
    await backoff(tries);
    try {
      // A page that is not there could never come back by itself. The worker has all but one.
      if (isRecordPage || !navigator.serviceWorker?.controller) await checkPage();
      window.hallboardHandOnCard?.();
      return location.reload();
    } catch (error) {
      console.warn(error);
    }
  }
};

/** Where the program ends of itself, what it has drawn stays, with a note, until the page is
 * loaded again. */
let crashed = false;
const reloadAfterCrash = () => {
  if (crashed) return;
  crashed = true;
  document.getElementById("again")?.removeAttribute("hidden");
  reloadWhenBack();
};
const onCrash = ({ error, reason }) => {
  if ((error ?? reason) instanceof WebAssembly.RuntimeError) reloadAfterCrash();
};

/** Runs the program, which came as it was published. */
const run = async ({ glue, program }) => {
  try {
    await inTime(glue.default({ module_or_path: program }), "late");
  } catch (error) {
    const unknown = error instanceof WebAssembly.CompileError || error instanceof WebAssembly.LinkError;
    throw unknown ? new StartError("browser", `${error}`) : error;
  }
};

const start = async () => {
  try {
    await run(await inTime(loadApp()));
    // Only who runs for a while runs.
    setTimeout(() => crashed || history.replaceState(null, ""), TIMEOUT * 1000);
  } catch (error) {
    if (!(error instanceof StartError)) {
      console.error(error);
      reloadAfterCrash();
    } else if (showCause(error)) await reloadWhenBack();
  }
};

/** Resolves once the app shows a board, or says why there is none. */
const drawn = () => new Promise((done) => {
  const look = () => document.querySelector(".hall main")?.textContent.trim() && done();
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  look();
});

/** A wall's screen stays on, where the browser can do that. */
const keepScreenOn = () => {
  const ask = () => {
    if (document.hidden || !document.querySelector("[data-mode=wall]")) return;
    navigator.wakeLock?.request("screen").catch((error) => console.warn(`the screen may go dark: ${error}`));
  };
  document.addEventListener("visibilitychange", ask);
  ask();
};

/** Resolves at the next turn of a page, or when nobody looks any more. */
const pageTurned = () => new Promise((done) => {
  // A hall that closes or opens turns a page, too; what scrolls has pages that never change.
  const board = document.querySelector(".hall");
  new MutationObserver(done).observe(board, { attributeFilter: ["data-page", "data-part"], subtree: true });
  addEventListener("pagehide", done);
});

/** Keeps the app on this device, and goes over to a new version when a page turns. */
const registerServiceWorker = async () => {
  const workers = navigator.serviceWorker;
  // A resident's own page leaves nothing here.
  if (!workers || isRecordPage) return;
  // The connection belongs to the page until it is drawn.
  await drawn();
  const address = new URL("sw.js", new URL(meta("site-root"), location.href)).href;
  const trusted = window.trustedTypes?.createPolicy("hallboard-sw", { createScriptURL: () => address });
  const script = trusted ? trusted.createScriptURL("") : address;
  const registration = await workers.register(script, { updateViaCache: "none" });
  const files = [...document.querySelectorAll("link[integrity], script[integrity]")].map((it) => it.href || it.src);
  const reportHealthy = () => registration.active?.postMessage({ drew: files });
  let switching = false;
  workers.addEventListener("controllerchange", () => (switching ? location.reload() : reportHealthy()));
  reportHealthy();
  // The first worker waits for a moment, too, before it becomes active, and some browsers tell
  // so. It replaces none.
  const newVersion = () => (registration.active && !switching ? registration.waiting : null);
  const switchVersion = async () => {
    if (!newVersion()) return;
    await pageTurned();
    const waiting = newVersion();
    if (!waiting) return;
    switching = true;
    waiting.postMessage("go");
  };
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", switchVersion));
  // Letters that wait go out from every page; the one they are written on posts by itself.
  const post = (how) => registration.active?.postMessage(how);
  if (meta("route") !== "report") {
    setInterval(post, MINUTE, "post");
    addEventListener("online", () => post("hurry"));
  }
  addEventListener("pagehide", () => post("post"));
  const check = () => registration.update().catch(() => {});
  setInterval(check, HOUR);
  addEventListener("online", check);
  await switchVersion();
};

/** What reads a card before the camera, on pages that have cards: it is loaded when somebody
 * wants it. The page's folder is known to the page alone. */
const camera = meta("camera");
if (camera) {
  window.hallboardCamera = async (video) => {
    const [script, ...parts] = camera.split(" ").map((it) => new URL(meta("site-root") + it, location.href).href);
    return (await import(script)).default(video, ...parts);
  };
}

if (typeof WebAssembly === "object" && !(isRecordPage && typeof DecompressionStream === "undefined")) {
  addEventListener("error", onCrash);
  addEventListener("unhandledrejection", onCrash);
  fetchFeedEarly().catch((error) => console.warn(`the feed did not come early: ${error}`));
  start();
  drawn().then(keepScreenOn);
  registerServiceWorker().catch((error) => console.warn(`the app is not kept: ${error}`));
} else showState("broken", "browser");
