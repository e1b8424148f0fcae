import type { SourcePath } from './source-document.js';

/** The value at `path` of plain data, own members only; undefined where there is none. */
export function valueAt(value: unknown, path: SourcePath): unknown {
  let here = value;
  for (const step of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined;
    here = (here as Record<string | number, unknown>)[step];
  }
  return here;
}
