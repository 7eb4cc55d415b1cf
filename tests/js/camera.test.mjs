// Reading a code with the camera: it is read once, and the camera always stops.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { moduleOf, settle, source } from './lib/script.mjs';

let opened = 0;

/** A page that shows the camera; `codes` has the result of reading each picture. */
async function open({ codes = [], refused = false, glue } = {}) {
  opened += 1;
  const key = `hallboardCodes${opened}`;
  globalThis[key] = codes;
  const page = { track: { stopped: false, stop() { this.stopped = true; } }, events: [], observers: [] };
  const target = new EventTarget();
  const documentTarget = new EventTarget();
  const canvas = { width: 0, height: 0 };
  Object.assign(globalThis, {
    document: Object.assign(documentTarget, {
      body: {},
      createElement: () => ({ getContext: () => ({ canvas, drawImage() {}, getImageData: () => ({ data: [] }) }) }),
    }),
    addEventListener: target.addEventListener.bind(target),
    MutationObserver: class {
      constructor(callback) { page.changed = () => callback([], this); }

      observe() {}

      disconnect() { page.disconnected = true; }
    },
  });
  Object.defineProperty(globalThis, 'navigator', {
    configurable: true,
    value: {
      mediaDevices: {
        getUserMedia: async () => {
          if (refused) throw new Error('NotAllowedError');
          return { getTracks: () => [page.track] };
        },
      },
    },
  });
  page.video = Object.assign(new EventTarget(), { isConnected: true, videoWidth: 640, videoHeight: 480, async play() {}, srcObject: null });
  page.video.addEventListener('card', ({ detail }) => page.events.push(detail));
  const reader = moduleOf(`export default async () => {}; export const read = () => globalThis.${key}.shift();`);
  const { default: show } = await import(`${moduleOf(source('js/camera.js'))}//${opened}`);
  page.hide = () => documentTarget.dispatchEvent(new Event('visibilitychange'));
  page.done = show(page.video, glue ?? reader, 'scan.wasm');
  return page;
}

test('the first code is reported, and the camera is off', async () => {
  const page = await open({ codes: [undefined, undefined, 'a card', 'another'] });
  await page.done;
  assert.deepEqual(page.events, ['a card']);
  assert.ok(page.track.stopped);
  assert.equal(page.video.srcObject, null);
});

test('without a camera or a reader of codes only the failure is reported', async () => {
  for (const how of [{ refused: true }, { glue: moduleOf('throw new TypeError()') }]) {
    const page = await open(how);
    await page.done;
    assert.deepEqual(page.events, [null]);
    if (!how.refused) assert.ok(page.track.stopped);
  }
});

test('the camera stops when the page is hidden', async () => {
  const page = await open();
  await settle();
  page.hide();
  await page.done;
  assert.deepEqual([page.events, page.track.stopped], [[false], true]);
});

test('the camera stops without an event when its element is removed', async () => {
  const page = await open();
  await settle();
  page.video.isConnected = false;
  page.changed();
  await page.done;
  assert.deepEqual([page.events, page.track.stopped], [[], true]);
});
