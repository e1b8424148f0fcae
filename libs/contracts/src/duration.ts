const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A duration as people write it: a whole number and one of `s`, `m`, `h`, `d`; `90s`, `10m`, `24h`, `7d`. */
export const durationPattern = /^\d+[smhd]$/;

/** Milliseconds of a duration; undefined when the text is none or does not fit a safe integer. */
export function parseDuration(text: string): number | undefined {
  if (!durationPattern.test(text)) return undefined;
  const ms = Number(text.slice(0, -1)) * (unitMs[text.slice(-1)] ?? Number.NaN);
  return Number.isSafeInteger(ms) ? ms : undefined;
}

/** The shortest duration text of whole seconds: `600000` gives `10m`. A rest below a second is cut off. */
export function formatDuration(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  for (const [unit, size] of [
    ['d', 86_400],
    ['h', 3_600],
    ['m', 60],
  ] as const) {
    if (seconds !== 0 && seconds % size === 0) return `${seconds / size}${unit}`;
  }
  return `${seconds}s`;
}
