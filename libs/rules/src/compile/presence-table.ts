import type { KeyTable } from './field-keys.js';

/** Finds that a field has a value at all. */
export class PresenceTable implements KeyTable<'value'> {
  add(_any: 'value'): number {
    return 0;
  }

  findInBytes(_record: unknown, _start: number, _end: number, keys: number[]): number {
    keys[0] = 0;
    return 1;
  }

  findInValues(values: readonly unknown[], keys: number[]): number {
    keys[0] = 0;
    return values.length === 0 ? 0 : 1;
  }
}
