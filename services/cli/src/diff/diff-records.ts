/** What stands at a path in one of the two records: nothing at all, or a JSON value (null is a value). */
export type Side = { readonly kind: 'missing' } | { readonly kind: 'value'; readonly value: unknown };

/** One difference. `path` is written as rules write it. */
export interface Difference {
  readonly path: string;
  readonly left: Side;
  readonly right: Side;
}

const missing: Side = { kind: 'missing' };

/**
 * Every leaf where two JSON values differ, in the order of the left one and then of the right one's additions. A member
 * that is absent is `missing`, told apart from one that is null. Arrays are compared by position. An object against
 * nothing is listed leaf by leaf, so that the path a rule needs can be read off.
 */
export function diffRecords(left: unknown, right: unknown): Difference[] {
  const differences: Difference[] = [];
  compare('', { kind: 'value', value: left }, { kind: 'value', value: right }, differences);
  return differences;
}

function compare(path: string, left: Side, right: Side, into: Difference[]): void {
  const leftMembers = members(left);
  const rightMembers = members(right);
  const oneMissing = left.kind === 'missing' || right.kind === 'missing';
  const comparable = leftMembers !== null && rightMembers !== null ? sameShape(left, right) : oneMissing;
  if (comparable && (leftMembers ?? rightMembers)) {
    const names = new Set([...(leftMembers?.keys() ?? []), ...(rightMembers?.keys() ?? [])]);
    if (names.size > 0) {
      for (const name of names) {
        compare(
          typeof name === 'number' ? `${path}[${name}]` : joined(path, name),
          at(leftMembers, name),
          at(rightMembers, name),
          into,
        );
      }
      return;
    }
  }
  if (!sameLeaf(left, right)) into.push({ path, left, right });
}

type Members = ReadonlyMap<string | number, unknown>;

function members(side: Side): Members | null {
  if (side.kind === 'missing' || typeof side.value !== 'object' || side.value === null) return null;
  return Array.isArray(side.value) ? new Map(side.value.entries()) : new Map(Object.entries(side.value));
}

function at(side: Members | null, name: string | number): Side {
  return side?.has(name) ? { kind: 'value', value: side.get(name) } : missing;
}

function sameShape(left: Side, right: Side): boolean {
  return left.kind === 'value' && right.kind === 'value' && Array.isArray(left.value) === Array.isArray(right.value);
}

function sameLeaf(left: Side, right: Side): boolean {
  if (left.kind === 'missing' || right.kind === 'missing') return left.kind === right.kind;
  return JSON.stringify(left.value) === JSON.stringify(right.value);
}

function joined(path: string, name: string): string {
  if (!/^[A-Za-z_][\w-]*$/.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === '' ? name : `${path}.${name}`;
}

/** A side as a person reads it: `<missing>`, or compact JSON. */
export function formatSide(side: Side): string {
  return side.kind === 'missing' ? '<missing>' : JSON.stringify(side.value);
}
