import type { FieldPath, Segment } from './field-path.js';

/** Every value a path reaches from a root, in document order. Shared arrays may be returned: never change them. */
export type Resolver = (root: unknown) => readonly unknown[];

/** Arrays within arrays are walked this deep; real records nest 11 deep, the collector refuses more than 64. */
const maxArrayNesting = 64;

const nothing: readonly unknown[] = Object.freeze([]);

/**
 * Prepares a path for the hot loop. The resolver never throws, enters own properties only, and allocates at most the
 * list it answers. With `flattenDots` nested members come before dotted ones.
 */
export function compilePath(path: FieldPath): Resolver {
  const names = path.segments.filter((segment) => typeof segment === 'string');
  const isPlain = path.keyCase === 'exact' && !path.flattenDots && names.length === path.segments.length;
  const walk = compileWalk(path);
  const spreads = path.arrays === 'implicit';
  const slow: Resolver = (root) => {
    const found: unknown[] = [];
    walk(root, 0, 0, found);
    return found;
  };
  if (!isPlain) return slow;

  return (root) => {
    let value = root;
    for (const name of names) {
      if (typeof value !== 'object' || value === null) return nothing;
      if (Array.isArray(value)) return spreads ? slow(root) : nothing;
      if (!Object.hasOwn(value, name)) return nothing;
      value = (value as Record<string, unknown>)[name];
    }
    if (!spreads || !Array.isArray(value)) return [value];
    return value.some(Array.isArray) ? slow(root) : value;
  };
}

const compiled = new WeakMap<FieldPath, Resolver>();

/** {@link compilePath}, once a path object. */
export function resolverOf(path: FieldPath): Resolver {
  const known = compiled.get(path);
  if (known !== undefined) return known;
  const resolver = compilePath(path);
  compiled.set(path, resolver);
  return resolver;
}

type Walk = (value: unknown, at: number, arrayDepth: number, found: unknown[]) => void;

function compileWalk({ segments: written, arrays, keyCase, flattenDots }: FieldPath): Walk {
  const segments = flattenDots ? splitDots(written) : written;
  const spreads = arrays === 'implicit';
  const lookUp = keyCase === 'fold' ? foldedName : exactName;

  const walk: Walk = (value, at, arrayDepth, found) => {
    const segment = segments[at];
    if (Array.isArray(value)) {
      if (typeof segment === 'number') {
        if (segment >= 0 && segment < value.length) walk(value[segment], at + 1, arrayDepth, found);
      } else if (typeof segment === 'object') {
        for (const element of value) walk(element, at + 1, arrayDepth, found);
      } else if (spreads) {
        if (arrayDepth < maxArrayNesting) for (const element of value) walk(element, at, arrayDepth + 1, found);
      } else if (segment === undefined) found.push(value);
      return;
    }
    if (segment === undefined) {
      found.push(value);
      return;
    }
    if (typeof segment !== 'string' || typeof value !== 'object' || value === null) return;
    let name = segment;
    for (let next = at + 1; ; next++) {
      const known = lookUp(value, name);
      if (known !== undefined) walk((value as Record<string, unknown>)[known], next, arrayDepth, found);
      const following = flattenDots ? segments[next] : undefined;
      if (typeof following !== 'string') return;
      name += `.${following}`;
    }
  };
  return walk;
}

function splitDots(segments: readonly Segment[]): readonly Segment[] {
  return segments.flatMap((segment): readonly Segment[] =>
    typeof segment === 'string' ? segment.split('.') : [segment],
  );
}

function exactName(value: object, name: string): string | undefined {
  return Object.hasOwn(value, name) ? name : undefined;
}

function foldedName(value: object, name: string): string | undefined {
  if (Object.hasOwn(value, name)) return name;
  const folded = name.toLowerCase();
  return Object.keys(value).find((key) => key.length === name.length && key.toLowerCase() === folded);
}
