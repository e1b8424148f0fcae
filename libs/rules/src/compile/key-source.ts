/**
 * What a tree of rules branches on: a property of the record that takes one of many values, each with a number. Which of
 * them the open record has is found out once a record.
 */
export interface KeySource {
  /** Reads the open record; how many of the `keys` are its own. */
  read(): number;
  /** The numbers, valid from 0 up to what `read` said, until another record is read. Each stands there once. */
  readonly keys: readonly number[];
}

/** Adds a key to the first `count`, if it is not among them; how many they are then. */
export function withKey(keys: number[], count: number, key: number): number {
  for (let at = 0; at < count; at++) if (keys[at] === key) return count;
  keys[count] = key;
  return count + 1;
}
