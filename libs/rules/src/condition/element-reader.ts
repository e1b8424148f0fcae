import type { FieldPath, Segment } from '@trailhound/cloudtrail';
import { pathReader, type ReadValues } from './field-value.js';

/** Arrays within arrays are walked this deep, as paths walk them. */
const maxArrayNesting = 64;

/**
 * Prepares the reading of the elements `elem` quantifies over. With `flattenDots` a member named `a.b` counts as `b` of
 * the elements of `a`: it belongs to each of them, and where there is none it makes one.
 */
export function elementReader(path: FieldPath): ReadValues {
  const read = pathReader(path);
  if (path.arrays === 'explicit') return (record) => read(record).filter(Array.isArray).flat();
  if (!hasDottedElements(path)) return read;
  const steps = path.segments.flatMap((name) => (typeof name === 'string' ? name.split('.') : []));
  return (record) => {
    const found: unknown[] = [];
    collect(record.root(path.root), steps, 0, found);
    return found;
  };
}

/** Whether members with a dot in their name can belong to the elements; if not, they are the values of the path. */
export function hasDottedElements({ arrays, flattenDots, segments }: FieldPath): boolean {
  const isNamed = segments.every((segment: Segment) => typeof segment === 'string');
  return arrays === 'implicit' && flattenDots && segments.length > 0 && isNamed;
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
