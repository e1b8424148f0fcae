import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSecretName, redacted, redactText, redactValue } from './index.js';

const secrets = [
  'secretAccessKey',
  'SecretAccessKey',
  'sessionToken',
  'password',
  'masterUserPassword',
  'x-amz-security-token',
  'SecretString',
  'clientSecret',
  'tdeCredentialPassword',
];
const others = [
  'accessKeyId',
  'secretId',
  'secretArn',
  'passwordResetRequired',
  'tokenId',
  'eventName',
  'nextToken',
  'credentials',
];

describe('secrets of a record', () => {
  it.each(secrets)('%s is one', (name) => expect(isSecretName(name)).toBe(true));
  it.each(others)('%s is none', (name) => expect(isSecretName(name)).toBe(false));

  it('are replaced in a value at any depth; what is asked for and what identifies stays', () => {
    const record = {
      responseElements: { credentials: { accessKeyId: 'ASIA', secretAccessKey: 's', sessionToken: 't' } },
      list: [{ password: { a: 1 } }],
      hasSecret: true,
      password: null,
    };
    expect(redactValue(record)).toEqual({
      responseElements: { credentials: { accessKeyId: 'ASIA', secretAccessKey: redacted, sessionToken: redacted } },
      list: [{ password: redacted }],
      hasSecret: true,
      password: null,
    });
  });

  it.each([
    ['{"secretAccessKey":"wJalr","b":1}', `{"secretAccessKey":"${redacted}","b":1}`],
    ['{"password" : "a\\"b,c"}', `{"password" : "${redacted}"}`],
    ['{"password":"cut in the mid', `{"password":"${redacted}"`],
    ['{"password":12345,"b":1}', `{"password":"${redacted}","b":1}`],
    ['{"m":"{\\"sessionToken\\":\\"abc\\",\\"c\\":1}"}', `{"m":"{\\"sessionToken\\":\\"${redacted}\\",\\"c\\":1}"}`],
    [
      '{"m":"{\\\\\\"password\\\\\\":\\\\\\"abc\\\\\\"}"}',
      `{"m":"{\\\\\\"password\\\\\\":\\\\\\"${redacted}\\\\\\"}"}`,
    ],
    ['{"secretId":"my-secret"}', '{"secretId":"my-secret"}'],
  ])('are replaced in the text %s', (text, clean) => {
    expect(redactText(text)).toBe(clean);
  });

  it('never show where they are objects or lists, cut anywhere, in JSON inside strings too', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<unknown>(
          ['a}', 'Tr0ub4'],
          { a: 1, b: ']Tr0ub4' },
          [[{ x: '"\\' }], ['Tr0ub4']],
          [1, { 'Tr0ub4"': 2 }],
          ['\\', ']Tr0ub4'],
          'ends in \\',
        ),
        fc.nat({ max: 2 }),
        fc.nat({ max: 200 }),
        (secret, wraps, cut) => {
          let value: unknown = { password: secret, after: 'kept' };
          for (let wrap = 0; wrap < wraps; wrap++) value = { body: JSON.stringify(value) };
          const text = JSON.stringify(value);
          expect(redactText(text.slice(0, cut))).not.toContain('Tr0ub4');
          expect(redactText(text)).toContain('kept');
        },
      ),
    );
  });

  it('never show in an excerpt, wherever it is cut and however often it was wrapped', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...secrets),
        fc.nat({ max: 3 }),
        fc.nat({ max: 400 }),
        fc.string(),
        (name, wraps, cut, noise) => {
          let value: unknown = { noise, [name]: 'Tr0ub4dor&3', after: noise };
          for (let wrap = 0; wrap < wraps; wrap++) value = { body: JSON.stringify(value) };
          expect(redactText(JSON.stringify(value).slice(0, cut))).not.toContain('Tr0ub4');
        },
      ),
    );
  });
});
