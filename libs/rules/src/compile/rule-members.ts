const none = -1;

/**
 * Which conditions of a program are those of one rule set, and of which of its rules. A program numbers its conditions
 * from 0; it may have others, of sets before this one or after it.
 */
export class RuleMembers {
  /** By condition: the first rule that has it, by its place in the set; and by rule the next one with the same. */
  readonly #first: Int32Array;
  readonly #next: Int32Array;

  /** `conditions`: by the place of each rule in its set the number of its condition, `undefined` for one that is off. */
  constructor(conditions: readonly (number | undefined)[], programSize: number) {
    this.#first = new Int32Array(programSize).fill(none);
    this.#next = new Int32Array(conditions.length).fill(none);
    for (let order = conditions.length - 1; order >= 0; order--) {
      const condition = conditions[order];
      if (condition === undefined) continue;
      this.#next[order] = this.#first[condition] as number;
      this.#first[condition] = order;
    }
  }

  /** Whether some rule of the set has the condition; cheap. */
  has(condition: number): boolean {
    // Numbers beyond the end are of conditions that came later.
    return (this.#first[condition] ?? none) !== none;
  }

  /** The places of the rules that have one of the conditions, in their order and each once. */
  placesOf(conditions: readonly number[]): readonly number[] {
    const places: number[] = [];
    for (const condition of conditions) {
      for (let order = this.#first[condition] ?? none; order !== none; order = this.#next[order] as number) {
        places.push(order);
      }
    }
    if (places.length < 2) return places;
    places.sort((a, b) => a - b);
    return places.filter((place, at) => place !== places[at - 1]);
  }
}
