import type { GlobToken } from '../../condition/condition.js';

/** The text of a term without wildcards; undefined for one that has some. */
export function literalText(glob: readonly GlobToken[]): string | undefined {
  let text = '';
  for (const token of glob) {
    if (token.kind !== 'literal') return undefined;
    text += token.text;
  }
  return text;
}
