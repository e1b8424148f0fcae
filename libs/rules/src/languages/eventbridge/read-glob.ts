import type { GlobToken } from '../../condition/condition.js';
import type { SourcePath } from '../../source/source-document.js';
import type { PatternReader } from './pattern-reader.js';

/** Most `*` of one wildcard whose parts begin alike; EventBridge refuses more as too complex. */
const maxAlikeStars = 5;

/**
 * The text of a `wildcard`: `*` is any run of characters, `\*` and `\\` are a star and a backslash. Two stars in a row and
 * any other escape are refused, as EventBridge refuses them.
 */
export function readGlob(reader: PatternReader, text: string, at: SourcePath): readonly GlobToken[] | undefined {
  const glob: GlobToken[] = [];
  let literal = '';
  const flush = () => {
    if (literal !== '') glob.push({ kind: 'literal', text: literal });
    literal = '';
  };
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === '\\') {
      index += 1;
      const escaped = text.charAt(index);
      if (escaped !== '*' && escaped !== '\\') {
        const message = 'in a wildcard a backslash stands before "*" or another backslash only';
        return reader.refuse('E-EB-WILDCARD', message, at, 'double the backslash');
      }
      literal += escaped;
    } else if (character !== '*') {
      literal += character;
    } else {
      flush();
      if (glob.at(-1)?.kind === 'any') {
        return reader.refuse('E-EB-WILDCARD', 'a wildcard has two "*" in a row', at, 'write one "*"');
      }
      glob.push({ kind: 'any' });
    }
  }
  flush();
  return isTooComplex(glob)
    ? reader.refuse('E-EB-WILDCARD', 'EventBridge refuses this wildcard as too complex', at, 'use fewer "*"')
    : glob;
}

/** Many stars followed by texts that begin alike: what EventBridge's own limit on complexity is about. */
function isTooComplex(glob: readonly GlobToken[]): boolean {
  const stars = glob.filter(({ kind }) => kind === 'any').length;
  if (stars <= maxAlikeStars) return false;
  const heads = glob.flatMap((token, index) =>
    token.kind === 'literal' && glob[index - 1]?.kind === 'any' ? [token.text.charAt(0)] : [],
  );
  return new Set(heads).size < heads.length;
}

/** The glob as a pattern writes it. */
export function writeGlob(glob: readonly GlobToken[]): string | undefined {
  let text = '';
  for (const token of glob) {
    if (token.kind === 'one') return undefined;
    text += token.kind === 'any' ? '*' : token.text.replace(/[\\*]/g, '\\$&');
  }
  return text;
}
