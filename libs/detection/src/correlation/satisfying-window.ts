/** A window that satisfies a correlation: event times, both ends included. */
export interface SatisfyingWindow {
  readonly fromMs: number;
  readonly toMs: number;
  /** The value that is new in it; the alert is one of this value. */
  readonly value?: string;
}
