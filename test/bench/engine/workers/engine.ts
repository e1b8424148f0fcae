/** An engine with its rules compiled, as a worker runs it. */
export interface Engine {
  /**
   * The ids of the rules that match one record in UTF-8 JSON; null from an engine that has no rules. What is no record
   * matches nothing.
   */
  readonly match: (record: Uint8Array) => readonly string[] | null;
  /** The place of a rule in the array of rules, by its id. */
  readonly ruleIndex: (id: string) => number;
}
