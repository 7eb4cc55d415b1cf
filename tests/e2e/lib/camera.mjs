// A simulated camera that films a picture.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { launch } from './browser.mjs';
import { temporary } from './place.mjs';

const [WIDTH, HEIGHT] = [1280, 720];

/** A corner of a printed page as the camera sees it, as grey pixels. */
function corner(pdf) {
  const out = join(temporary(), 'corner');
  const part = ['-x', '0', '-y', '0', '-W', String(WIDTH), '-H', String(HEIGHT)];
  execFileSync('pdftoppm', ['-r', '220', '-gray', '-singlefile', ...part, pdf, out]);
  const bytes = readFileSync(`${out}.pgm`);
  return bytes.subarray(bytes.length - WIDTH * HEIGHT);
}

/** Writes a video of one grey picture, which Chromium plays in place of a camera. */
function film(pixels) {
  const file = join(temporary(), 'camera.y4m');
  const colors = Buffer.alloc((WIDTH * HEIGHT) / 2, 128);
  const frame = [Buffer.from('FRAME\n'), pixels, colors];
  const head = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420\n`);
  writeFileSync(file, Buffer.concat([head, ...frame, ...frame]));
  return file;
}

/** A browser whose camera shows the corner of a printed page, or plain grey. */
export function launchWithCamera(pdf) {
  const pixels = pdf ? corner(pdf) : Buffer.alloc(WIDTH * HEIGHT, 180);
  return launch([
    '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film(pixels)}`,
  ]);
}

/** Records the camera's streams in the page, as `window.streams`. */
export function noteStreams(page) {
  return page.addInitScript(() => {
    window.streams = [];
    const devices = navigator.mediaDevices;
    if (!devices) return;
    const ask = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (how) => {
      const stream = await ask(how);
      window.streams.push(stream);
      return stream;
    };
  });
}

/** Waits until every recorded stream has ended. */
export function allOff(page) {
  return page.waitForFunction(() => window.streams.length > 0
    && window.streams.flatMap((it) => it.getTracks()).every((it) => it.readyState === 'ended'));
}
