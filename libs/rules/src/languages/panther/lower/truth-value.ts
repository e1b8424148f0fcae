import { failing, type Truth } from './truth.js';
import type { Value } from './value.js';

/** A truth as a value: True where it holds, False where it does not. */
export function booleanValue(truth: Truth): Value {
  return {
    cases: [
      { when: truth.holds, atom: { kind: 'constant', value: true } as const },
      { when: failing(truth), atom: { kind: 'constant', value: false } as const },
    ].filter(({ when }) => when.kind !== 'false'),
    raises: truth.raises,
  };
}
