import type { Condition } from '../../condition/condition.js';

/**
 * Tests of one and the same leaf as a field's list: both bounds of a range, or several things it is not. Undefined for
 * everything else.
 */
export function printSelfTests(of: Condition): readonly unknown[] | undefined {
  const parts = of.kind === 'and' ? of.of : [of];
  return range(parts) ?? exclusion(parts);
}

function range(parts: readonly Condition[]): readonly unknown[] | undefined {
  const [low, high, ...others] = parts;
  if (low?.kind !== 'num' || high?.kind !== 'num' || others.length > 0) return undefined;
  if (!isItself(low) || !isItself(high) || !low.op.startsWith('>') || !high.op.startsWith('<')) return undefined;
  return low.value < high.value ? [{ numeric: [low.op, low.value, high.op, high.value] }] : undefined;
}

function exclusion(parts: readonly Condition[]): readonly unknown[] | undefined {
  const [present, ...negated] = parts;
  if (present?.kind !== 'exists' || present.mode !== 'leaf' || present.path.segments.length > 0) return undefined;
  const tests = negated.map((part) => (part.kind === 'not' ? part.of : part));
  const [first] = tests;
  if (first?.kind !== 'prefix' && first?.kind !== 'suffix') return undefined;
  const texts = tests.flatMap((test, index) => {
    const isAlike = test.kind === first.kind && isItself(test) && test.coerce === 'strict' && test.fold !== true;
    return isAlike && negated[index]?.kind === 'not' ? [test.text] : [];
  });
  return texts.length === tests.length ? [{ 'anything-but': { [first.kind]: texts } }] : undefined;
}

function isItself(test: Condition & { readonly kind: 'num' | 'prefix' | 'suffix' | 'contains' }): boolean {
  return test.path.segments.length === 0 && test.neg !== true && (test.kind !== 'num' || test.coerce !== 'num');
}
