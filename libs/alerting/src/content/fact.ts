/** A name of ours with a value that can be a record's. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}
