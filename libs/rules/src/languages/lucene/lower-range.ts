import { recordPath } from '@trailhound/cloudtrail';
import type { Condition, LeafPath } from '../../condition/condition.js';
import { leafNumber } from '../../condition/leaf-text.js';
import type { ProblemList } from '../kit/problem-list.js';
import { readNamedTime } from './date-range.js';
import type { Field } from './fields.js';
import { fieldExists, testField } from './lower-term.js';
import type { Bound, ValueNode } from './syntax.js';

type RangeNode = ValueNode & { readonly kind: 'range' };

/** A range: of numbers where its ends are numbers, of moments where they are times, else of texts by character. */
export function lowerRange(field: Field | undefined, range: RangeNode, problems: ProblemList): Condition {
  const { min, max, span } = range;
  if (field === undefined) {
    problems.add('E-SYNTAX', 'a range needs a field', span, 'write for example eventTime:[2026-01-01 TO *]');
    return { kind: 'false', span };
  }
  const bounds = [min, max].filter((bound) => bound !== undefined);
  if (bounds.length === 0) return fieldExists(field, span);
  const relative = bounds.find(({ text }) => /^now(?:$|[-+/|])|\|\|/.test(text));
  if (relative !== undefined) {
    const message = `"${relative.text.slice(0, 40)}" depends on the clock; rules look at the record alone`;
    problems.add('E-TYPE', message, relative.span, 'write a date, or count with threshold and within');
    return { kind: 'false', span };
  }
  const numbers = bounds.every(({ text }) => leafNumber(text) !== undefined);
  const times = bounds.every(({ text }) => readNamedTime(text) !== undefined);
  if (!numbers && !times && field.kind === 'text') return wordsBetween(field, range);
  const test = numbers ? numberTest : times ? timeTest : orderTest;
  const tests = (path: LeafPath): Condition[] => [
    ...(min === undefined ? [] : [test(path, min, '>')]),
    ...(max === undefined ? [] : [test(path, max, '<')]),
  ];
  return testField(
    field,
    (path) => {
      const [only, other] = tests(path);
      if (only !== undefined && other === undefined) return only;
      // Both ends must hold for one value of a list.
      return { kind: 'elem', path, quantifier: 'any', of: { kind: 'and', of: tests(recordPath()) } };
    },
    span,
  );
}

function numberTest(path: LeafPath, { text, isOpen }: Bound, side: '<' | '>'): Condition {
  return { kind: 'num', path, op: isOpen ? side : `${side}=`, value: leafNumber(text) ?? 0, coerce: 'num' };
}

/** `<= 2026-01-15` includes all of the day, `> 2026-01-15` none of it. */
function timeTest(path: LeafPath, { text, isOpen }: Bound, side: '<' | '>'): Condition {
  const { fromMs, toMs } = readNamedTime(text) ?? { fromMs: 0, toMs: 0 };
  if (side === '>') return { kind: 'time', path, op: '>=', valueMs: isOpen ? toMs : fromMs };
  return { kind: 'time', path, op: '<', valueMs: isOpen ? fromMs : toMs };
}

function orderTest(path: LeafPath, { text, isOpen }: Bound, side: '<' | '>'): Condition {
  return { kind: 'order', path, op: isOpen ? side : `${side}=`, value: text };
}

function wordsBetween(field: Field, { min, max, span }: RangeNode): Condition {
  const test = {
    kind: 'range',
    ...(min !== undefined && { min: min.text.toLowerCase() }),
    ...(max !== undefined && { max: max.text.toLowerCase() }),
    minOpen: min?.isOpen ?? false,
    maxOpen: max?.isOpen ?? false,
  } as const;
  return testField(field, (path) => ({ kind: 'tokenTest', path, test }), span);
}
