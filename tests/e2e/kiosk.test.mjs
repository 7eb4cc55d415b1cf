// The display as docs/kiosk.md sets it up: the unit's command and settings, on a virtual screen.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createInterface } from 'node:readline';

import { CHROMIUM, ROOT, SMALL, temporary } from './lib/place.mjs';
import { keygen, publish } from './lib/publish.mjs';
import { serve } from './lib/server.mjs';

const KIOSK = join(ROOT, 'kiosk');
const INSTALLED = '/usr/local/lib/hallboard';
/** The timeout of each step. */
const MOST_MILLIS = 120_000;
const STANDS_STILL = '<!doctype html><html data-heartbeat="2026-11-23T04:00:00Z">still';

let host;
let screen;
let kiosk;

before(async () => {
  host = await serve(publish({ ledger: SMALL, key: keygen(), now: new Date().toISOString() }));
  // A service worker's cache would hide what is tested here; for it see `offline.test.mjs`.
  host.tamper.set('sw.js', () => null);
  screen = await virtualScreen();
  kiosk = start(screen.display);
});
after(async () => {
  await ended(kiosk);
  await ended(screen?.server);
  await host?.close();
});

/** An X server on a virtual screen whose picture is a file. */
async function virtualScreen() {
  const folder = temporary();
  const options = ['-screen', '0', '1280x720x24', '-nolisten', 'tcp', '-nocursor', '-fbdir', folder];
  const server = spawn('Xvfb', [...options, '-displayfd', '1'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [number] = await once(createInterface({ input: server.stdout }), 'line');
  return { server, display: `:${number}`, picture: join(folder, 'Xvfb_screen0') };
}

function once(emitter, event) {
  return new Promise((done, failed) => {
    emitter.once(event, (...values) => done(values));
    emitter.once('error', failed);
  });
}

async function ended(child) {
  if (child?.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, 'exit');
}

/** The values of a setting in a file; without a name, all its settings as lines. */
function settings(file, name) {
  const lines = readFileSync(join(KIOSK, file), 'utf8').split('\n');
  const start = name ? `${name}=` : '';
  return lines.filter((it) => it && !it.startsWith('#') && it.startsWith(start))
    .map((it) => it.slice(start.length));
}

/** Starts the unit's command, with the unit's settings and those of the sample configuration. */
function start(display) {
  const unit = 'hallboard-kiosk.service';
  const pairs = [...settings(unit, 'Environment'), ...settings('hallboard-kiosk.conf')];
  const sample = Object.fromEntries(pairs.map((it) => it.split(/=(.*)/s, 2)));
  const root = process.getuid() === 0 ? ' --no-sandbox' : '';
  const env = {
    PATH: process.env.PATH,
    HOME: temporary(),
    ...sample,
    DISPLAY: display,
    HALLBOARD_CHROMIUM: CHROMIUM,
    HALLBOARD_FLAGS: `--disable-gpu${root}`,
    HALLBOARD_PROFILE: join(temporary(), 'profile'),
    HALLBOARD_URL: host.url + new URL(sample.HALLBOARD_URL).search,
    HALLBOARD_CHECK_SECONDS: '0.5',
    HALLBOARD_ANSWER_SECONDS: '6',
    HALLBOARD_PATIENCE_SECONDS: '5',
  };
  const [command] = settings(unit, 'ExecStart');
  const [program, ...words] = command.replace(INSTALLED, KIOSK).split(' ');
  const child = spawn(program, words, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  child.said = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (line.startsWith('watch: ')) child.said.push(line);
  });
  return child;
}

/** The share of the screen that has the colour, whether its corners have it, and the number of
 * other colours. */
function seen(colour) {
  const file = readFileSync(screen.picture);
  const field = (index) => file.readUInt32BE(4 * index);
  const [header, width, height, line, colours] = [0, 4, 5, 12, 19].map(field);
  const pixelAt = (x, y) => file.readUInt32LE(header + 12 * colours + y * line + 4 * x) & 0xffffff;
  const others = new Set();
  let count = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const pixel = pixelAt(x, y);
      if (pixel === colour) count += 1;
      else others.add(pixel);
    }
  }
  const corners = [[0, 0], [width - 1, 0], [0, height - 1], [width - 1, height - 1]];
  const filled = corners.every(([x, y]) => pixelAt(x, y) === colour);
  return { share: count / (width * height), filled, others: others.size };
}

/** Whether the board fills the screen: its background, with much text on it. */
function boardIsSeen() {
  const shell = readFileSync(join(host.folder, 'index.html'), 'utf8');
  const papers = [...shell.matchAll(/name="theme-color" content="#([0-9A-F]{6})"/gi)];
  return papers.some(([, paper]) => {
    const { share, filled, others } = seen(Number.parseInt(paper, 16));
    return filled && share > 0.3 && others > 100;
  });
}

async function until(what, holds) {
  for (const end = Date.now() + MOST_MILLIS; !holds();) {
    assert.ok(Date.now() < end, `${what}\n${kiosk.said.join('\n')}\n${JSON.stringify(seen(0))}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** The descendants of the kiosk's process, with their command lines. */
function processes() {
  const all = readdirSync('/proc').filter((it) => /^\d+$/.test(it)).flatMap((pid) => {
    try {
      const parent = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')[1];
      return [{ pid: Number(pid), parent: Number(parent), call: readFileSync(`/proc/${pid}/cmdline`, 'utf8') }];
    } catch {
      return [];
    }
  });
  const below = [kiosk.pid];
  for (const parent of below) {
    below.push(...all.filter((it) => it.parent === parent).map((it) => it.pid));
  }
  return all.filter((it) => below.includes(it.pid) && it.pid !== kiosk.pid);
}

/** The address that `screen` opens for an address in the configuration. */
function opened(address) {
  const chromium = '/bin/echo';
  const env = { PATH: process.env.PATH, HALLBOARD_URL: address, HALLBOARD_PROFILE: '/nowhere', HALLBOARD_CHROMIUM: chromium };
  const folder = temporary();
  copyFileSync(join(KIOSK, 'screen'), join(folder, 'screen'));
  writeFileSync(join(folder, 'watch'), '#!/bin/sh\nfor last; do :; done\nprintf %s "$last"\n', { mode: 0o755 });
  return execFileSync(join(folder, 'screen'), { env, encoding: 'utf8' });
}

const visits = () => host.requests.filter((it) => it === '/').length;

/** Disturbs the display, and waits until it shows the board again. */
async function comesBack(what, work) {
  const before = visits();
  work();
  await until(`the board is loaded again after ${what}`, () => visits() > before);
  await until(`the board is seen after ${what}`, boardIsSeen);
}

/** Fails unless the watchdog logs a message during the work. */
async function isTold(work) {
  const lines = kiosk.said.length;
  await work();
  assert.ok(kiosk.said.length > lines, 'the watchdog says what it does');
}

test('the board is opened as a shared screen, with old configurations as well', () => {
  const [sample] = settings('hallboard-kiosk.conf', 'HALLBOARD_URL');
  assert.match(new URL(sample).search, /^\?wall=1$/);
  for (const [address, expected] of [
    [sample, sample],
    ['http://localhost:8080/', 'http://localhost:8080/?wall=1'],
    ['https://hall.example/board/?lang=zh', 'https://hall.example/board/?lang=zh&wall=1'],
    ['https://hall.example/?lang=zh&wall=1', 'https://hall.example/?lang=zh&wall=1'],
    ['https://hall.example/?wall=0', 'https://hall.example/?wall=0'],
  ]) {
    assert.equal(opened(address), expected);
  }
});

test('the board is on the screen, and nothing else', async () => {
  await until('the board is seen', boardIsSeen);
  assert.deepEqual(kiosk.said, []);
});

test('a killed renderer is restarted', () => isTold(() => comesBack('the kill', () => {
  const renderers = processes().filter((it) => it.call.includes('--type=renderer'));
  assert.ok(renderers.length > 0);
  for (const { pid } of renderers) process.kill(pid, 'SIGKILL');
})));

test('a killed browser is restarted', () => isTold(() => comesBack('the kill', () => {
  const [browser] = processes().filter((it) => it.parent === kiosk.pid);
  process.kill(browser.pid, 'SIGKILL');
})));

test('a page whose heartbeat stops is loaded again', async () => {
  host.tamper.set('index.html', () => Buffer.from(STANDS_STILL));
  const [browser] = processes().filter((it) => it.parent === kiosk.pid);
  process.kill(browser.pid, 'SIGKILL');
  const still = () => kiosk.said.some((it) => it.includes('it stands still; loading'));
  await until('it is noticed', still);
  // The request of the reload may already be counted, so the test looks at the screen.
  assert.ok(!boardIsSeen());
  host.tamper.delete('index.html');
  await until('the board is seen after standing still', boardIsSeen);
});

test('the board comes back after its server was down', async () => {
  const [browser] = processes().filter((it) => it.parent === kiosk.pid);
  const port = Number(new URL(host.url).port);
  await host.close();
  process.kill(browser.pid, 'SIGKILL');
  await until('an error page is loaded again', () => kiosk.said.some((it) => it.includes('chrome-error:')));
  host = await serve(host.folder, { port });
  await until('the board is seen', boardIsSeen);
});
