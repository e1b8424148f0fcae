import { describe, expect, it } from 'vitest';
import { createSecrets } from './secrets.js';

describe('Secrets', () => {
  it('cuts a known secret out of any text', () => {
    const secrets = createSecrets();
    secrets.add('whsec_abcdefgh');
    expect(secrets.mask('sent with whsec_abcdefgh to soc, whsec_abcdefgh again')).toBe(
      'sent with [secret] to soc, [secret] again',
    );
  });

  it('finds a secret written as JSON or in a URL', () => {
    const secrets = createSecrets();
    secrets.add('pa"ss\nword/1');
    expect(secrets.mask(JSON.stringify({ p: 'pa"ss\nword/1' }))).toBe('{"p":"[secret]"}');
    expect(secrets.mask(`https://soc.example/?k=${encodeURIComponent('pa"ss\nword/1')}`)).toBe(
      'https://soc.example/?k=[secret]',
    );
  });

  it('masks the longer of two secrets that begin alike as a whole', () => {
    const secrets = createSecrets();
    secrets.add('abcdefgh');
    secrets.add('abcdefgh-and-more');
    expect(secrets.mask('abcdefgh-and-more')).toBe('[secret]');
  });

  it('takes values too short to be secrets for ordinary text', () => {
    const secrets = createSecrets();
    secrets.add('a');
    secrets.add('');
    expect(secrets.mask('alerts')).toBe('alerts');
  });
});
