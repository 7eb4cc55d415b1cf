// Paths of the built files; `cargo xtask test` sets them in the environment.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

const { env } = process;
export const HALLBOARD = env.HALLBOARD ?? join(ROOT, 'target/release/hallboard');
/** The app with the additional languages of the tests. */
export const TEST_APP = env.HALLBOARD_TEST_APP ?? join(ROOT, 'target/test-app');
export const APP = env.HALLBOARD_APP ?? join(ROOT, 'dist');
export const SAMPLE = env.HALLBOARD_SAMPLE ?? join(ROOT, 'target/sample/ledger.json');
export const SMALL = join(ROOT, 'samples/small.json');
export const CHROMIUM = env.CHROMIUM ?? '/usr/bin/chromium';

const folders = [];
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A temporary folder, deleted when the test process ends. */
export function temporary() {
  const folder = mkdtempSync(join(tmpdir(), 'hallboard-e2e-'));
  folders.push(folder);
  return folder;
}
