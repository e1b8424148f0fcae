import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, it } from 'vitest';
import { startWebhookReceiver, type WebhookReceiver, type WebhookReceiverOptions } from './webhook-receiver.js';

const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const good = JSON.stringify({ type: 'alert.fired', timestamp: '2026-03-01T10:00:00Z', data: { id: 'a' } });

let receiver: WebhookReceiver;
afterEach(() => receiver.close());
async function start(options: Partial<WebhookReceiverOptions> = {}): Promise<WebhookReceiver> {
  receiver = await startWebhookReceiver({ secret, ...options });
  return receiver;
}

interface Sent {
  readonly id?: string;
  readonly body?: string;
  readonly signedBody?: string;
  readonly key?: string;
  readonly ageSeconds?: number;
  readonly type?: string;
  readonly method?: string;
  readonly path?: string;
}

async function send(sent: Sent = {}): Promise<number> {
  const { id = 'msg_1', body = good, key = secret, ageSeconds = 0, type = 'application/json', method = 'POST' } = sent;
  const at = new Date(Date.now() - ageSeconds * 1_000);
  const headers = {
    'content-type': type,
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(key).sign(id, at, sent.signedBody ?? body),
  };
  const response = await fetch(receiver.url.replace('/hook', sent.path ?? '/hook'), { method, headers, body });
  await response.text();
  return response.status;
}

describe('the strict webhook receiver', () => {
  it('accepts a correct webhook, also a second time, and names it once', async () => {
    await start();
    expect([await send(), await send()]).toEqual([200, 200]);
    expect(receiver.accepted).toEqual(['msg_1']);
    expect(receiver.requests).toHaveLength(2);
  });

  it.each<{ name: string; sent: Sent }>([
    { name: 'signed with another key', sent: { key: `whsec_${Buffer.alloc(32, 2).toString('base64')}` } },
    { name: 'changed after signing', sent: { signedBody: `${good} ` } },
    { name: 'ten minutes old', sent: { ageSeconds: 600 } },
    { name: 'ten minutes ahead', sent: { ageSeconds: -600 } },
    { name: 'of another content type', sent: { type: 'text/plain' } },
    { name: 'larger than 20 KB', sent: { body: good.replace('"a"', `"${'a'.repeat(21_000)}"`) } },
    { name: 'no JSON', sent: { body: 'hello' } },
    { name: 'without a type', sent: { body: '{"timestamp":"2026-03-01T10:00:00Z","data":{}}' } },
    { name: 'with an unusable timestamp', sent: { body: '{"type":"a","timestamp":"soon","data":{}}' } },
    { name: 'with members of its own', sent: { body: good.replace('{', '{"more":1,') } },
    { name: 'put instead of posted', sent: { method: 'PUT' } },
    { name: 'sent to another path', sent: { path: '/other' } },
    { name: 'with an odd id', sent: { id: 'a.b' } },
  ])('refuses one that is $name', async ({ sent }) => {
    await start();
    expect(await send(sent)).toBe(400);
    expect(receiver.accepted).toEqual([]);
    expect(receiver.requests[0]?.objection).toBeTypeOf('string');
  });

  it('refuses another body under an id it knows', async () => {
    await start();
    await send();
    expect(await send({ body: good.replace('"a"', '"b"') })).toBe(400);
  });

  it('plays scripted faults in order and keeps every request in its file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'trailhound-receiver-'));
    try {
      const file = join(folder, 'received.ndjson');
      await start({ file });
      receiver.script({ kind: 'status', status: 503, retryAfter: '1' }, { kind: 'reset' });
      expect(await send()).toBe(503);
      await expect(send()).rejects.toThrow();
      expect(await send()).toBe(200);
      const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
      expect(lines.map((line) => JSON.parse(line).fault)).toEqual(['status', 'reset', undefined]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('says what it received when what a test waits for does not come', async () => {
    await start();
    await send({ id: 'msg_7' });
    await expect(receiver.until(({ accepted }) => accepted.length === 2, 50)).rejects.toThrow('msg_7');
    await receiver.until(({ accepted }) => accepted.length === 1, 50);
  });
});
