import type { Scalar, Span } from '../../../condition/condition.js';
import type { CompareOp } from '../python/syntax.js';
import { containsConstant, equalFields, equalsConstant, isConstant, oneOf, orderedAgainst } from './atom-tests.js';
import { allOf, anyOf } from './combine.js';
import type { Refusals } from './refusals.js';
import { isFalse, isTrue, notTruth, orTruth, plainTruth, raisesUnder, type Truth } from './truth.js';
import { type Atom, describeAtom, type Value } from './value.js';

/** `left op right` as a truth; every pair of cases is compared by itself. */
export function compareValues(left: Value, op: CompareOp, right: Value, span: Span, refusals: Refusals): Truth {
  const compare = (a: Atom, b: Atom): Truth => compareAtoms(a, op, b, span, refusals);
  const pairs = left.cases.flatMap((a) =>
    right.cases.map((b) => ({ when: allOf(a.when, b.when), truth: compare(a.atom, b.atom) })),
  );
  return {
    holds: anyOf(...pairs.map(({ when, truth }) => allOf(when, truth.holds))),
    raises: [...left.raises, ...right.raises, ...pairs.flatMap(({ when, truth }) => raisesUnder(when, truth.raises))],
  };
}

function compareAtoms(a: Atom, op: CompareOp, b: Atom, span: Span, refusals: Refusals): Truth {
  switch (op) {
    case '==':
      return equal(a, b, span, refusals);
    case '!=':
      return notTruth(equal(a, b, span, refusals));
    case '<':
    case '<=':
    case '>':
    case '>=':
      return ordered(a, op, b, span, refusals);
    case 'in':
      return contained(a, b, span, refusals);
    case 'not in':
      return notTruth(contained(a, b, span, refusals));
    case 'is':
      return identical(a, b, span, refusals);
    case 'is not':
      return notTruth(identical(a, b, span, refusals));
    default:
      return op satisfies never;
  }
}

function equal(a: Atom, b: Atom, span: Span, refusals: Refusals): Truth {
  if (b.kind === 'constant') return equalsConstant(a, b.value);
  if (a.kind === 'constant') return equalsConstant(b, a.value);
  const areFields = isField(a) && isField(b);
  if (areFields && a.kind === b.kind && !(a.kind === 'cased' && b.kind === 'cased' && a.to !== b.to)) {
    return equalFields(a, b, span);
  }
  refusals.construct(`a comparison of ${describeAtom(a)} with ${describeAtom(b)}`, span);
  return isFalse;
}

function ordered(a: Atom, op: '<' | '<=' | '>' | '>=', b: Atom, span: Span, refusals: Refusals): Truth {
  if (b.kind === 'constant' && a.kind !== 'cased') return orderedAgainst(a, op, b.value, span);
  if (a.kind === 'constant' && b.kind !== 'cased') return orderedAgainst(b, turned[op], a.value, span);
  refusals.construct(`${op} between ${describeAtom(a)} and ${describeAtom(b)}`, span);
  return isFalse;
}

const turned = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

function contained(a: Atom, b: Atom, span: Span, refusals: Refusals): Truth {
  if (a.kind === 'constant' && b.kind !== 'list') return containsConstant(b, a.value, span);
  if (b.kind === 'list' || b.kind === 'dict') {
    const constants = b.kind === 'dict' ? [...b.entries.keys()] : constantsOf(b.items);
    if (constants !== undefined) {
      if (isField(a)) return plainTruth(oneOf(a, constants));
      return constants.some((value) => equalsConstant(a, value) === isTrue) ? isTrue : isFalse;
    }
    if (b.kind === 'list') {
      return orTruth(
        b.items.map((item) =>
          compareValues({ cases: [{ when: { kind: 'true' }, atom: a }], raises: [] }, '==', item, span, refusals),
        ),
      );
    }
  }
  refusals.construct(`"in" with ${describeAtom(a)} on the left and ${describeAtom(b)} on the right`, span);
  return isFalse;
}

/** The items as constants; undefined when some are not. */
function constantsOf(items: readonly Value[]): readonly Scalar[] | undefined {
  const constants = items.map(({ cases: [only], raises }) =>
    raises.length === 0 && only?.when.kind === 'true' && only.atom.kind === 'constant' ? only.atom : undefined,
  );
  const known = constants.filter((constant) => constant !== undefined);
  return known.length === items.length ? known.map(({ value }) => value) : undefined;
}

function identical(a: Atom, b: Atom, span: Span, refusals: Refusals): Truth {
  const [constant, other] = b.kind === 'constant' ? [b, a] : [a, b];
  if (constant.kind === 'constant' && (constant.value === null || typeof constant.value === 'boolean')) {
    return isConstant(other, constant.value);
  }
  refusals.construct('"is" with anything but None, True and False', span, 'compare with ==');
  return isFalse;
}

function isField(atom: Atom): atom is Atom & { readonly kind: 'field' | 'cased' } {
  return atom.kind === 'field' || atom.kind === 'cased';
}
