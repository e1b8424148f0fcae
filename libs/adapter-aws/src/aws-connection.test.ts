import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { s3ObjectStore } from './s3-object-store.js';
import { sqsMessageQueue } from './sqs-message-queue.js';

interface Asked {
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Something that speaks HTTP; tells what it was asked. */
async function serverThat(answer: (asked: Asked, response: ServerResponse) => void) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const one = { line: `${request.method} ${request.url}`, headers: request.headers, body };
      asked.push(one);
      answer(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const read = async (bytes: AsyncIterable<Uint8Array>) => Buffer.concat(await Array.fromAsync(bytes)).toString();

it('AWS is reached through the proxy of the environment', async () => {
  const proxy = await serverThat((_, response) => response.end('through the proxy'));
  const store = s3ObjectStore({ endpoint: 'http://s3.example.test' }, { HTTP_PROXY: proxy.url });
  onTestFinished(() => store.close());
  expect(await read(store.read('trail', 'k'))).toBe('through the proxy');
  expect(proxy.asked.map(({ line }) => line)).toEqual(['GET http://s3.example.test/trail/k?x-id=GetObject']);
});

it('a host of NO_PROXY is reached without it', async () => {
  const proxy = await serverThat((_, response) => response.writeHead(500).end());
  const api = await serverThat((_, response) => response.end('directly'));
  const store = s3ObjectStore({ endpoint: api.url }, { HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' });
  onTestFinished(() => store.close());
  expect(await read(store.read('trail', 'k'))).toBe('directly');
  expect(proxy.asked).toEqual([]);
});

it('a bucket is read under its role, which is asked for with the external id', async () => {
  const api = await serverThat(({ line }, response) => {
    if (!line.startsWith('POST')) return response.end('content');
    const credentials =
      '<AccessKeyId>ASIAOFTHEROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>';
    response.setHeader('content-type', 'text/xml');
    response.end(
      `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>${credentials}</Credentials></AssumeRoleResult></AssumeRoleResponse>`,
    );
  });
  const role = { arn: 'arn:aws:iam::444455556666:role/trail-reader', externalId: 'acme-1' };
  const store = s3ObjectStore({ role }, { AWS_ENDPOINT_URL: api.url });
  onTestFinished(() => store.close());
  expect(await read(store.read('trail', 'k'))).toBe('content');
  const [assumed, got] = api.asked;
  const form = new URLSearchParams(assumed?.body);
  expect(Object.fromEntries(form)).toMatchObject({
    ...{ Action: 'AssumeRole', RoleArn: role.arn, ExternalId: 'acme-1', RoleSessionName: 'trailhound' },
  });
  expect(got?.headers['authorization']).toContain('Credential=ASIAOFTHEROLE/');
});

it.each([
  ['AWS.SimpleQueueService.NonExistentQueue', 'no_such_queue', /there is no queue http.*check the URL and the region/],
  ['AccessDeniedException', 'access_denied', /sqs:ReceiveMessage on http.* is denied: grant it/],
  ['KmsAccessDenied', 'access_denied', /kms:Decrypt where the queue is encrypted/],
] as const)('a queue that answers %s is one sentence', async (code, kind, sentence) => {
  const api = await serverThat((_, response) => {
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-query-error': `${code};Sender` });
    response.end(JSON.stringify({ __type: `com.amazonaws.sqs#${code}`, message: 'no' }));
  });
  const queue = sqsMessageQueue(`${api.url}/111122223333/trail`, { endpoint: api.url }, {});
  onTestFinished(() => queue.close());
  const failed = await queue.receive(1, 1_000, new AbortController().signal).catch((error: unknown) => error);
  expect(failed).toMatchObject({ name: 'MessageQueueError', kind, message: expect.stringMatching(sentence) });
});
