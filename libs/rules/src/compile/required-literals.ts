import type { GlobToken } from '../condition/condition.js';
import { minLiteralLength } from './literal-table.js';

/** The longest text that every text contains which the glob accepts; undefined where that is too short to look for. */
export function literalOfGlob(glob: readonly GlobToken[]): string | undefined {
  return longest(glob.flatMap((token) => (token.kind === 'literal' ? [token.text] : [])));
}

/**
 * Texts one of which every text contains that the pattern (RE2 syntax) finds; undefined where it need not contain any.
 * Understands plain characters, escaped punctuation, groups, alternatives and what may repeat; whatever else stands in a
 * pattern ends a literal, or, where it could change what the rest means, makes it give up.
 */
export function literalsOfRegex(source: string): readonly string[] | undefined {
  if (source.includes('\\Q')) return undefined;
  const reader: Reader = { source, at: 0 };
  const found = alternatives(reader);
  return reader.at === source.length ? found?.literals : undefined;
}

interface Reader {
  readonly source: string;
  at: number;
}

/** What a part of a pattern requires: one of `literals`; undefined: nothing is known. */
interface Part {
  readonly literals: readonly string[] | undefined;
}

function alternatives(reader: Reader): Part | undefined {
  const branches: Part[] = [];
  for (;;) {
    const branch = sequence(reader);
    if (branch === undefined) return undefined;
    branches.push(branch);
    if (reader.source[reader.at] !== '|') break;
    reader.at += 1;
  }
  const all = branches.flatMap(({ literals }) => literals ?? []);
  return { literals: branches.every(({ literals }) => literals !== undefined) ? all : undefined };
}

function sequence(reader: Reader): Part | undefined {
  const candidates: (readonly string[])[] = [];
  let run = '';
  const endRun = () => {
    if (run.length >= minLiteralLength) candidates.push([run]);
    run = '';
  };
  while (reader.at < reader.source.length && !'|)'.includes(reader.source.charAt(reader.at))) {
    const atom = readAtom(reader);
    if (atom === undefined) return undefined;
    const repeat = readRepeat(reader);
    if (repeat === 'unknown') return undefined;
    if (atom.kind === 'character' && repeat === 'once') run += atom.character;
    else {
      endRun();
      if (atom.kind === 'group' && repeat !== 'maybe' && atom.part.literals !== undefined) {
        candidates.push(atom.part.literals);
      }
    }
  }
  endRun();
  return { literals: candidates.toSorted((a, b) => shortest(b) - shortest(a))[0] };
}

type Atom =
  | { readonly kind: 'character'; readonly character: string }
  | { readonly kind: 'group'; readonly part: Part }
  | { readonly kind: 'other' };

function readAtom(reader: Reader): Atom | undefined {
  const { source } = reader;
  const character = String.fromCodePoint(source.codePointAt(reader.at) ?? 0);
  reader.at += character.length;
  switch (character) {
    case '(':
      return readGroup(reader);
    case '[':
      return readClass(reader);
    case '\\':
      return readEscape(reader);
    case '.':
    case '^':
    case '$':
      return { kind: 'other' };
    case '*':
    case '+':
    case '?':
    case '{':
      return undefined;
    default:
      return { kind: 'character', character };
  }
}

function readGroup(reader: Reader): Atom | undefined {
  const opening = /(?:\?:|\?P?<\w+>)?/y;
  opening.lastIndex = reader.at;
  reader.at += opening.exec(reader.source)?.[0].length ?? 0;
  // Flags change what follows.
  if (reader.source[reader.at] === '?') return undefined;
  const part = alternatives(reader);
  if (part === undefined || reader.source[reader.at] !== ')') return undefined;
  reader.at += 1;
  return { kind: 'group', part };
}

function readClass(reader: Reader): Atom | undefined {
  const inside = /\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]/y;
  inside.lastIndex = reader.at;
  const found = inside.exec(reader.source)?.[0];
  if (found === undefined) return undefined;
  reader.at += found.length;
  return { kind: 'other' };
}

function readEscape(reader: Reader): Atom | undefined {
  const escaped = reader.source.charAt(reader.at);
  reader.at += 1;
  if (/[^\w\s]/.test(escaped) && escaped.charCodeAt(0) < 0x80) return { kind: 'character', character: escaped };
  return /^[dDsSwWbBAz]$/.test(escaped) ? { kind: 'other' } : undefined;
}

/** How often what stands before may occur. */
function readRepeat(reader: Reader): 'once' | 'some' | 'maybe' | 'unknown' {
  const repeat = /(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/y;
  repeat.lastIndex = reader.at;
  const found = repeat.exec(reader.source);
  if (found === null) return reader.source[reader.at] === '{' ? 'unknown' : 'once';
  reader.at = repeat.lastIndex;
  if (/[*+?{]/.test(reader.source.charAt(reader.at))) return 'unknown';
  return found[0].startsWith('+') || Number(found[1] ?? 0) > 0 ? 'some' : 'maybe';
}

function shortest(literals: readonly string[]): number {
  return Math.min(...literals.map(({ length }) => length));
}

function longest(texts: readonly string[]): string | undefined {
  const [first] = texts.toSorted((a, b) => b.length - a.length);
  return first !== undefined && first.length >= minLiteralLength ? first : undefined;
}
