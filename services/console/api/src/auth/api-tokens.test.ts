import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { generateToken, parseApiTokens, tokenFileEntries } from './api-tokens.js';

function tokens(...texts: string[]) {
  const parsed = parseApiTokens(texts, 'api.tokens');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}

describe('API tokens', () => {
  it('accept exactly what was given, also by its hash alone', () => {
    const token = generateToken();
    const hex = createHash('sha256').update(token).digest('hex');
    const hash = `sha256:${hex}`;
    for (const given of [tokens(token), tokens(hash), tokens('another-token-0000', `sha256:${hex.toUpperCase()}`)]) {
      expect(given.accepts(token)).toBe(true);
      for (const wrong of ['', `${token} `, token.slice(0, -1), `${token}x`, hash, 'Bearer']) {
        expect(given.accepts(wrong)).toBe(false);
      }
    }
  });

  it('accept nothing when there are none', () => {
    expect(tokens().accepts('')).toBe(false);
  });

  it.each([
    '',
    'short',
    'with space in the middle',
    'sha256:abc',
    `sha256:${'g'.repeat(64)}`,
    'zero-width-\u200b-token',
  ])('refuse %j as a token, without repeating it', (text) => {
    const parsed = parseApiTokens(['good-enough-token-1', text], 'api.tokenFile');
    expect(parsed).toMatchObject({
      ok: false,
      problems: [{ code: 'API_TOKEN_INVALID', message: expect.stringContaining('api.tokenFile: entry 2') }],
    });
    if (text !== '' && !parsed.ok) expect(parsed.problems[0]?.message).not.toContain(text);
  });

  it('are long and different every time', () => {
    expect(generateToken()).toMatch(/^th_[\w-]{43}$/);
    expect(generateToken()).not.toBe(generateToken());
  });

  it('stand one a line in a file, with comments', () => {
    expect(tokenFileEntries('# ana\n th_one \r\n\n#th_two\nth_three')).toEqual(['th_one', 'th_three']);
  });
});
