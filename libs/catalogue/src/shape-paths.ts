import { distinctMembers } from './distinct-members.js';
import type { Member, Shape } from './shape.js';

/** Where a path leaves a shape: `known` to its end, `open` where anything may follow, or `unknown` at a name. */
export type PathCheck =
  | { readonly kind: 'known' | 'open' }
  | { readonly kind: 'unknown'; readonly index: number; readonly siblings: readonly string[] };

/**
 * Follows names through a value of one of several shapes; lists are walked through, as implicit arrays are. Known where
 * one shape knows the path, else what the shape that knows most of it says; `fold` ignores the case of names.
 */
export function checkPath(shapes: readonly Shape[], names: readonly string[], fold = false): PathCheck {
  const checks = shapes.map((shape) => follow(shape, names, fold));
  const reach = (check: PathCheck): number => (check.kind === 'unknown' ? check.index : Number.POSITIVE_INFINITY);
  const [best = { kind: 'open' as const }] = checks.sort((a, b) => reach(b) - reach(a));
  return best;
}

function follow(shape: Shape, names: readonly string[], fold: boolean): PathCheck {
  let at = throughLists(shape);
  for (const [index, name] of names.entries()) {
    if (at.kind === 'scalar') return at.type === 'any' ? { kind: 'open' } : { kind: 'unknown', index, siblings: [] };
    if (at.kind === 'map') {
      at = throughLists(at.value);
      continue;
    }
    if (at.kind !== 'structure') return { kind: 'open' };
    const member = memberOf(at.members, name, fold);
    if (member === undefined) return { kind: 'unknown', index, siblings: [...at.members.keys()] };
    at = throughLists(member.shape);
  }
  return { kind: 'known' };
}

function memberOf(members: ReadonlyMap<string, Member>, name: string, fold: boolean): Member | undefined {
  const exact = members.get(name);
  if (exact !== undefined || !fold) return exact;
  const wanted = name.toLowerCase();
  for (const [known, member] of members) if (known.toLowerCase() === wanted) return member;
  return undefined;
}

/** A path of a shape: names joined by dots, `[]` after a list, `*` for any member of a map. */
export interface ShapePath {
  readonly path: string;
  readonly type: string;
  readonly isRequired: boolean;
}

/** Every leaf of a shape, `maxDepth` members deep; what lies deeper is one entry of type `object`. Of several names of one list the first stands for all. */
export function listPaths(shape: Shape, prefix: string, maxDepth: number): readonly ShapePath[] {
  return [...leaves({ shape, isRequired: false }, prefix, maxDepth)];
}

function* leaves({ shape, isRequired }: Member, path: string, depth: number): Generator<ShapePath> {
  switch (shape.kind) {
    case 'scalar':
      yield { path, type: shape.type, isRequired };
      return;
    case 'list':
      yield* leaves({ shape: shape.element, isRequired }, `${path}[]`, depth);
      return;
    case 'map':
      yield* leaves({ shape: shape.value, isRequired }, `${path}.*`, depth - 1);
      return;
    case 'structure':
      if (depth <= 0 || shape.members.size === 0) yield { path, type: 'object', isRequired };
      else for (const [name, member] of distinctMembers(shape)) yield* leaves(member, `${path}.${name}`, depth - 1);
      return;
    default:
      shape satisfies never;
  }
}

function throughLists(shape: Shape): Shape {
  let at = shape;
  while (at.kind === 'list') at = at.element;
  return at;
}
