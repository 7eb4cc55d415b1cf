// A feed by another program: written from docs/feed-format.md, signed by stock minisign.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { SMALL, temporary } from './place.mjs';
import { keygen, publish } from './publish.mjs';

const HALL = 'bridge-end';
const ROUTES = ['index.html', 'rules/index.html'];

const RULEBOOK = {
  from: '2020-01-01',
  score: { min: 0, max: 100, base: 60 },
  categories: [{
    id: 'yard', names: { en: 'Yard', 'zh-Hans': '庭院' }, star_points: [-4, -2, 0, 2, 4],
  }],
  deeds: [{ id: 'help', names: { en: 'Helping out', 'zh-Hans': '帮忙' }, points: 2.5 }],
  bands: [{ id: 'steady', names: { en: 'Steady', 'zh-Hans': '稳定' }, min: 50 }],
  rewards: [{ id: 'soap', names: { en: 'Bar of soap', 'zh-Hans': '香皂' }, cost: 2 }],
};

/** The data of another program: two people and a household. */
const SNAPSHOT = {
  format: 'hallboard-snapshot/2',
  hall: {
    id: HALL,
    names: { en: 'Bridge End hall', 'zh-Hans': '桥头礼堂' },
    time_zone: 'Asia/Shanghai',
  },
  as_of: '2026-11-23',
  display: { screen_inches: 55, reading_decimetres: 50 },
  rulebooks: [RULEBOOK],
  residents: { names: ['李娟', '王芳'], points: [12.25, 50] },
  history: { first: '2026-09', residents: [1], scores: [[98, 100]] },
  thanks: { residents: [0], deeds: ['help'], dates: ['2026-11-20'], points: [2.5] },
  households: {
    categories: ['yard'], names: [{ en: '1 Bridge End', 'zh-Hans': '桥头1号' }], stars: [[5]],
  },
  village: { first: '2026-09', means: [null, 71.4], taking_part: [null, 40], deeds: [null, null] },
  readings: { 李: ['li'], 娟: ['juan'], 王: ['wang'], 芳: ['fang'], 帮: ['bang'], 忙: ['mang'] },
};

/** The same in format 1, in which one of the two has fewer points from December on. */
function formatOne() {
  const { readings, ...snapshot } = SNAPSHOT;
  return {
    ...snapshot,
    format: 'hallboard-snapshot/1',
    residents: { ...snapshot.residents, steps: [[0, '2026-12-01', 7.5]] },
    village: { taking_part: 40, deeds_this_month: null, first: '2026-09', means: [null, 71] },
  };
}

const LISTED = [{ name: '李娟', score: '72.25' }, { name: '王芳', score: '100' }];

/** Snapshots by format, each with the rows that the board has to show, by day. */
export const SNAPSHOTS = {
  2: { snapshot: SNAPSHOT, shown: { '2026-11-23': LISTED, '2026-12-01': LISTED } },
  1: {
    snapshot: formatOne(),
    shown: {
      '2026-11-23': LISTED,
      '2026-12-01': [{ name: '李娟', score: '67.5' }, LISTED[1]],
    },
  },
};

function minisign(...args) {
  return execFileSync('minisign', args, { encoding: 'utf8', stdio: 'pipe' });
}

/** The app's pages with a feed of that snapshot, and pages that trust its key. */
export function siteOfAnotherProgram(snapshot) {
  const folder = temporary();
  const [pub, secret] = [join(folder, 'other.pub'), join(folder, 'other.key')];
  minisign('-G', '-W', '-f', '-p', pub, '-s', secret);
  const [comment, key] = readFileSync(pub, 'utf8').split('\n');
  const site = join(folder, 'site');
  cpSync(publish({ ledger: SMALL, key: keygen(), now: '2026-11-22T04:00:00Z' }), site, {
    recursive: true,
  });
  for (const route of ROUTES) trust(join(site, route), key);
  rmSync(join(site, 'feed'), { recursive: true });
  // Stock minisign omits leading zeros of a key's id in its comment.
  const id = comment.split(' ').at(-1).padStart(16, '0');
  cpSync(feed(snapshot, id, secret), join(site, 'feed'), { recursive: true });
  return site;
}

function trust(shell, key) {
  const meta = (page, name, content) =>
    page.replace(new RegExp(`(name="${name}"\\s+content=")[^"]*`), `$1${content}`);
  const page = readFileSync(shell, 'utf8');
  writeFileSync(shell, meta(meta(page, 'hallboard-hall', HALL), 'hallboard-key', key));
}

function feed(content, keyId, secret) {
  const out = temporary();
  const snapshot = Buffer.from(JSON.stringify(content));
  const sha256 = createHash('sha256').update(snapshot).digest('hex');
  const head = join(out, 'head.json');
  writeFileSync(join(out, `snapshot-${sha256}.json`), snapshot);
  writeFileSync(head, JSON.stringify({
    format: 'hallboard-head/1',
    hall: HALL,
    key: keyId,
    version: 1,
    issued: '2026-11-23T03:00:00Z',
    expires: '2026-12-07T03:00:00Z',
    snapshot: { sha256, length: snapshot.length },
  }));
  minisign('-S', '-s', secret, '-m', head);
  return out;
}
