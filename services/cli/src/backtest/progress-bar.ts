import type { Io } from '../io.js';
import { countOf } from '../terminal/counted.js';
import { ProgressLine } from '../terminal/progress-line.js';

const barWidth = 24;

/** How far a long work is, how much there is of it, and how long it will take, on a terminal. */
export class ProgressBar {
  readonly #line: ProgressLine;
  readonly #beganMs = performance.now();
  /** Whatever the work is measured in; 0: unknown. */
  total = 0;

  constructor(io: Io) {
    this.#line = new ProgressLine(io);
  }

  draw(done: number, records: number): void {
    this.#line.draw(() => barText({ done, total: this.total, records, elapsedMs: performance.now() - this.#beganMs }));
  }

  clear(): void {
    this.#line.clear();
  }
}

/** `[######------] 50% · 12,345 records · 2 min left`; without the bar where nobody knows how much there is. */
export function barText(of: {
  readonly done: number;
  readonly total: number;
  readonly records: number;
  readonly elapsedMs: number;
}): string {
  const { done, total, records, elapsedMs } = of;
  const said = countOf(records, 'record');
  if (total === 0) return said;
  const share = Math.min(1, done / total);
  const full = Math.round(share * barWidth);
  const bar = `[${'#'.repeat(full)}${'-'.repeat(barWidth - full)}] ${Math.floor(share * 100)}%`;
  // A guess from too little is worse than none.
  return share < 0.02 ? `${bar} · ${said}` : `${bar} · ${said} · ${leftText((elapsedMs / share) * (1 - share))}`;
}

function leftText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} s left`;
  return seconds < 5_400 ? `${Math.ceil(seconds / 60)} min left` : `${(seconds / 3600).toFixed(1)} h left`;
}
