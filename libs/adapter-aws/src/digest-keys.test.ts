import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { digestKeysOfAws } from './digest-keys.js';

it('keys of digests are asked for page by page, as the API tells them', async () => {
  const asked: unknown[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const { NextToken } = JSON.parse(body) as { NextToken?: string };
      asked.push(request.headers['x-amz-target'], NextToken);
      const key = NextToken === undefined ? { Fingerprint: 'f1', Value: 'AQI=' } : { Fingerprint: 'f2', Value: 'Aw==' };
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      response.end(JSON.stringify({ PublicKeyList: [key], ...(NextToken === undefined && { NextToken: 'more' }) }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const keys = await digestKeysOfAws({ AWS_ENDPOINT_URL_CLOUDTRAIL: endpoint })('eu-west-1', 0, 3_600_000);
  expect([...keys]).toEqual([
    ['f1', 'AQI='],
    ['f2', 'Aw=='],
  ]);
  const target = expect.stringMatching(/ListPublicKeys$/);
  expect(asked).toEqual([target, undefined, target, 'more']);
});
