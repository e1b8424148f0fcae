import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { AwsConnection } from './aws-connection.js';
import { s3ObjectStore } from './s3-object-store.js';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** An S3 API that answers as told; tells which requests came. */
async function s3Api(answer: (request: IncomingMessage, response: ServerResponse, count: number) => void) {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    answer(request, response, requests.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { requests, endpoint: `http://127.0.0.1:${port}` };
}

function storeAt(endpoint: string, options: AwsConnection = {}) {
  const env = { AWS_ENDPOINT_URL: endpoint, AWS_REGION: 'eu-west-1' };
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  const store = s3ObjectStore(options, env);
  closing.push(() => store.close());
  return store;
}

function errorXml(code: string, message: string): string {
  return `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
}

const read = async (bytes: AsyncIterable<Uint8Array>) => Buffer.concat(await Array.fromAsync(bytes)).toString();

describe('an S3 API', () => {
  it('at an endpoint of its own is addressed by path, keys written as they are', async () => {
    const api = await s3Api((_, response) => response.end('hello'));
    expect(await read(storeAt(api.endpoint).read('logs', 'AWSLogs/a b+c/ü.json.gz'))).toBe('hello');
    expect(api.requests).toEqual(['GET /logs/AWSLogs/a%20b%2Bc/%C3%BC.json.gz?x-id=GetObject']);
  });

  it('that throttles is asked again until it answers', async () => {
    const api = await s3Api((_, response, count) => {
      if (count <= 3) response.writeHead(503).end(errorXml('SlowDown', 'Please reduce your request rate.'));
      else response.end('at last');
    });
    expect(await read(storeAt(api.endpoint).read('logs', 'x'))).toBe('at last');
    expect(api.requests).toHaveLength(4);
  }, 20_000);

  it.each([
    [
      403,
      errorXml(
        'AccessDenied',
        'User: arn:aws:iam::111122223333:user/reader is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::logs/x" because no identity-based policy allows the s3:GetObject action',
      ),
      'access_denied',
      /^arn:aws:iam::111122223333:user\/reader may not s3:GetObject on s3:\/\/logs\/x: grant it/,
    ],
    [
      403,
      errorXml('AccessDenied', 'Access Denied'),
      'access_denied',
      /^this principal may not s3:GetObject on s3:\/\/logs\/x/,
    ],
    [404, errorXml('NoSuchKey', 'The specified key does not exist.'), 'gone', /s3:\/\/logs\/x is not there any more/],
    [
      403,
      errorXml(
        'AccessDenied',
        'User: arn:aws:sts::111122223333:assumed-role/reader/i is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:111122223333:key/1 because no identity-based policy allows it',
      ),
      'access_denied',
      /^s3:\/\/logs\/x is encrypted and its key cannot be used: grant kms:Decrypt/,
    ],
    [400, errorXml('KMS.DisabledException', 'the key is disabled'), 'access_denied', /grant kms:Decrypt on the key/],
    [404, errorXml('NoSuchBucket', 'no'), 'no_such_bucket', /there is no bucket for s3:\/\/logs\/x/],
    [403, errorXml('InvalidObjectState', 'archived'), 'archived', /s3:\/\/logs\/x is archived: restore it/],
  ] as const)('that answers %i %s is one sentence', async (status, body, kind, sentence) => {
    const api = await s3Api((_, response) => response.writeHead(status).end(body));
    const failed = await read(storeAt(api.endpoint).read('logs', 'x')).catch((error: unknown) => error);
    expect(failed).toMatchObject({ name: 'ObjectStoreError', kind, message: expect.stringMatching(sentence) });
  });

  it('that refuses to list says so with the action', async () => {
    const api = await s3Api((_, response) => response.writeHead(403).end(errorXml('AccessDenied', 'Access Denied')));
    const listing = Array.fromAsync(storeAt(api.endpoint).list('logs', 'AWSLogs/'));
    await expect(listing).rejects.toMatchObject({
      kind: 'access_denied',
      message: expect.stringMatching(/s3:ListBucket on s3:\/\/logs\/AWSLogs\//),
    });
  });

  it('whose answer breaks off in the middle rejects the rest', async () => {
    const api = await s3Api((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => response.destroy());
    });
    await expect(read(storeAt(api.endpoint).read('logs', 'x'))).rejects.toMatchObject({ kind: 'environment' });
  });
});
