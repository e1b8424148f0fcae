import { compilePath, type Resolver } from '../compile-path.js';
import type { FieldPath, Segment } from '../field-path.js';
import { isPlainName } from './member-names.js';

/** How a path of the record is followed on bytes: by name as far as it can be, the rest on the value decoded there. */
export interface BytePath {
  /** Names of members inside one another, from the top; at least one. */
  readonly names: readonly string[];
  /** What remains of the path behind so many names: for a value on the way that is no object, and for the last. */
  readonly rest: readonly Resolver[];
  /** The path ends with the last of the names. */
  readonly isWhole: boolean;
  /** What follows the last of the names is found in arrays only. */
  readonly entersArray: boolean;
  /** A member's name may differ in case. */
  readonly isFolded: boolean;
  /** Names that would stand for several of the path's: at the depth of their first. */
  readonly dotted: readonly (readonly string[])[];
}

/** The members of the envelope that are members of the record, whole. */
const envelopeMembers: ReadonlyMap<Segment, string> = new Map([
  ['id', 'eventID'],
  ['account', 'recipientAccountId'],
  ['time', 'eventTime'],
  ['region', 'awsRegion'],
]);

/** The members of the record that the envelope, the record in it left aside, is made of. */
export const envelopeInputs = [
  'eventID',
  'recipientAccountId',
  'eventTime',
  'awsRegion',
  'eventSource',
  'eventType',
] as const;

/** Undefined where the path cannot be followed on bytes: then the record is parsed for it. */
export function bytePathOf(path: FieldPath): BytePath | undefined {
  const written = inRecord(path);
  if (written === undefined) return undefined;
  const segments = path.flattenDots ? splitDots(written) : written;
  const stop = segments.findIndex((segment) => typeof segment !== 'string' || !isPlainName(segment));
  const names = segments.slice(0, stop < 0 ? segments.length : stop).filter((segment) => typeof segment === 'string');
  if (names.length === 0) return undefined;
  // A dotted name may reach beyond the names that are followed: it is looked for all the same.
  const run = path.flattenDots ? namesFrom(segments) : [];
  const dotted = names.map((_, at) => joinedFrom(run, at));
  if (dotted.flat().some((name) => !isPlainName(name))) return undefined;
  return {
    names,
    dotted,
    isWhole: names.length === segments.length,
    entersArray: stop >= 0 && typeof segments[stop] !== 'string',
    rest: names.map((_, at) => compilePath({ ...path, root: 'record', segments: segments.slice(at + 1) })),
    isFolded: path.keyCase === 'fold',
  };
}

/** The segments of the same path from the record; undefined where it reaches what is computed. */
export function inRecord({ root, segments, flattenDots }: FieldPath): readonly Segment[] | undefined {
  if (root === 'record') return segments;
  if (root !== 'envelope' || segments.length === 0) return undefined;
  const [first, ...rest] = flattenDots ? splitDots(segments) : segments;
  if (first === 'detail') return rest;
  const member = first === undefined ? undefined : envelopeMembers.get(first);
  return member === undefined ? undefined : [member, ...rest];
}

function splitDots(segments: readonly Segment[]): readonly Segment[] {
  return segments.flatMap((segment): readonly Segment[] =>
    typeof segment === 'string' ? segment.split('.') : [segment],
  );
}

function namesFrom(segments: readonly Segment[]): readonly string[] {
  const stop = segments.findIndex((segment) => typeof segment !== 'string');
  return segments.slice(0, stop < 0 ? segments.length : stop).filter((segment) => typeof segment === 'string');
}

function joinedFrom(names: readonly string[], at: number): readonly string[] {
  return names.slice(at + 1).map((_, more) => names.slice(at, at + more + 2).join('.'));
}

/** Whether the path reads what the envelope adds to the record. */
export function isOfEnvelope({ root, segments }: FieldPath): boolean {
  const [first] = segments;
  return (
    root === 'envelope' &&
    typeof first === 'string' &&
    !first.toLowerCase().startsWith('detail.') &&
    first.toLowerCase() !== 'detail'
  );
}
