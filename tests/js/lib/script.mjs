// Runs a script of the app with fake globals.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';

const ROOT = new URL('../../../', import.meta.url);

export const source = (path) => readFileSync(new URL(path, ROOT), 'utf8');

/** A module as the bundler concatenates it: its exports become constants, and its imports are
 * constants of earlier modules. */
function bundled(module) {
  const names = [...module.matchAll(/^export const (\w+)/gm)].map(([, name]) => name).join(', ');
  const text = module.replaceAll(/^import .*;$/gm, '').replaceAll(/^export /gm, '');
  return names ? `const { ${names} } = (() => { ${text}; return { ${names} }; })();` : text;
}

/** Runs scripts in sequence, as if concatenated, with only these globals. A module must follow
 * those that it imports. */
export function run(paths, globals, rewrite = (text) => text) {
  const text = rewrite([paths].flat().map(source).map(bundled).join('\n'));
  const context = vm.createContext(globals);
  const filename = fileURLToPath(new URL([paths].flat()[0], ROOT));
  const importModuleDynamically = vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  new vm.Script(text, { filename, importModuleDynamically }).runInContext(context);
  return context;
}

/** The URL of a module with this text. */
export const moduleOf = (text) => `data:text/javascript,${encodeURIComponent(text)}`;

/** Lets all pending promises and immediate callbacks run. */
export async function settle() {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((next) => setImmediate(next));
}

/** Timers that run only when the test advances the clock. */
export class Clock {
  now = 0;
  #timers = new Map();
  #last = 0;

  #add(callback, millis, every) {
    this.#timers.set(++this.#last, { at: this.now + (millis ?? 0), callback, every });
    return this.#last;
  }

  setTimeout = (callback, millis) => this.#add(callback, millis);
  setInterval = (callback, millis, ...args) => this.#add(() => callback(...args), millis, millis);
  clearTimeout = (id) => this.#timers.delete(id);

  /** Advances the clock, and runs the timers that are due and their consequences. */
  async pass(millis) {
    await settle();
    const end = this.now + millis;
    for (;;) {
      const due = [...this.#timers].filter(([, it]) => it.at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
      if (!due) break;
      const [id, timer] = due;
      this.now = Math.max(this.now, timer.at);
      if (timer.every) timer.at += timer.every;
      else this.#timers.delete(id);
      timer.callback();
      await settle();
    }
    this.now = end;
  }
}
