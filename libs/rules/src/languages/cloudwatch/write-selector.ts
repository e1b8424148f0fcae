import type { LeafPath } from '../../condition/condition.js';

/** The path as a selector, `$.a['b c'][0]`; undefined for what a selector cannot name. */
export function writeSelector(path: LeafPath): string | undefined {
  if (path.root !== 'record' || path.take !== undefined || path.keyCase === 'fold' || path.segments.length === 0) {
    return undefined;
  }
  let text = '$';
  for (const segment of path.segments) {
    if (typeof segment === 'number') text += `[${segment}]`;
    else if (typeof segment === 'object') return undefined;
    else if (/^[A-Za-z0-9_-]+$/.test(segment)) text += `.${segment}`;
    else if (/^[^'\r\n]{1,256}$/.test(segment)) text += `['${segment}']`;
    else return undefined;
  }
  return text;
}
