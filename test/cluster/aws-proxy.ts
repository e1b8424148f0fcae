import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AwsApi } from '@trailhound/testkit/launchers';
import { onTestFinished } from 'vitest';

/** What happens to a request on its way: an answer in place of the API's, or the API's cut off after half of its body. */
export type AwsFault = { readonly status: number; readonly body: string } | 'truncated';

/** The API behind something that goes wrong as told. */
export interface AwsProxy {
  readonly aws: AwsApi;
  /** `METHOD /path` of every request, in order. */
  readonly requests: readonly string[];
  /** Asked for each request; undefined lets it pass. */
  fault: (request: string) => AwsFault | undefined;
}

export async function awsProxy(aws: AwsApi): Promise<AwsProxy> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const line = `${request.method} ${request.url}`;
    requests.push(line);
    const fault = proxy.fault(line);
    if (fault !== undefined && fault !== 'truncated') {
      request.resume();
      response.writeHead(fault.status, { 'content-type': 'application/xml' }).end(fault.body);
      return;
    }
    const { method, headers } = request;
    const onward = send(`${aws.endpoint}${request.url}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      if (fault === undefined) answer.pipe(response);
      else {
        const half = Number(answer.headers['content-length'] ?? 0) >> 1;
        answer.once('data', (chunk: Buffer) => response.write(chunk.subarray(0, half), () => response.destroy()));
      }
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const proxied: AwsApi = {
    ...{ endpoint, env: { ...aws.env, AWS_ENDPOINT_URL: endpoint } },
    stop: async () => undefined,
  };
  const proxy: AwsProxy = { aws: proxied, requests, fault: () => undefined };
  return proxy;
}
