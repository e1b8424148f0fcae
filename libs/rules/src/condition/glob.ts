import type { GlobToken } from './condition.js';

/** A piece of a glob between two `*`: literal texts, null where a `?` stands. */
interface Piece {
  readonly parts: readonly (string | null)[];
  readonly minLength: number;
  readonly maxLength: number;
}

/**
 * Compiles a glob to a test of the whole text. `*` is any run of characters, `?` exactly one (a surrogate pair counts as
 * one). Each piece between stars is looked for once from left to right, so that no text makes it backtrack.
 */
export function compileGlob(glob: readonly GlobToken[], fold = false): (text: string) => boolean {
  const pieces = split(fold ? glob.map(lower) : glob);
  const test = pieces.length === 1 ? whole(pieces) : segmented(pieces);
  return fold ? (text) => test(text.toLowerCase()) : test;
}

/** The glob a text with wildcards stands for: `*` any run, `?` one character, everything else itself. */
export function parseGlob(text: string, any = '*', one = '?'): GlobToken[] {
  const glob: GlobToken[] = [];
  let literal = '';
  const flush = () => {
    if (literal !== '') glob.push({ kind: 'literal', text: literal });
    literal = '';
  };
  for (const character of text) {
    if (character !== any && character !== one) {
      literal += character;
      continue;
    }
    flush();
    const kind = character === any ? 'any' : 'one';
    if (kind === 'one' || glob.at(-1)?.kind !== 'any') glob.push({ kind });
  }
  flush();
  return glob;
}

/** The glob as people write it. */
export function formatGlob(glob: readonly GlobToken[]): string {
  return glob.map((token) => (token.kind === 'literal' ? token.text : token.kind === 'any' ? '*' : '?')).join('');
}

function lower(token: GlobToken): GlobToken {
  return token.kind === 'literal' ? { kind: 'literal', text: token.text.toLowerCase() } : token;
}

function split(glob: readonly GlobToken[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let parts: (string | null)[] = [];
  const flush = () => {
    const literal = parts.reduce((sum, part) => sum + (part?.length ?? 0), 0);
    const ones = parts.filter((part) => part === null).length;
    pieces.push({ parts, minLength: literal + ones, maxLength: literal + 2 * ones });
    parts = [];
  };
  for (const token of glob) {
    if (token.kind === 'any') flush();
    else parts.push(token.kind === 'literal' ? token.text : null);
  }
  flush();
  return pieces;
}

function whole([piece]: readonly Piece[]): (text: string) => boolean {
  return (text) => piece !== undefined && endOf(piece, text, 0) === text.length;
}

function segmented(pieces: readonly Piece[]): (text: string) => boolean {
  const first = pieces[0];
  const last = pieces.at(-1);
  const middle = pieces.slice(1, -1);
  return (text) => {
    if (first === undefined || last === undefined) return false;
    let at = endOf(first, text, 0);
    for (const piece of middle) {
      if (at < 0) return false;
      at = find(piece, text, at);
    }
    return at >= 0 && endsWith(last, text, at);
  };
}

/** Where the piece ends when it stands at `start`; -1 when it does not. */
function endOf(piece: Piece, text: string, start: number): number {
  let at = start;
  for (const part of piece.parts) {
    if (part === null) {
      if (at >= text.length) return -1;
      at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
    } else {
      if (!text.startsWith(part, at)) return -1;
      at += part.length;
    }
  }
  return at;
}

/** Where the leftmost occurrence of the piece from `from` on ends; -1 without one. */
function find(piece: Piece, text: string, from: number): number {
  const [only] = piece.parts;
  if (piece.parts.length === 0) return from;
  if (piece.parts.length === 1 && typeof only === 'string') {
    const at = text.indexOf(only, from);
    return at < 0 ? -1 : at + only.length;
  }
  for (let start = from; start + piece.minLength <= text.length; start++) {
    const end = endOf(piece, text, start);
    if (end >= 0) return end;
  }
  return -1;
}

function endsWith(piece: Piece, text: string, from: number): boolean {
  const lowest = Math.max(from, text.length - piece.maxLength);
  for (let start = lowest; start <= text.length - piece.minLength; start++) {
    if (endOf(piece, text, start) === text.length) return true;
  }
  return false;
}
