import { describe, expect, it } from 'vitest';
import { ForbiddenAddressError } from './guarded-lookup.js';
import { sendFailure } from './send-failure.js';

const coded = (code: string, options?: ErrorOptions) =>
  Object.assign(new Error('https://soc.example/T0KEN failed', options), { code });

describe('sendFailure', () => {
  it.each([
    [coded('ECONNREFUSED'), 'network'],
    [coded('ECONNRESET'), 'network'],
    [coded('ENOTFOUND'), 'network'],
    [coded('UND_ERR_HEADERS_OVERFLOW'), 'network'],
    [coded('UND_ERR_CONNECT_TIMEOUT'), 'timeout'],
    [coded('ETIMEDOUT'), 'timeout'],
    [coded('DEPTH_ZERO_SELF_SIGNED_CERT'), 'tls'],
    [coded('CERT_HAS_EXPIRED'), 'tls'],
    [coded('ERR_TLS_CERT_ALTNAME_INVALID'), 'tls'],
    [new AggregateError([coded('ETIMEDOUT'), coded('ETIMEDOUT')]), 'timeout'],
    [new Error('outer', { cause: coded('ECONNRESET') }), 'network'],
    ['no error at all', 'network'],
  ])('%s is a failure of kind %s', (error, reason) => {
    expect(sendFailure(error)).toMatchObject({ kind: 'unreachable', reason });
  });

  it('finds a forbidden address however deep it was wrapped', () => {
    const error = new AggregateError([new Error('x', { cause: new ForbiddenAddressError('10.0.0.1 is private') })]);
    expect(sendFailure(error)).toEqual({ kind: 'forbidden', message: '10.0.0.1 is private' });
  });

  it('quotes no text of the error, which may hold the URL', () => {
    expect(JSON.stringify(sendFailure(coded('ECONNRESET')))).not.toContain('T0KEN');
  });
});
