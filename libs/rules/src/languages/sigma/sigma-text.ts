import type { GlobToken } from '../../condition/condition.js';

/** A Sigma string: literal runs and the wildcards `*` and `?` between them. */
export type SigmaText = readonly GlobToken[];

/**
 * Reads the wildcards of a string. A backslash before `*`, `?` or another backslash takes its meaning away; before any
 * other character it is itself.
 */
export function parseSigmaText(source: string): SigmaText {
  const tokens: GlobToken[] = [];
  let literal = '';
  const flush = (): void => {
    if (literal !== '') tokens.push({ kind: 'literal', text: literal });
    literal = '';
  };
  for (let at = 0; at < source.length; at++) {
    const character = source.charAt(at);
    const next = source.charAt(at + 1);
    if (character === '\\' && (next === '*' || next === '?' || next === '\\')) {
      literal += next;
      at += 1;
    } else if (character === '*' || character === '?') {
      flush();
      tokens.push({ kind: character === '*' ? 'any' : 'one' });
    } else literal += character;
  }
  flush();
  return collapsed(tokens);
}

/** The text where it has no wildcard; undefined where it has one. */
export function plainText(text: SigmaText): string | undefined {
  if (text.length === 0) return '';
  const [only] = text;
  return text.length === 1 && only?.kind === 'literal' ? only.text : undefined;
}

/** The text with a wildcard before it, behind it, or both. */
export function surrounded(text: SigmaText, before: boolean, behind: boolean): SigmaText {
  const any = { kind: 'any' } as const;
  return collapsed([...(before ? [any] : []), ...text, ...(behind ? [any] : [])]);
}

/** Neighbouring literals as one, and `**` as `*`. */
export function collapsed(tokens: readonly GlobToken[]): SigmaText {
  const result: GlobToken[] = [];
  for (const token of tokens) {
    const last = result.at(-1);
    if (token.kind === 'literal' && last?.kind === 'literal') {
      result[result.length - 1] = { kind: 'literal', text: last.text + token.text };
    } else if (token.kind !== 'any' || last?.kind !== 'any') result.push(token);
  }
  return result;
}
