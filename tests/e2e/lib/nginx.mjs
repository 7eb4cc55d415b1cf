// The real nginx with the configuration snippet that a publication includes, on a loopback port.

import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';

import { temporary } from './place.mjs';

/** Serves the site under `prefix` and returns `{ url, close }`. */
export async function nginx(site, { prefix = '/' } = {}) {
  const home = temporary();
  const root = join(home, 'root');
  cpSync(site, join(root, prefix), { recursive: true });
  mkdirSync(join(home, 'tmp'));
  const port = await freePort();
  writeFileSync(join(home, 'nginx.conf'), configuration({ home, root, site, prefix, port }));
  const args = ['-p', home, '-c', join(home, 'nginx.conf'), '-e', join(home, 'error.log')];
  const child = spawn('nginx', args, { stdio: 'inherit' });
  const stop = () => child.kill('SIGTERM');
  process.on('exit', stop);
  await answering(port, child);
  const close = () => new Promise((closed) => {
    process.off('exit', stop);
    child.once('exit', closed);
    stop();
  });
  return { url: `http://127.0.0.1:${port}${prefix}`, close };
}

/** The configuration snippet of a publication. */
function snippet(site) {
  return join(site, 'hallboard-nginx.conf');
}

function configuration({ home, root, site, prefix, port }) {
  const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `
daemon off;
worker_processes 1;
pid ${home}/nginx.pid;
${process.getuid() === 0 ? 'user root;' : ''}
events {}
http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  access_log ${home}/access.log;
  ${folders.map((it) => `${it}_temp_path ${home}/tmp/${it};`).join('\n  ')}
  server {
    listen 127.0.0.1:${port};
    root ${root};
    location ${prefix} {
      include ${snippet(site)};
    }
  }
}
`;
}

/** A free port. */
export function freePort() {
  return new Promise((found, failed) => {
    const server = createServer().once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });
}

/** Waits until the port accepts connections; fails if the child process ends first. */
export async function answering(port, child) {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${child.spawnfile} ended with ${child.exitCode}`);
    if (await reachable(port)) return;
    await new Promise((again) => setImmediate(again));
  }
}

function reachable(port) {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => done(false));
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
  });
}
