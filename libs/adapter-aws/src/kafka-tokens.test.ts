import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { kafkaTokensOfAws } from './kafka-tokens.js';

const startMs = Date.UTC(2026, 0, 15, 12);

/** The signed request that a token stands for. */
function requestIn({ value }: { readonly value: string }): URL {
  return new URL(Buffer.from(value, 'base64url').toString());
}

describe('a token for a broker that asks for IAM', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: startMs, toFake: ['Date'] });
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'a secret of the test');
    vi.stubEnv('AWS_SESSION_TOKEN', 'a session');
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllEnvs();
  });

  it('is a signed request to connect, in the region of the cluster, by the identity of the process', async () => {
    const url = requestIn(await kafkaTokensOfAws({ region: 'eu-west-1' })());
    expect(url.host).toBe('kafka.eu-west-1.amazonaws.com');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      Action: 'kafka-cluster:Connect',
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': 'AKIDEXAMPLE/20260115/eu-west-1/kafka-cluster/aws4_request',
      'X-Amz-Expires': '900',
      'X-Amz-Security-Token': 'a session',
      'X-Amz-Signature': expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(url.href).not.toContain('secret');
  });

  it('is shared by connections that open together, and another one while it is good for ten minutes yet', async () => {
    const token = kafkaTokensOfAws({ region: 'eu-west-1' });
    const first = await token();
    vi.setSystemTime(startMs + 4 * 60_000);
    expect((await token()).value).toBe(first.value);
    vi.setSystemTime(startMs + 6 * 60_000);
    expect(requestIn(await token()).searchParams.get('X-Amz-Date')).toBe('20260115T120600Z');
  });
});
