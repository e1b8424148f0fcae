import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChaosObject } from '../input/objects.js';

/** How the bucket misbehaves on one request for an object. */
export type BucketFault = 'throttle' | 'unavailable' | 'cut' | { readonly delayMs: number };

/**
 * As much of S3 as a reader of a bucket needs. All objects are listed from the start; each is answered only once it was
 * released, so that the reader gets them at the pace of the run.
 */
export interface ChaosBucket {
  /** For `sources[].s3.endpoint`. */
  readonly endpoint: string;
  readonly url: string;
  /** Lets the objects up to this number be read. */
  release(objects: number): void;
  readonly released: number;
  readonly objects: number;
  /** Decides on each request how to misbehave. */
  misbehave(decide: ((key: string, request: number) => BucketFault | undefined) | undefined): void;
  close(): Promise<void>;
}

const bucket = 'chaos';

export async function startBucket(objects: readonly ChaosObject[]): Promise<ChaosBucket> {
  let released = 0;
  let requests = 0;
  let decide: ((key: string, request: number) => BucketFault | undefined) | undefined;
  const waiting = new Set<{ readonly at: number; readonly go: () => void }>();
  const numbers = new Map(objects.map(({ key }, at) => [key, at]));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://bucket');
    if (searchParams.has('list-type')) return list(response, searchParams.get('prefix') ?? '');
    const key = decodeURIComponent(pathname.slice(`/${bucket}/`.length));
    const at = numbers.get(key);
    const object = at === undefined ? undefined : objects[at];
    if (at === undefined || object === undefined) return failure(response, 404, 'NoSuchKey');
    if (at >= released) {
      const { promise, resolve: go } = Promise.withResolvers<void>();
      const one = { at, go };
      waiting.add(one);
      response.once('close', go);
      await promise;
      waiting.delete(one);
    }
    if (response.destroyed) return;
    requests += 1;
    const fault = decide?.(key, requests);
    if (fault === 'throttle') return failure(response, 503, 'SlowDown');
    if (fault === 'unavailable') return failure(response, 500, 'InternalError');
    if (typeof fault === 'object') await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
    response.writeHead(200, {
      'content-length': object.body.length,
      etag: etag(object),
      'content-type': 'application/json',
    });
    if (fault !== 'cut') return void response.end(object.body);
    response.write(object.body.subarray(0, object.body.length >> 1));
    setTimeout(() => response.socket?.resetAndDestroy(), 20);
  }

  function list(response: ServerResponse, prefix: string): void {
    const contents = objects
      .filter(({ key }) => key.startsWith(prefix))
      .map((object) => {
        const facts = `<Size>${object.body.length}</Size><LastModified>2026-03-03T00:00:00.000Z</LastModified>`;
        return `<Contents><Key>${object.key}</Key><ETag>${etag(object)}</ETag>${facts}</Contents>`;
      });
    response.writeHead(200, { 'content-type': 'application/xml' });
    response.end(
      `<ListBucketResult><Name>${bucket}</Name><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`,
    );
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...{ endpoint, url: `s3://${bucket}/AWSLogs/`, objects: objects.length },
    get released() {
      return released;
    },
    release(count) {
      released = Math.max(released, count);
      for (const { at, go } of waiting) if (at < released) go();
    },
    misbehave(next) {
      decide = next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function etag({ body }: ChaosObject): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}

function failure(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(`<Error><Code>${code}</Code><Message>as the run asked for</Message></Error>`);
}
