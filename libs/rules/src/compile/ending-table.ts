import { BitFilter } from './bit-filter.js';

/** Bits a character moves up as the next one comes. */
export const step = 5;

/** How long literals are that end in one way. What a text ends with is a number: its characters, each moved up by `step`. */
export class EndingTable {
  /** What is left of the characters before the last ones is cut off. */
  readonly #mask: number;
  readonly #ending: number;
  readonly #lengths = new Map<number, number[]>();
  #filter = new BitFilter(64);

  /** `ending`: how many of the last characters count, at most six; no literal is shorter. */
  constructor(ending: number) {
    this.#ending = ending;
    this.#mask = (1 << (step * ending)) - 1;
  }

  add(text: string): void {
    let end = 0;
    for (let at = text.length - this.#ending; at < text.length; at++) end = (end << step) ^ text.charCodeAt(at);
    end &= this.#mask;
    const lengths = this.#lengths.get(end) ?? [];
    if (!lengths.includes(text.length)) lengths.push(text.length);
    this.#lengths.set(end, lengths);
    if (this.#lengths.size > this.#filter.capacity) this.#growFilter();
    this.#filter.add(end);
  }

  /** Whether some literal may end so; nearly always the last word on it. */
  mayEnd(end: number): boolean {
    return this.#filter.mayHave(end & this.#mask);
  }

  /** The lengths, each once, of the literals that end so. */
  lengths(end: number): readonly number[] | undefined {
    return this.#lengths.get(end & this.#mask);
  }

  #growFilter(): void {
    this.#filter = new BitFilter(this.#filter.capacity * 2);
    for (const end of this.#lengths.keys()) this.#filter.add(end);
  }
}
