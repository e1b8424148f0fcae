import type { PatternReader, PatternValue } from './pattern-reader.js';

/** The one member of a match; undefined, with a problem, where there are none or several. */
export function onlyEntry(
  reader: PatternReader,
  { value, at }: PatternValue,
): { readonly name: string; readonly operand: PatternValue } | undefined {
  const [entry, ...others] = Object.entries(value as object) as [string, unknown][];
  if (entry === undefined || others.length > 0) {
    const message = entry === undefined ? 'a match is empty' : `a match has one operator, not ${others.length + 1}`;
    return reader.refuse('E-EB-MATCH', message, at, 'write one {"operator": …} for each');
  }
  const [name, operand] = entry;
  return { name, operand: reader.bound({ value: operand, at: [...at, name] }) };
}
