import type { RecordView } from '@trailhound/cloudtrail';
import type { Condition } from './condition.js';
import type { RecordReading } from './field-value.js';
import { compareWith } from './leaf-test.js';
import { isLeaf, leafText } from './leaf-text.js';

/** Compiles the comparison of two fields: whether some pair of their leaves compares as asked. */
export function compareFields(
  condition: Condition & { readonly kind: 'cmpField' },
  reading: RecordReading,
): (record: RecordView) => boolean {
  const lefts = reading.values(condition.left);
  const rights = reading.values(condition.right);
  const compare = comparison(condition.op);
  const read = condition.fold ? folded : (value: unknown) => value;
  return (record) => {
    const others = rights(record).filter(isLeaf).map(read);
    if (others.length === 0) return false;
    return lefts(record)
      .filter(isLeaf)
      .some((value) => others.some((other) => compare(read(value), other)));
  };
}

type PairTest = (left: unknown, right: unknown) => boolean;

function comparison(op: (Condition & { readonly kind: 'cmpField' })['op']): PairTest {
  switch (op) {
    case '=':
      return equal;
    case '!=':
      return (left, right) => !equal(left, right);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return (left, right) => {
        if (typeof left === 'number' && typeof right === 'number') return compareWith<number>(op, right)(left);
        if (typeof left === 'string' && typeof right === 'string') return compareWith<string>(op, right)(left);
        return false;
      };
    case 'prefix':
      return texts((left, right) => left.startsWith(right));
    case 'suffix':
      return texts((left, right) => left.endsWith(right));
    case 'contains':
      return texts((left, right) => left.includes(right));
    default:
      return op satisfies never;
  }
}

function equal(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  return typeof left === 'string' || typeof right === 'string' ? texts((a, b) => a === b)(left, right) : false;
}

function texts(test: (left: string, right: string) => boolean): PairTest {
  return (left, right) => {
    const leftText = leafText(left);
    const rightText = leafText(right);
    return leftText !== undefined && rightText !== undefined && test(leftText, rightText);
  };
}

function folded(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value;
}
