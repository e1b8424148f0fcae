/** One record that something counts. */
export interface TallyRecord {
  /** Which count; see `tallyKey`. */
  readonly key: string;
  /** Identity of the record: it counts once, however often it comes. */
  readonly uid: string;
  /** What it adds, as JSON of a `TallyEntry`. */
  readonly entry: string;
  /** How long it is kept at least, milliseconds from now. */
  readonly keepMs: number;
}

/**
 * Records that later messages of alerts count, by what counts them: a view of the log like windows, written before the
 * stamp moves over the record. Every method rejects with `STORE_UNAVAILABLE` rather than guess.
 */
export interface TallyStore {
  /** Adds records; one already there changes nothing. Of one key at most `maxTallyEntries` are kept, the first ones. */
  add(records: readonly TallyRecord[]): Promise<void>;
  /** The entries of a key, in no order; none where the key is not known, or not any more. */
  read(key: string): Promise<readonly string[]>;
}
