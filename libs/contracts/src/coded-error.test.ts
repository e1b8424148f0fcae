import { describe, expect, it } from 'vitest';
import { CodedError, hasCode } from './coded-error.js';

describe('CodedError', () => {
  it('keeps code, facts and cause', () => {
    const cause = new Error('socket closed');
    const error = new CodedError('STORE_UNAVAILABLE', 'the store does not answer', { attempt: 3 }, { cause });
    expect(error).toMatchObject({ name: 'CodedError', code: 'STORE_UNAVAILABLE', details: { attempt: 3 }, cause });
  });

  it('is told apart by code, whatever its message says', () => {
    expect(hasCode(new CodedError('CURSOR_INVALID', 'x'), 'CURSOR_INVALID')).toBe(true);
    expect(hasCode(new CodedError('CURSOR_INVALID', 'STORE_UNAVAILABLE'), 'STORE_UNAVAILABLE')).toBe(false);
    expect(hasCode(Object.assign(new Error('gone'), { code: 'ENOENT' }), 'ENOENT')).toBe(true);
    expect(hasCode({ code: 'ENOENT' }, 'ENOENT')).toBe(false);
    expect(hasCode(undefined, 'ENOENT')).toBe(false);
  });
});
