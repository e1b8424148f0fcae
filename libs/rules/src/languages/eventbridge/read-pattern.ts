import type { SourcePath } from '../../source/source-document.js';
import type { NamedValues } from '../language.js';
import { type PatternProblem, PatternReader } from './pattern-reader.js';
import { readMatch, reservedWords } from './read-match.js';
import type { EventPattern, Field, PlacedMatch } from './syntax.js';

/** A pattern as read, with everything wrong about it; it is whole only without problems. */
export interface ReadPattern {
  readonly pattern: EventPattern;
  readonly problems: readonly PatternProblem[];
}

/** Deepest nesting of a pattern. */
const maxDepth = 64;

/**
 * Reads an event pattern. Total: any plain data gives a pattern or problems with the codes `E-EB-…`, `E-VALUE-UNKNOWN`,
 * `E-LIMIT`. `lexemeAt` answers how the scalar at a path was typed.
 */
export function readPattern(
  value: unknown,
  values: NamedValues = {},
  lexemeAt: (at: SourcePath) => string | undefined = () => undefined,
): ReadPattern {
  const reader = new PatternReader(values, lexemeAt);
  if (!isMapping(value)) {
    reader.refuse(
      'E-EB-NOT-A-PATTERN',
      'an event pattern is a mapping of fields to lists',
      [],
      'write {"detail": {…}}',
    );
    return { pattern: { parts: [] }, problems: reader.problems };
  }
  const pattern = readObject(reader, value, [], []);
  return { pattern, problems: reader.problems };
}

type Parts = EventPattern['parts'][number][];

function readObject(
  reader: PatternReader,
  object: Readonly<Record<string, unknown>>,
  at: SourcePath,
  names: readonly string[],
): EventPattern {
  const parts: Parts = [];
  const entries = Object.entries(object);
  if (entries.length === 0) reader.refuse('E-EB-EMPTY', `${nameOf(names)} is an empty mapping`, at, 'remove it');
  if (at.length > maxDepth) {
    reader.refuse('E-LIMIT', `the pattern nests more than ${maxDepth} deep`, at);
    return { parts };
  }
  for (const [key, value] of entries) {
    const here = [...at, key];
    if (key === '$or' && isOr(value)) {
      const alternatives = value.map((member, index) => readObject(reader, member, [...here, index], names));
      parts.push({ kind: 'or', of: alternatives });
      continue;
    }
    const deeper = [...names, ...key.split('.')];
    if (isMapping(value)) parts.push(...readObject(reader, value, here, deeper).parts);
    else if (Array.isArray(value)) parts.push(readField(reader, value, here, deeper));
    else refuseScalar(reader, value, here, deeper);
  }
  return { parts };
}

function readField(reader: PatternReader, list: readonly unknown[], at: SourcePath, names: readonly string[]): Field {
  const members = reader.members(list, { at });
  if (members.length === 0 && (list.length === 0 || reader.problems.length === 0)) {
    reader.refuse('E-EB-EMPTY', `${nameOf(names)} has an empty list, which nothing matches`, at, 'list what it may be');
  }
  const matches = members
    .map((member): PlacedMatch | undefined => {
      const match = readMatch(reader, member);
      return match && { ...match, at: member.at };
    })
    .filter((match) => match !== undefined);
  return { kind: 'field', names, matches, at };
}

/** `$or` joins alternatives only where each is a mapping of fields; elsewhere it is a field like any other. */
function isOr(value: unknown): value is readonly Readonly<Record<string, unknown>>[] {
  return (
    Array.isArray(value) &&
    value.length >= 2 &&
    value.every((member) => isMapping(member) && Object.keys(member).every((key) => !reservedWords.has(key)))
  );
}

function refuseScalar(reader: PatternReader, value: unknown, at: SourcePath, names: readonly string[]): void {
  const fix = `write [${JSON.stringify(value)}]`;
  reader.refuse('E-EB-NO-LIST', `${nameOf(names)} has a value outside of a list`, at, fix);
}

function nameOf(names: readonly string[]): string {
  return names.length === 0 ? 'the pattern' : names.join('.');
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
