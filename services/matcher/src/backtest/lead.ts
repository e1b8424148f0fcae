import { windowSpecOf } from '@trailhound/detection';
import type { Rule } from '@trailhound/rules';

/** How far before a period records still matter to alerts in it: the longest window with its bucket, milliseconds. */
export function leadMs(rules: readonly Rule[]): number {
  return Math.max(
    0,
    ...rules.map((rule) => {
      const spec = windowSpecOf(rule);
      return spec === null ? (rule.dedupMs ?? 0) : spec.withinMs + spec.dedupMs;
    }),
  );
}
