// A plain static host: the files of a folder, `_headers`, no fallback to the start page.

import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

import { headersFor, readHeaders } from './headers.mjs';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

/**
 * Serves a folder on loopback under `prefix`, at any free port if none is given.
 *
 * `tamper` maps a path inside the site to a function that replaces the bytes of the file; `null`
 * stands for a missing file. `reply` is called first, with the URL and the response; it returns
 * true if it has handled the request. `date` returns the `Date` header, or `null` for none;
 * `adjust` may change the headers of a file. All of these may be changed at any time. `requests`
 * are the requested paths, `received` each request with its headers.
 */
export async function serve(folder, { prefix = '/', port = 0 } = {}) {
  const host = { folder, tamper: new Map(), reply: null, adjust: null, requests: [], received: [] };
  host.date = () => new Date().toUTCString();
  const server = createServer((request, response) => {
    host.received.push(JSON.stringify([request.method, request.url, request.rawHeaders]));
    response.sendDate = false;
    const date = host.date();
    if (date !== null) response.setHeader('date', date);
    if (host.reply?.(request.url, response)) return;
    answer(host, prefix, request).then(
      ({ status, headers, body }) => response.writeHead(status, headers).end(body),
      (error) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise((ready) => server.listen(port, '127.0.0.1', ready));
  host.url = `http://127.0.0.1:${server.address().port}${prefix}`;
  host.port = server.address().port;
  host.close = () => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  };
  return host;
}

async function answer(host, prefix, request) {
  const path = decodeURIComponent(new URL(request.url, 'http://host').pathname);
  host.requests.push(path);
  if (!path.startsWith(prefix)) return missing;
  const inside = path.slice(prefix.length);
  const name = inside === '' || inside.endsWith('/') ? `${inside}index.html` : inside;
  const bytes = await content(host, name);
  if (bytes === null) return missing;
  const headers = headersFor(readHeaders(host.folder), `/${inside}`);
  headers['content-type'] = TYPES[extname(name)] ?? 'application/octet-stream';
  host.adjust?.(headers, name);
  return { status: 200, headers, body: bytes };
}

const missing = { status: 404, headers: { 'content-type': 'text/plain' }, body: 'not found' };

async function content(host, name) {
  const file = join(host.folder, normalize(`/${name}`));
  const there = await stat(file).then((it) => it.isFile(), () => false);
  const bytes = there ? await readFile(file) : null;
  const change = [...host.tamper].find(([pattern]) => matches(pattern, name));
  return change ? change[1](bytes) : bytes;
}

function matches(pattern, name) {
  return typeof pattern === 'string' ? pattern === name : pattern.test(name);
}
