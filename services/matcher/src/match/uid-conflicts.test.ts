import { describe, expect, it } from 'vitest';
import { createUidConflicts } from './uid-conflicts.js';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('uid conflicts', () => {
  it('are copies with another body, not copies', () => {
    const conflicts = createUidConflicts();
    const seen = ['a', 'a', 'b', 'a', 'b'].map((body) => conflicts.isConflict('uid', 'X', bytes(body), true));
    expect(seen).toEqual([false, false, true, false, true]);
    expect(conflicts.isConflict('other', 'X', bytes('b'), true)).toBe(false);
  });

  it('are told by length and event name where a body was not read', () => {
    const conflicts = createUidConflicts();
    const first = bytes('a');
    expect(conflicts.isConflict('uid', 'X', first, false)).toBe(false);
    expect(conflicts.isConflict('uid', 'X', bytes('b'), false)).toBe(false);
    expect(conflicts.isConflict('uid', 'Y', first, true)).toBe(true);
    expect(conflicts.isConflict('uid', 'X', bytes('aa'), false)).toBe(true);
    expect(conflicts.isConflict('uid', 'X', first, true)).toBe(false);
    expect(conflicts.isConflict('uid', 'X', bytes('b'), true)).toBe(true);
  });

  it('are remembered in bounded memory: what came long ago is forgotten', () => {
    const conflicts = createUidConflicts(4);
    const uids = Array.from({ length: 50 }, (_, n) => `uid-${n}`);
    for (const uid of uids) conflicts.isConflict(uid, 'X', bytes('a'), true);
    expect(conflicts.isConflict('uid-49', 'X', bytes('b'), true)).toBe(true);
    const remembered = uids.filter((uid) => conflicts.isConflict(uid, 'X', bytes('b'), true));
    expect(remembered.length).toBeLessThanOrEqual(4);
  });
});
