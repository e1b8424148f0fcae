import { readFileSync, statSync } from 'node:fs';

/**
 * Where the command starts, as a URL: the bundle that `scripts/bundle-command.mjs` makes, which loads in a fraction of the
 * time, if it was made of the modules as they were built last; else the modules. `cli` is the URL of this package's folder.
 */
export function commandEntry(cli) {
  const bundled = new URL('dist/bundled/', cli);
  return isOfLastBuild(bundled, new URL('../../', cli)) ? new URL('index.js', bundled) : new URL('dist/index.js', cli);
}

/** Whether a bundle is of the last build of every part that went into it. */
export function isOfLastBuild(bundled, root) {
  try {
    const builds = Object.entries(JSON.parse(readFileSync(new URL('built-of.json', bundled), 'utf8')));
    return builds.every(([record, mtimeMs]) => statSync(new URL(record, root)).mtimeMs === mtimeMs);
  } catch {
    return false; // there is none, it was left unfinished, or a part is gone
  }
}
