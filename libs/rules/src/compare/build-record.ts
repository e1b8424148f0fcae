import type { FieldPath } from '@trailhound/cloudtrail';
import type { Given } from './field-domain.js';

/**
 * A record that holds what its fields are given, or undefined where they contradict each other: a field cannot lie
 * inside a text. Names are set as own members whatever they are.
 */
export function buildRecord(
  fields: readonly { readonly path: FieldPath; readonly given: Given }[],
): Record<string, unknown> | undefined {
  const record: Record<string, unknown> = {};
  const values = fields.flatMap(({ path, given }) => (given.kind === 'value' ? [{ path, value: given.value }] : []));
  values.sort((a, b) => a.path.segments.length - b.path.segments.length);
  for (const { path, value } of values) if (!setAt(record, path, JSON.parse(JSON.stringify(value)))) return undefined;
  return record;
}

function setAt(record: Record<string, unknown>, path: FieldPath, value: unknown): boolean {
  const names = namesOf(path);
  const last = names?.pop();
  if (!names || last === undefined) return false;
  let at: Record<string, unknown> = record;
  for (const name of names) {
    if (!Object.hasOwn(at, name)) define(at, name, {});
    const next: unknown = at[name];
    if (typeof next !== 'object' || next === null || Array.isArray(next)) return false;
    at = next as Record<string, unknown>;
  }
  if (Object.hasOwn(at, last)) return false;
  define(at, last, value);
  return true;
}

/** Member names only, and the envelope's `detail` is the record itself; anything else is beyond a record made up here. */
function namesOf({ root, segments }: FieldPath): string[] | undefined {
  const names = segments.filter((segment): segment is string => typeof segment === 'string');
  if (names.length !== segments.length || root === 'enriched') return undefined;
  if (root === 'record') return names;
  return names[0] === 'detail' && names.length > 1 ? names.slice(1) : undefined;
}

function define(target: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}
