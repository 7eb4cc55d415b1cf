// What a test can do with a page, in any engine.

/** Milliseconds: the timeout for a busy machine, and the interval of polling. */
const [PATIENCE, BETWEEN] = [120_000, 50];

/** The selectors of elements with a role; only the roles that the tests use. */
const ROLES = {
  button: 'button, summary',
  heading: 'h1, h2, h3',
  link: 'a[href]',
  table: 'table',
  textbox: 'input:not([type]), input[type="text"], input[type="search"], textarea',
};

/** The first visible element for a selector, or for a role and a name. Runs in the page. */
function locate({ selector, name, pattern }) {
  const words = (text) => (text ?? '').replace(/\s+/g, ' ').trim();
  const nameOf = (it) => words(
    it.getAttribute('aria-label') ?? it.labels?.[0]?.innerText ?? it.innerText);
  const fits = (it) => {
    if (name !== undefined) return nameOf(it) === name;
    return pattern === undefined || new RegExp(pattern, 'u').test(nameOf(it));
  };
  const visible = (it) => it.checkVisibility({ visibilityProperty: true });
  return [...document.querySelectorAll(selector)].find((it) => visible(it) && fits(it)) ?? null;
}

/** The argument of `locate` for a selector, or for `{ role, name }`, whose name is a string or a
 * regular expression. */
function target(what) {
  if (typeof what === 'string') return { selector: what };
  const { role, name } = what;
  const selector = ROLES[role];
  if (selector === undefined) throw new Error(`no such role here: ${role}`);
  return name instanceof RegExp ? { selector, pattern: name.source } : { selector, name };
}

const pause = () => new Promise((next) => { setTimeout(next, BETWEEN); });

export class Page {
  #window;
  #host;

  /** A page in an engine's window; `host` serves it. */
  constructor(window, host) {
    this.#window = window;
    this.#host = host;
  }

  /** Goes to a path in the site. */
  open(path) {
    return this.#window.goto(new URL(path, this.#host.url).href);
  }

  /** The result of a function in the page; it must use nothing from this module. */
  evaluate(work, ...args) {
    return this.#window.evaluate(work, ...args);
  }

  /** Waits until a condition holds in the page, which may be reloaded meanwhile. */
  until(holds, ...args) {
    return this.#wait(() => this.evaluate(holds, ...args), `${holds} ${JSON.stringify(args)}`);
  }

  /** Waits for a visible element: a selector, or a role and a name. */
  find(what) {
    const sought = target(what);
    return this.#wait(() => this.#window.element(locate, sought), JSON.stringify(sought));
  }

  async #wait(attempt, described) {
    let last;
    for (const end = Date.now() + PATIENCE; Date.now() < end; await pause()) {
      try {
        const found = await attempt();
        if (found) return found;
        last = '';
      } catch (error) {
        last = error.message;
      }
    }
    const seen = await this.evaluate(() => `${location.href}: ${document.body.innerText}`).catch(String);
    throw new Error([
      `this does not come to hold: ${described}`, last,
      `the page says: ${seen.replace(/\s+/g, ' ')}`, ...this.#host.errors,
    ].join('\n  '));
  }

  /** The text people see in an element, in one line. */
  async text(what = 'body') {
    const text = await this.evaluate((it) => it.innerText, await this.find(what));
    return text.replace(/\s+/g, ' ').trim();
  }

  async click(what) {
    await this.#window.click(await this.find(what));
  }

  async type(what, text) {
    await this.#window.type(await this.find(what), text);
  }

  press(key) {
    return this.#window.press(key);
  }

  /** Uncaught errors and policy violations in any page of the host since it was started. */
  async errors() {
    await this.evaluate(() => Promise.all(window.reports));
    return this.#host.errors;
  }

  close() {
    return this.#window.close();
  }
}
