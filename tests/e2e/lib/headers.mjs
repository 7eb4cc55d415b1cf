// The part of the `_headers` format that static hosts share: a path, then indented lines.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The rules of the `_headers` file of a site. */
export function readHeaders(site) {
  const file = join(site, '_headers');
  if (!existsSync(file)) return [];
  const rules = [];
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    if (/^\s/.test(line)) {
      const at = line.indexOf(':');
      rules.at(-1).headers.push([line.slice(0, at).trim(), line.slice(at + 1).trim()]);
    } else {
      rules.push({ pattern: asPattern(line.trim()), headers: [] });
    }
  }
  return rules;
}

function asPattern(path) {
  const literal = path.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${literal}$`);
}

/** The headers of one path inside the site; a later rule wins over an earlier one. */
export function headersFor(rules, path) {
  const matching = rules.filter((rule) => rule.pattern.test(path));
  return Object.fromEntries(matching.flatMap((rule) => rule.headers));
}
