import type { FieldPath, RecordView, Segment } from '@trailhound/cloudtrail';
import { pathReader } from './field-value.js';

/** Arrays within arrays are walked this deep, as paths walk them. */
const maxArrayNesting = 64;

/**
 * Prepares the reading of the elements `elem` quantifies over. With `flattenDots` a member named `a.b` counts as `b` of
 * the elements of `a`: it belongs to each of them, and where there is none it makes one.
 */
export function elementReader(path: FieldPath): (record: RecordView) => readonly unknown[] {
  const read = pathReader(path);
  if (path.arrays === 'explicit') return (record) => read(record).filter(Array.isArray).flat();
  const names = path.segments.filter((segment: Segment) => typeof segment === 'string');
  if (!path.flattenDots || names.length === 0 || names.length < path.segments.length) return read;
  const steps = names.flatMap((name) => name.split('.'));
  return (record) => {
    const found: unknown[] = [];
    collect(record.root(path.root), steps, 0, found);
    return found;
  };
}

function collect(value: unknown, steps: readonly string[], arrayDepth: number, found: unknown[]): void {
  if (Array.isArray(value)) {
    if (arrayDepth < maxArrayNesting) for (const element of value) collect(element, steps, arrayDepth + 1, found);
    return;
  }
  if (steps.length === 0) {
    found.push(value);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const first = found.length;
  let name = '';
  for (const [index, step] of steps.entries()) {
    name += index === 0 ? step : `.${step}`;
    if (!Object.hasOwn(value, name)) continue;
    collect((value as Record<string, unknown>)[name], steps.slice(index + 1), arrayDepth, found);
  }
  addDotted(value, `${name}.`, found, first);
}

/** Gives the elements from `first` on the members of `value` whose names begin with `prefix`. */
function addDotted(value: object, prefix: string, found: unknown[], first: number): void {
  const dotted = Object.entries(value).filter(([key]) => key.startsWith(prefix));
  if (dotted.length === 0) return;
  const members = Object.fromEntries(dotted.map(([key, member]) => [key.slice(prefix.length), member as unknown]));
  const elements = found.splice(first);
  found.push(...elements.map((element) => joined(element, members)));
  if (!elements.some(isObject)) found.push(members);
}

function joined(element: unknown, members: Readonly<Record<string, unknown>>): unknown {
  if (!isObject(element)) return element;
  const entries = Object.entries(members).map(([name, member]): [string, unknown] => [
    name,
    Object.hasOwn(element, name) ? [(element as Record<string, unknown>)[name], member] : member,
  ]);
  return Object.fromEntries([...Object.entries(element), ...entries]);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
