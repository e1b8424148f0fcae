import { type FieldPath, type RecordView, resolverOf } from '@trailhound/cloudtrail';
import { canonicalJson, type GroupValue } from '@trailhound/contracts';
import type { FieldRef } from '../rule.js';
import type { LeafPath } from './condition.js';
import { leafText } from './leaf-text.js';

/** The values a path reaches in a record. */
export type ReadValues = (record: RecordView) => readonly unknown[];

/** How conditions read a record; each prepares the reading of one path. */
export interface RecordReading {
  /** See {@link pathReader}. */
  values(path: LeafPath): ReadValues;
  /** The elements `elem` quantifies over: see `elementReader`. */
  elements(path: FieldPath): ReadValues;
}

/**
 * Prepares the reading of a path: every value it reaches, each reduced to the part of its text the path takes; what has
 * no such part is left out.
 */
export function pathReader(path: LeafPath): ReadValues {
  const resolve = resolverOf(path);
  return taking(path, (record) => resolve(record.root(path.root)));
}

/** Reads the part of the texts that the path takes, where `read` reads them whole. */
export function taking({ take }: LeafPath, read: ReadValues): ReadValues {
  if (take === undefined) return read;
  return (record) =>
    read(record)
      .map(lastArnSegment)
      .filter((part) => part !== undefined);
}

/**
 * The values of a field other than null, in document order: those of the first of its paths that reaches any, else its
 * constant, else none.
 */
export function fieldValues(field: Pick<FieldRef, 'paths' | 'constant'>, record: RecordView): readonly unknown[] {
  for (const path of field.paths) {
    const values = pathReader(path)(record).filter((value) => value !== null);
    if (values.length > 0) return values;
  }
  return field.constant === undefined ? [] : [field.constant];
}

/**
 * A field as the text that groups, titles and distinct counts use: a scalar as its text, several values or an object as
 * their canonical JSON. Null where the record has no value other than null.
 */
export function fieldText(field: Pick<FieldRef, 'paths' | 'constant'>, record: RecordView): GroupValue {
  const values = fieldValues(field, record);
  if (values.length === 0) return null;
  const [only] = values;
  return values.length === 1 ? (leafText(only) ?? canonicalJson(only)) : canonicalJson(values);
}

/** What follows the last `/` or `:` of a text; undefined for what is no text or ends there. */
function lastArnSegment(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const segment = value.slice(Math.max(value.lastIndexOf('/'), value.lastIndexOf(':')) + 1);
  return segment === '' ? undefined : segment;
}

/** Whether a path means the member `name` at the top of the record, however its language walks arrays. */
export function isTopLevel(path: FieldPath, name: string): boolean {
  return path.root === 'record' && path.segments.length === 1 && path.segments[0] === name;
}
