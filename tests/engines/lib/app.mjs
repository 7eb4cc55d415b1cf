// The app with an error reporter in its pages, and a host that collects its reports.

import { copyFileSync, cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { APP, temporary } from '../../e2e/lib/place.mjs';

const WATCH = fileURLToPath(new URL('watch.js', import.meta.url));
const FIRST_META = /<meta charset[^>]*>/;

/** The built app with the error reporter; its pages also name the version. */
export function watchedApp(version = '1') {
  const app = temporary();
  cpSync(APP, app, { recursive: true });
  copyFileSync(WATCH, join(app, 'watch.js'));
  const added = `<script src="{{ site_root }}watch.js"></script><meta name="version" content="${version}">`;
  for (const page of readdirSync(app).filter((it) => it.endsWith('.html'))) {
    const html = readFileSync(join(app, page), 'utf8');
    if (!FIRST_META.test(html)) continue;
    writeFileSync(join(app, page), html.replace(FIRST_META, (meta) => meta + added));
  }
  return app;
}

/** Collects the reports from a host's pages in `host.errors`. */
export function listen(host) {
  host.errors = [];
  host.reply = (url, response) => {
    if (url !== '/errors') return false;
    const chunks = [];
    response.req.on('data', (chunk) => chunks.push(chunk));
    response.req.on('end', () => {
      host.errors.push(Buffer.concat(chunks).toString());
      response.writeHead(204).end();
    });
    return true;
  };
  return host;
}
