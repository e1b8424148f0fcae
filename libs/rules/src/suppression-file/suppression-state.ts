import type { Suppression } from '../rule.js';

/** By the wall clock; what is muted goes by event time. */
export const suppressionStates = ['active', 'later', 'ended'] as const;
export type SuppressionState = (typeof suppressionStates)[number];

/** Whether a suppression's period holds `nowMs`, is still to come, or is over. */
export function suppressionState({ fromMs, untilMs }: Pick<Suppression, 'fromMs' | 'untilMs'>, nowMs: number) {
  if (untilMs !== undefined && untilMs <= nowMs) return 'ended' satisfies SuppressionState;
  if (fromMs !== undefined && fromMs > nowMs) return 'later' satisfies SuppressionState;
  return 'active' satisfies SuppressionState;
}

/** The period in ISO 8601; null for an open end. */
export function suppressionPeriod({ fromMs, untilMs }: Pick<Suppression, 'fromMs' | 'untilMs'>) {
  return { from: instantText(fromMs), until: instantText(untilMs) };
}

function instantText(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString();
}
