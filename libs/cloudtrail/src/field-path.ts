/** A step of a path: a member name, an array index, or every element of an array. */
export type Segment = string | number | { readonly every: true };

/** The segment written `[*]`. */
export const every: Segment = Object.freeze({ every: true });

/**
 * What a path starts from. `record` is the record as AWS wrote it; `enriched` is computed lazily by the matcher;
 * `envelope` is the EventBridge form synthesised from the record.
 */
export type Root = 'record' | 'enriched' | 'envelope';

/**
 * A path through a JSON value. It resolves to the list of leaves it reaches, own properties only.
 *
 * `arrays: 'implicit'` walks through arrays met on the way and spreads an array it ends on; `'explicit'` enters arrays
 * by index or `[*]` only. `keyCase: 'fold'` prefers the exact member, then the first in insertion order that differs in
 * case only. `flattenDots` lets a member named `a.b` stand for `b` in `a`.
 */
export interface FieldPath {
  readonly root: Root;
  readonly segments: readonly Segment[];
  readonly arrays: 'implicit' | 'explicit';
  readonly keyCase: 'exact' | 'fold';
  readonly flattenDots: boolean;
}

/** A path of `record` with implicit arrays and exact names: what most languages mean by `a.b.c`. */
export function recordPath(...segments: readonly Segment[]): FieldPath {
  return { root: 'record', segments, arrays: 'implicit', keyCase: 'exact', flattenDots: false };
}

/** What a path may begin with to leave the record: `envelope.detail-type`. A member of that name is written `["envelope"]`. */
export const rootNames: ReadonlySet<string> = new Set<Root>(['enriched', 'envelope']);

/** The path as people write it: `requestParameters.items[0].cidrIp`, odd names in brackets and quotes. */
export function formatPath(path: FieldPath): string {
  let text = path.root === 'record' ? '' : path.root;
  for (const segment of path.segments) {
    if (typeof segment === 'number') text += `[${segment}]`;
    else if (typeof segment === 'object') text += '[*]';
    else if (!/^[A-Za-z_][\w-]*$/.test(segment)) text += `[${JSON.stringify(segment)}]`;
    else if (text !== '') text += `.${segment}`;
    else text += rootNames.has(segment) ? `[${JSON.stringify(segment)}]` : segment;
  }
  return text;
}
