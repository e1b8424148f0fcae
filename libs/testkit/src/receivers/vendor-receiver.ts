import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Fault, playFault } from './fault.js';

/** A request as a vendor's API sees it. */
export interface VendorRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a vendor's API answers; `objection` says why, where it refuses. */
export interface VendorAnswer {
  readonly status: number;
  readonly body: string;
  readonly contentType?: string;
  /** Seconds, or an HTTP date. */
  readonly retryAfter?: string;
  readonly objection?: string;
}

export interface ReceivedRequest extends VendorRequest {
  readonly atMs: number;
  /** Absent where a fault was played instead of an answer. */
  readonly answer?: VendorAnswer;
  readonly fault?: Fault['kind'];
}

/** A stand-in for a vendor's API on 127.0.0.1, as strict as the vendor. */
export interface VendorReceiver {
  /** Without a path. */
  readonly origin: string;
  readonly requests: readonly ReceivedRequest[];
  /** Faults for the next requests, in order, one each. */
  script(...faults: readonly Fault[]): void;
  close(): Promise<void>;
}

/** Starts one that answers each request as `judge` says, unless a fault is scripted for it. */
export async function startVendorReceiver(judge: (request: VendorRequest) => VendorAnswer): Promise<VendorReceiver> {
  const requests: ReceivedRequest[] = [];
  const faults: Fault[] = [];

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = incoming;
    const request = { method, path, headers, body: await text(incoming) };
    const fault = faults.shift();
    if (fault?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.ms));
    if (fault && fault.kind !== 'delay') {
      requests.push({ ...request, atMs: Date.now(), fault: fault.kind });
      return playFault(fault, response);
    }
    const answer = judge(request);
    requests.push({ ...request, atMs: Date.now(), answer });
    const { status, body, contentType = 'text/plain', retryAfter } = answer;
    response.writeHead(status, {
      'content-type': contentType,
      ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
    });
    response.end(body);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    script: (...more) => void faults.push(...more),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The JSON object a text holds; undefined where it holds none. */
export function jsonObject(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
