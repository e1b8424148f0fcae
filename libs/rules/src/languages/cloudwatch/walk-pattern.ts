import type { FilterPattern } from './syntax.js';

/** Every part of a pattern, itself first, in the order of the text. */
export function* walkPattern(pattern: FilterPattern): Generator<FilterPattern> {
  yield pattern;
  if (pattern.kind === 'and' || pattern.kind === 'or') for (const part of pattern.of) yield* walkPattern(part);
}
