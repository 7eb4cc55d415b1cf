// WebKitGTK's MiniBrowser, controlled by classic WebDriver, on its own display.

import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { answering, freePort } from '../../e2e/lib/nginx.mjs';
import { temporary } from '../../e2e/lib/place.mjs';

const MINIBROWSER = process.env.MINIBROWSER ?? installed();
/** Large enough for the largest page and the window's toolbar. */
const SCREEN = '2000x1200x24';
/** The longest start of a browser on a busy machine. */
const OPENING_MILLIS = 60_000;
const ATTEMPTS = 3;
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
const KEYS = { ArrowLeft: '\ue012', ArrowRight: '\ue014', Enter: '\ue007', Escape: '\ue00c', Tab: '\ue004' };

let display;
let env;

/** Debian's path of MiniBrowser, which is not on PATH. */
function installed() {
  const folders = (path) => {
    try {
      return readdirSync(path);
    } catch {
      return [];
    }
  };
  const libraries = folders('/usr/lib').flatMap((it) =>
    folders(join('/usr/lib', it)).filter((name) => name.startsWith('webkit2gtk-4.'))
      .map((name) => join('/usr/lib', it, name)));
  const found = libraries.sort().reverse().find((it) => folders(it).includes('MiniBrowser'));
  return found ? join(found, 'MiniBrowser') : 'MiniBrowser';
}

/** Starts a display for windows, and sets up that environment. */
async function start(environment) {
  const args = ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp'];
  display = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'inherit', 'pipe'] });
  process.on('exit', () => display.kill());
  const number = await new Promise((ready, failed) => {
    display.stdio[3].once('data', (it) => ready(String(it).trim()));
    display.once('error', failed).once('exit', (code) => failed(new Error(`Xvfb ended: ${code}`)));
  });
  env = {
    ...environment,
    DISPLAY: `:${number}`,
    XDG_CONFIG_HOME: settings(),
    // Inside a container the sandbox cannot create namespaces.
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
    LIBGL_ALWAYS_SOFTWARE: '1',
    NO_AT_BRIDGE: '1',
  };
}

/** Settings of GTK: no animation, and a toolbar that does not widen the window of a phone. */
function settings() {
  const home = temporary();
  const gtk = join(home, 'gtk-3.0');
  mkdirSync(gtk);
  writeFileSync(join(gtk, 'settings.ini'), '[Settings]\ngtk-enable-animations=0\n');
  writeFileSync(join(gtk, 'gtk.css'), '* { min-width: 0; min-height: 0; padding: 0; margin: 0; font-size: 1px; }\n');
  return home;
}

function stop() {
  display?.removeAllListeners('exit').kill();
}

/** A window of that size with a new profile. Occasionally a driver starts its browser but cannot
 * connect to it; then the next attempt uses a new driver. */
async function open(size) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await openOnce(size);
    } catch (error) {
      if (error.name !== 'TimeoutError' || attempt === ATTEMPTS) throw error;
    }
  }
}

async function openOnce({ width, height }) {
  const port = await freePort();
  const driver = spawn('WebKitWebDriver', ['-p', String(port)], { stdio: 'ignore', env });
  const kill = () => driver.kill();
  process.on('exit', kill);
  await answering(port, driver);

  const ask = async (method, path, body, signal) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method, body: body && JSON.stringify(body), headers: { 'content-type': 'application/json' }, signal,
    });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  };
  const { sessionId } = await ask('POST', '/session', {
    capabilities: {
      alwaysMatch: {
        timeouts: { script: 60_000 },
        'webkitgtk:browserOptions': { binary: MINIBROWSER, args: ['--automation'] },
      },
    },
  }, AbortSignal.timeout(OPENING_MILLIS)).catch((error) => {
    process.off('exit', kill);
    kill();
    throw error;
  });
  const session = (method, path, body) => ask(method, `/session/${sessionId}${path}`, body);
  const evaluate = (work, ...args) => session('POST', '/execute/sync', {
    script: `return (${work})(...arguments)`, args,
  });
  const page = {
    goto: (url) => session('POST', '/url', { url }),
    evaluate,
    element: evaluate,
    click: (element) => session('POST', `/element/${element[ELEMENT]}/click`, {}),
    type: (element, text) => session('POST', `/element/${element[ELEMENT]}/value`, { text }),
    press: (key) => session('POST', '/actions', {
      actions: [{
        type: 'key', id: 'keys', actions: ['keyDown', 'keyUp'].map((type) => ({ type, value: KEYS[key] ?? key })),
      }],
    }),
    close: async () => {
      await session('DELETE', '');
      process.off('exit', kill);
      kill();
    },
  };
  // The window has a toolbar above the page.
  await session('POST', '/window/rect', { width, height });
  const [across, down] = await evaluate(() => [outerWidth - innerWidth, outerHeight - innerHeight]);
  await session('POST', '/window/rect', { width: width + across, height: height + down });
  return page;
}

export const webkit = { name: 'WebKit', start, stop, open };
