import type { Span } from '../../condition/condition.js';

/** A position in a source text that moves forward only, by UTF-16 code units. */
export class Cursor {
  readonly source: string;
  #at = 0;

  constructor(source: string) {
    this.source = source;
  }

  get at(): number {
    return this.#at;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.source.length;
  }

  /** The code unit `ahead` of the position; empty past the end. */
  peek(ahead = 0): string {
    return this.source.charAt(this.#at + ahead);
  }

  skip(length: number): void {
    this.#at = Math.min(this.#at + length, this.source.length);
  }

  /** Takes `text` if it stands here. */
  take(text: string): boolean {
    if (!this.source.startsWith(text, this.#at)) return false;
    this.skip(text.length);
    return true;
  }

  /** Takes what the sticky expression matches here; empty when it does not match. */
  takeMatch(sticky: RegExp): string {
    sticky.lastIndex = this.#at;
    const text = sticky.exec(this.source)?.[0] ?? '';
    this.skip(text.length);
    return text;
  }

  /** From `start` to the position. */
  spanFrom(start: number): Span {
    return { start, end: this.#at };
  }
}
