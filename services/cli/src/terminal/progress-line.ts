import { cutText, printable } from '@trailhound/contracts';
import type { Io } from '../io.js';

const everyMs = 100;
const eraseLine = '\r\u001b[2K';

/** A line at the bottom of a terminal that says how far a long work is. Silent where stderr is no terminal. */
export class ProgressLine {
  #isDrawn = false;
  #drawnAtMs = 0;

  constructor(private readonly io: Io) {}

  /** Redraws it, at most ten times a second. `text` is asked only when it is drawn. */
  draw(text: () => string): void {
    if (!this.io.err.isTTY) return;
    const nowMs = performance.now();
    if (this.#isDrawn && nowMs - this.#drawnAtMs < everyMs) return;
    this.#drawnAtMs = nowMs;
    this.#isDrawn = true;
    this.io.err.write(eraseLine + cutText(printable(text()), (this.io.err.columns ?? 80) - 1));
  }

  /** Takes it away, for something else to be said. */
  clear(): void {
    if (this.#isDrawn) this.io.err.write(eraseLine);
    this.#isDrawn = false;
  }
}
