import { describe, expect, it } from 'vitest';
import { createUidConflicts } from './uid-conflicts.js';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('uid conflicts', () => {
  it('are copies with other bytes, not copies', () => {
    const conflicts = createUidConflicts();
    const seen = ['a', 'a', 'b', 'a', 'b'].map((body) => conflicts.isConflict('uid', bytes(body)));
    expect(seen).toEqual([false, false, true, false, true]);
    expect(conflicts.isConflict('other', bytes('b'))).toBe(false);
  });

  it('are remembered in bounded memory, the oldest forgotten first', () => {
    const conflicts = createUidConflicts(2);
    for (const uid of ['one', 'two', 'three']) conflicts.isConflict(uid, bytes('a'));
    expect(conflicts.isConflict('three', bytes('b'))).toBe(true);
    expect(conflicts.isConflict('one', bytes('b'))).toBe(false);
  });
});
