/** When a suppression is in force, in event time: from inclusive, until exclusive, absent = without bound. */
export interface SuppressionPeriod {
  readonly fromMs?: number;
  readonly untilMs?: number;
}

/** Whether a suppression is in force for a record; when the record arrived does not matter. */
export function appliesAt({ fromMs, untilMs }: SuppressionPeriod, eventTimeMs: number): boolean {
  return (fromMs === undefined || eventTimeMs >= fromMs) && (untilMs === undefined || eventTimeMs < untilMs);
}
