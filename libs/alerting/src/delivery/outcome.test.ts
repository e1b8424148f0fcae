import { describe, expect, it } from 'vitest';
import { type Answer, httpOutcome } from './outcome.js';

const answered = (status: number, retryAfterMs?: number): Answer => ({
  kind: 'answered',
  status,
  body: ' said so\n',
  ...(retryAfterMs !== undefined && { retryAfterMs }),
});

describe('httpOutcome', () => {
  it.each([200, 201, 202, 204, 299])('takes %d for delivered', (status) => {
    expect(httpOutcome(answered(status))).toEqual({ kind: 'delivered', status });
  });

  it.each([
    [408, 'timeout'],
    [425, 'server_error'],
    [500, 'server_error'],
    [502, 'server_error'],
    [504, 'server_error'],
    [599, 'server_error'],
    [199, 'server_error'],
    [999, 'server_error'],
  ])('tries again after %d (%s), at its own pace', (status, reason) => {
    expect(httpOutcome(answered(status))).toEqual({
      kind: 'retry',
      reason,
      status,
      message: `HTTP ${status}: said so`,
    });
  });

  it.each([
    [429, 'rate_limited'],
    [503, 'server_error'],
  ])('lets %d (%s) set the pace, with and without Retry-After', (status, reason) => {
    expect(httpOutcome(answered(status, 5_000))).toMatchObject({ kind: 'retry', reason, afterMs: 5_000 });
    expect(httpOutcome(answered(status))).toMatchObject({ kind: 'retry', reason, afterMs: 0 });
  });

  it.each([
    [301, 'redirect'],
    [302, 'redirect'],
    [307, 'redirect'],
    [400, 'client_error'],
    [401, 'auth_error'],
    [403, 'auth_error'],
    [404, 'client_error'],
    [413, 'client_error'],
    [422, 'client_error'],
  ])('takes %d for refused (%s)', (status, reason) => {
    expect(httpOutcome(answered(status, 9_000))).toEqual({
      kind: 'refused',
      reason,
      status,
      message: `HTTP ${status}: said so`,
    });
  });

  it('closes the destination after 410', () => {
    expect(httpOutcome(answered(410))).toMatchObject({ kind: 'gone', reason: 'gone', status: 410 });
  });

  it.each(['timeout', 'network', 'tls'] as const)('tries again after a failure of kind %s', (reason) => {
    expect(httpOutcome({ kind: 'unreachable', reason, message: 'm' })).toEqual({ kind: 'retry', reason, message: 'm' });
  });

  it('has no hope for an address we may not talk to', () => {
    expect(httpOutcome({ kind: 'forbidden', message: 'm' })).toEqual({
      kind: 'hopeless',
      reason: 'forbidden_address',
      message: 'm',
    });
  });
});
