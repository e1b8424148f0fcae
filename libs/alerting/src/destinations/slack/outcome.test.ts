import { describe, expect, it } from 'vitest';
import type { Answer } from '../../delivery/outcome.js';
import { postMessageOutcome, webhookOutcome } from './outcome.js';

const answered = (status: number, body: string, retryAfterMs?: number): Answer => ({
  ...{ kind: 'answered', status, body },
  ...(retryAfterMs !== undefined && { retryAfterMs }),
});

describe('what an incoming webhook answers', () => {
  it.each([
    [200, 'ok', { kind: 'delivered' }],
    [200, '<html>sign in</html>', { kind: 'retry', reason: 'server_error' }],
    [400, 'invalid_blocks', { kind: 'refused', isSimplified: true }],
    [400, 'no_text', { kind: 'refused', isSimplified: true }],
    [403, 'action_prohibited', { kind: 'refused', reason: 'auth_error' }],
    [404, 'no_service', { kind: 'refused', reason: 'client_error' }],
    [410, 'channel_is_archived', { kind: 'gone' }],
    [500, 'rollup_error', { kind: 'retry', reason: 'server_error' }],
  ])('%d %s', (status, body, outcome) => expect(webhookOutcome(answered(status, body))).toMatchObject(outcome));

  it('429 sets the pace, whatever Retry-After says', () => {
    expect(webhookOutcome(answered(429, 'rate_limited', 30_000))).toMatchObject({ kind: 'retry', afterMs: 30_000 });
    expect(webhookOutcome(answered(429, ''))).toMatchObject({ kind: 'retry', afterMs: 0 });
  });
});

describe('what chat.postMessage answers under status 200', () => {
  it('is the ts of the message', () => {
    const outcome = postMessageOutcome(answered(200, '{"ok":true,"channel":"C1","ts":"1.5"}'));
    expect(outcome).toEqual({ kind: 'delivered', status: 200, receipt: '1.5' });
  });

  it.each([
    ['ratelimited', { kind: 'retry', reason: 'rate_limited' }],
    ['internal_error', { kind: 'retry', reason: 'server_error' }],
    ['msg_too_long', { kind: 'refused', isSimplified: true }],
    ['thread_not_found', { kind: 'refused', isSimplified: true }],
    ['token_revoked', { kind: 'refused', reason: 'auth_error' }],
    ['channel_not_found', { kind: 'refused', reason: 'client_error' }],
    ['is_archived', { kind: 'gone' }],
    ['something_new', { kind: 'refused', reason: 'client_error' }],
  ])('%s', (error, outcome) => {
    expect(postMessageOutcome(answered(200, JSON.stringify({ ok: false, error })))).toMatchObject(outcome);
  });

  it('is no success where it is not Slack’s', () => {
    expect(postMessageOutcome(answered(200, '<html>'))).toMatchObject({ kind: 'retry' });
    expect(postMessageOutcome(answered(200, '[]'))).toMatchObject({ kind: 'retry' });
  });
});
