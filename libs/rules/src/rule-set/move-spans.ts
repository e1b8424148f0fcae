import type { Condition } from '../condition/condition.js';

/** The condition with its spans counted from a text that has `by` more characters before it. */
export function moveSpans(condition: Condition, by: number): Condition {
  const { span } = condition;
  const moved = span === undefined ? condition : { ...condition, span: { start: span.start + by, end: span.end + by } };
  switch (moved.kind) {
    case 'and':
    case 'or':
      return { ...moved, of: moved.of.map((part) => moveSpans(part, by)) };
    case 'not':
      return { ...moved, of: moveSpans(moved.of, by) };
    default:
      return moved;
  }
}
