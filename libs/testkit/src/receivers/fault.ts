import type { ServerResponse } from 'node:http';

/** How a receiver misbehaves on one request. The request is recorded and verified all the same. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string; readonly body?: string }
  /** Takes the request and never answers. */
  | { readonly kind: 'hang' }
  /** Answers after `ms`. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Sends headers, then one byte of the body every `everyMs`, for ever. */
  | { readonly kind: 'slow-body'; readonly status: number; readonly everyMs: number }
  /** Cuts the connection before any answer. */
  | { readonly kind: 'reset' }
  /** Sends the headers and cuts the connection in the middle of the body. */
  | { readonly kind: 'reset-after-headers'; readonly status: number }
  /** Announces and sends a body of `bytes` bytes. */
  | { readonly kind: 'huge-body'; readonly status: number; readonly bytes: number }
  /** Sends header lines without end. */
  | { readonly kind: 'endless-headers' }
  | { readonly kind: 'redirect'; readonly status: 301 | 302 | 307 | 308; readonly location: string };

const chunk = Buffer.alloc(64 * 1024, 'x');

/** Plays a fault on the answer. Nothing here outlives the connection. */
export function playFault(fault: Exclude<Fault, { kind: 'delay' }>, response: ServerResponse): void {
  switch (fault.kind) {
    case 'status':
      response.writeHead(fault.status, fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter });
      response.end(fault.body ?? '');
      return;
    case 'hang':
      return;
    case 'slow-body': {
      response.writeHead(fault.status).write('.');
      const timer = setInterval(() => response.write('.'), fault.everyMs);
      response.once('close', () => clearInterval(timer));
      return;
    }
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'reset-after-headers':
      response.writeHead(fault.status, { 'content-length': 1_000 }).write('half');
      setTimeout(() => response.socket?.resetAndDestroy(), 20);
      return;
    case 'huge-body':
      response.writeHead(fault.status, { 'content-length': fault.bytes });
      pour(response, fault.bytes);
      return;
    case 'endless-headers': {
      const { socket } = response;
      socket?.write('HTTP/1.1 200 OK\r\n');
      const timer = setInterval(() => socket?.write(`x-more: ${'y'.repeat(500)}\r\n`), 2);
      socket?.once('close', () => clearInterval(timer));
      socket?.on('error', () => clearInterval(timer));
      return;
    }
    case 'redirect':
      response.writeHead(fault.status, { location: fault.location }).end();
      return;
    default:
      fault satisfies never;
  }
}

/** Writes no faster than the other side reads, so that what it reads can be told from what it was offered. */
function pour(response: ServerResponse, bytes: number): void {
  let left = bytes;
  const more = () => {
    while (left > 0 && !response.destroyed) {
      const part = chunk.subarray(0, Math.min(left, chunk.length));
      left -= part.length;
      if (!response.write(part)) return void response.once('drain', more);
    }
    if (left === 0) response.end();
  };
  more();
}
