import type { Condition } from '../../../condition/condition.js';

/** The condition with every span moved by `offset`: its text now stands inside a longer one. */
export function relocated(condition: Condition, offset: number): Condition {
  if (offset === 0) return condition;
  const { span } = condition;
  const moved = span === undefined ? {} : { span: { start: span.start + offset, end: span.end + offset } };
  switch (condition.kind) {
    case 'and':
    case 'or':
      return { ...condition, of: condition.of.map((part) => relocated(part, offset)), ...moved };
    case 'not':
      return { ...condition, of: relocated(condition.of, offset), ...moved };
    default:
      return { ...condition, ...moved };
  }
}
