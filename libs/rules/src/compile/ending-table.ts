/** Bits a character moves up as the next one comes. */
export const step = 5;

/** How long literals are that end in one way. What a text ends with is a number: its characters, each moved up by `step`. */
export class EndingTable {
  /** What is left of the characters before the last ones is cut off. */
  readonly #mask: number;
  readonly #ending: number;
  readonly #lengths = new Map<number, number[]>();
  #filter = new Int32Array(64);

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
    if (this.#lengths.size * 16 > this.#filter.length * 32) this.#growFilter();
    setBit(this.#filter, end);
  }

  /** Whether some literal may end so; nearly always the last word on it. */
  mayEnd(end: number): boolean {
    return hasBit(this.#filter, end & this.#mask);
  }

  /** The lengths, each once, of the literals that end so. */
  lengths(end: number): readonly number[] | undefined {
    return this.#lengths.get(end & this.#mask);
  }

  #growFilter(): void {
    this.#filter = new Int32Array(this.#filter.length * 4);
    for (const end of this.#lengths.keys()) setBit(this.#filter, end);
  }
}

function bitOf(filter: Int32Array, end: number): number {
  return (Math.imul(end, 0x9e3779b1) >>> 8) & (filter.length * 32 - 1);
}

function setBit(filter: Int32Array, end: number): void {
  const bit = bitOf(filter, end);
  filter[bit >>> 5] = (filter[bit >>> 5] as number) | (1 << (bit & 31));
}

function hasBit(filter: Int32Array, end: number): boolean {
  const bit = bitOf(filter, end);
  return (((filter[bit >>> 5] as number) >>> (bit & 31)) & 1) === 1;
}
