import fc from 'fast-check';

const texts = ['a', 'A', 'ab', 'b', '', '10.0.0.1', '5', '::1'];
const text = fc.constantFrom(...texts);
const scalar = fc.constantFrom<unknown>(...texts, 5, 0, 300, -1.5, true, false, null, '0:0:0:0:0:0:0:1');

const excluded = fc.oneof(
  text,
  fc.array(text, { minLength: 1, maxLength: 3 }),
  fc.constantFrom<unknown>(5, 0, [5, 300]),
  fc
    .record({
      operator: fc.constantFrom('prefix', 'suffix', 'equals-ignore-case', 'wildcard'),
      texts: fc.oneof(
        fc.constantFrom('a', 'b', 'ab'),
        fc.array(fc.constantFrom('a', 'A', '10.'), { minLength: 1, maxLength: 2 }),
      ),
    })
    .map(({ operator, texts }) => ({ [operator]: texts })),
);

const match: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 2, arbitrary: fc.boolean().map((exists) => ({ exists })) },
  excluded.map((value) => ({ 'anything-but': value })),
  fc
    .record({ operator: fc.constantFrom('prefix', 'suffix', 'equals-ignore-case', 'exactly'), text })
    .map(({ operator, text }) => ({ [operator]: text })),
  fc.record({ operator: fc.constantFrom('prefix', 'suffix'), text }).map(({ operator, text }) => ({
    [operator]: { 'equals-ignore-case': text },
  })),
  fc.constantFrom<unknown>({ wildcard: '*' }, { wildcard: 'a*' }, { wildcard: '*.0.*' }, { wildcard: '' }),
  fc.constantFrom<unknown>({ cidr: '10.0.0.0/8' }, { cidr: '::/64' }),
  fc.constantFrom<unknown>({ numeric: ['>', 0] }, { numeric: ['>=', 0, '<', 300] }, { numeric: ['=', 5] }),
);

const list = fc.array(match, { minLength: 1, maxLength: 3 });

/** A field only, or alternatives of fields, at the names given; each name at most once in an alternative. */
function fieldsOf(names: readonly string[]): fc.Arbitrary<Record<string, unknown>> {
  return fc
    .subarray([...names], { minLength: 1, maxLength: Math.min(4, names.length) })
    .chain((chosen) => fc.tuple(...chosen.map((name) => list.map((matches) => [name, matches] as const))))
    .map((entries) => nested(entries));
}

/** `a.b` as nested mappings for half of the names, as a dotted key for the others; which is which hangs on the list. */
function nested(entries: readonly (readonly [string, readonly unknown[]])[]): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [name, matches] of entries) {
    const steps = name.split('.');
    let here = root;
    while (steps.length > 1 && (matches.length !== 2 || steps[0] === 'detail')) {
      const step = steps.shift() ?? '';
      const next = (here[step] ?? {}) as Record<string, unknown>;
      here[step] = next;
      here = next;
    }
    here[steps.join('.')] = matches;
  }
  return root;
}

/** Patterns over the given fields, with and without `$or`; the fields of one side of `$or` never stand outside of it. */
export function arbitraryPattern(names: readonly string[]): fc.Arbitrary<Record<string, unknown>> {
  const half = Math.ceil(names.length / 2);
  const outside = names.filter((_, index) => index % 2 === 0);
  const inside = names.filter((_, index) => index % 2 === 1);
  const joined = fc
    .tuple(fieldsOf(outside.slice(0, half)), fc.array(fieldsOf(inside), { minLength: 2, maxLength: 3 }))
    .map(([fields, $or]) => ({ ...fields, $or }));
  return fc.oneof({ weight: 3, arbitrary: fieldsOf(names) }, { weight: 1, arbitrary: joined });
}

const leaf = fc.oneof({ weight: 5, arbitrary: scalar }, { weight: 1, arbitrary: fc.array(scalar, { maxLength: 2 }) });
const inner = fc.dictionary(fc.constantFrom('x', 'y', 'x.y', 'z'), leaf, { maxKeys: 3 });
const deep = fc.dictionary(
  fc.constantFrom('x', 'y', 'z', 'z.x'),
  fc.oneof(leaf, inner, fc.array(inner, { maxLength: 3 })),
  { maxKeys: 3 },
);
const anything = fc.oneof(leaf, deep, fc.array(fc.oneof(deep, scalar), { maxLength: 3 }), fc.array(fc.array(inner)));

/**
 * Small events full of arrays, dotted keys and absences. A dotted key never stands beside an array of its first name: such
 * a value is of every element and of none, and what "absent" means then depends on the order EventBridge looks in.
 */
export const arbitraryEvent: fc.Arbitrary<unknown> = fc
  .record(
    {
      source: leaf,
      resources: anything,
      'resources.x': leaf,
      detail: fc.dictionary(fc.constantFrom('a', 'b', 'a.x', 'a.y', 'a.z.x', 'b.x'), anything, { maxKeys: 4 }),
    },
    { requiredKeys: ['detail'] },
  )
  .map(withoutDottedArrays);

function withoutDottedArrays(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDottedArrays);
  if (typeof value !== 'object' || value === null) return value;
  const members = new Map(Object.entries(value));
  const kept = [...members].filter(
    ([key]) => !key.includes('.') || !Array.isArray(members.get(key.split('.')[0] ?? '')),
  );
  return Object.fromEntries(kept.map(([key, member]) => [key, withoutDottedArrays(member)]));
}

/** The fields of {@link arbitraryEvent} that patterns ask for. */
export const eventFieldNames = [
  'source',
  'resources.x',
  'resources.y',
  'detail.a.x',
  'detail.a.y',
  'detail.a.z.x',
  'detail.a.z.y',
  'detail.b.x',
  'detail.b.z',
];
