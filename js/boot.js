// Starts the app whose files the page names, and registers the service worker. If the app cannot
// start, the page shows the cause. If the cause can be temporary, the page reloads automatically,
// because nobody operates the display in a hall.

/** Seconds: how long files or the start may take, the first wait and the longest one. */
const [TIMEOUT, FIRST_WAIT, LONGEST_WAIT] = [120, 4, 300];
/** Milliseconds to wait for the feed. */
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

/** URLs that a Content-Security-Policy blocked for this page. */
const blocked = new Set();
/** The file whose error event the page reported. */
let missingFile = null;
document.addEventListener("securitypolicyviolation", ({ disposition, blockedURI }) => {
  if (disposition === "report") return;
  blocked.add(blockedURI);
  // Some browsers report it after the request has failed.
  if (blockedURI === missingFile) showState("broken", "policy");
});

/** Required MIME types; programs are accepted with any type. */
const TYPES = { js: /^(text|application)\/(x-)?(java|ecma)script\b/i, css: /^text\/css\b/i };

/** Why a file was not accepted; nothing if it exists and is as published. */
const diagnose = async (href, integrity) => {
  let response;
  try {
    response = await fetch(href, { cache: "no-store" });
    await response.clone().arrayBuffer();
  } catch {
    return blocked.has(href) ? "policy" : "missing";
  }
  const type = response.headers.get("content-type") ?? "";
  // An HTML page instead: the login page of a network, or a host's page for missing files.
  if (!response.ok || /^text\/html\b/i.test(type)) return "missing";
  try {
    await fetch(href, { cache: "no-store", integrity });
  } catch {
    return "altered";
  }
  const wanted = TYPES[href.split(/[?#]/)[0].split(".").pop()];
  return blocked.has(href) || (wanted && !wanted.test(type)) ? "policy" : undefined;
};

/** A file, verified to be as published. */
const fetchFile = async ({ href, integrity }) => {
  let response;
  try {
    response = await fetch(href, { integrity });
  } catch (error) {
    // Without a cause the file arrives now, so reloading the page helps.
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

/** Whether a style sheet is loaded. One that a policy blocks cannot be inspected. */
const isLoaded = ({ sheet }) => {
  try {
    return sheet?.cssRules.length > 0;
  } catch {
    return false;
  }
};

/** Waits for a missing style sheet, and requests it again if the file exists. */
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

/** The script that removes a card from the URL; without it the card stays there. */
const checkCardScript = async () => {
  if (!isRecordPage || window.hallboardCard) return;
  const { src, integrity } = document.querySelector("script[src*='/card-']");
  throw new StartError((await diagnose(src, integrity)) ?? "missing", `${src} did not run`, src);
};

/** Whether WebAssembly can be compiled, tested with the smallest module. */
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

/** The JS bindings and the program of the app, once all its files are loaded. */
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

/** Responses to the program's first requests, by URL, each with its time of arrival. The program
 * takes them over and verifies them like its own. */
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

/** Fetches the feed while the program loads: the head, its signature, and the snapshot that the
 * head names. Not used if the service worker has the program cached, since it then starts at once. */
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

/** Fails if the page is unavailable. If its policy forbids the request, this cannot be determined. */
const checkPage = async () => {
  try {
    const page = await inTime(fetch(location.href, { cache: "no-store" }));
    if (!page.ok) throw new StartError("missing", `${page.status} for this page`);
  } catch (error) {
    if (!blocked.has(location.href.split("#")[0])) throw error;
  }
};

/** Reloads the page once it is available. The history state counts the attempts. */
const reloadWhenBack = async () => {
  for (;;) {
    const tries = Number(history.state) || 0;
    history.replaceState(tries + 1, "");
    await backoff(tries);
    try {
      // A missing page could not reload itself. The service worker has all pages except one.
      if (isRecordPage || !navigator.serviceWorker?.controller) await checkPage();
      window.hallboardHandOnCard?.();
      return location.reload();
    } catch (error) {
      console.warn(error);
    }
  }
};

/** If the program crashes, its last display stays, with a note, until the page reloads. */
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

/** Runs the verified program. */
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
    // The start counts as successful only after the program has run for a while.
    setTimeout(() => crashed || history.replaceState(null, ""), TIMEOUT * 1000);
  } catch (error) {
    if (!(error instanceof StartError)) {
      console.error(error);
      reloadAfterCrash();
    } else if (showCause(error)) await reloadWhenBack();
  }
};

/** Resolves once the app shows a board or an error. */
const drawn = () => new Promise((done) => {
  const look = () => document.querySelector(".hall main")?.textContent.trim() && done();
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  look();
});

/** Keeps a wall's screen on, if the browser supports it. */
const keepScreenOn = () => {
  const ask = () => {
    if (document.hidden || !document.querySelector("[data-mode=wall]")) return;
    navigator.wakeLock?.request("screen").catch((error) => console.warn(`the screen may go dark: ${error}`));
  };
  document.addEventListener("visibilitychange", ask);
  ask();
};

/** Resolves at the next page turn, or when the page is hidden. */
const pageTurned = () => new Promise((done) => {
  // Opening and closing the hall also counts as a page turn; a scrolling document never turns
  // pages.
  const board = document.querySelector(".hall");
  new MutationObserver(done).observe(board, { attributeFilter: ["data-page", "data-part"], subtree: true });
  addEventListener("pagehide", done);
});

/** Caches the app on this device, and switches to a new version when a page turns. */
const registerServiceWorker = async () => {
  const workers = navigator.serviceWorker;
  // A resident's own page stores nothing on the device.
  if (!workers || isRecordPage) return;
  // The page has priority for the connection until it is drawn.
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
  // The first worker also waits briefly before it becomes active, which some browsers report. It
  // replaces no other.
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
  // Every page triggers posting of queued letters, except the page for letters, which posts them
  // itself.
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

/** The card scanner, on pages that use cards, loaded on demand. Only the page can resolve its
 * folder. */
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
