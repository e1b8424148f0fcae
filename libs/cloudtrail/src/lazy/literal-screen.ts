const halfBytes = 16;
const characters = 3;

/**
 * Tells at which places of a text one of many literals may end, by their last three characters: each literal is in one of
 * eight sets, and each half of a byte is known to be in literals of some of them. The compiled walk reads the bytes.
 */
export class LiteralScreen {
  /** For each of the last characters, the last one first: the sets for the lower halves, then for the higher ones. */
  readonly sets = new Uint8Array(characters * 2 * halfBytes);
  /** Where the sets stand in memory; 0 until they do. */
  address = 0;
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Adds a literal of three characters or more; `fold`: it is meant in any case, and given in lower. */
  add(text: string, fold: boolean): void {
    // Literals that end alike are in one set, so that no others seem to be there.
    const set = 1 << (text.charCodeAt(text.length - 1) & 7);
    for (let back = 0; back < characters; back++) {
      const character = text.charAt(text.length - 1 - back);
      for (const written of fold ? [character, character.toUpperCase()] : [character]) this.#note(back, written, set);
    }
    this.#changed();
  }

  #note(back: number, character: string, set: number): void {
    const code = character.charCodeAt(0);
    // Texts with characters beyond ASCII are not screened.
    if (code > 0x7f) return;
    const lower = back * 2 * halfBytes + (code & 0x0f);
    const higher = (back * 2 + 1) * halfBytes + (code >> 4);
    this.sets[lower] = (this.sets[lower] as number) | set;
    this.sets[higher] = (this.sets[higher] as number) | set;
  }
}
