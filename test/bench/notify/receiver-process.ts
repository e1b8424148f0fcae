import { createServer } from 'node:http';

/** What arrived since it was told to forget. */
export interface Arrived {
  /** Different ones; what came twice counts once. */
  readonly deliveries: number;
  /** From when an alert was published to when its delivery first arrived, milliseconds. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

// A process of its own: receivers do not share the notifier's event loop. `/hang/…` never answers; `/hook/…` answers 204.

const seen = new Set<string>();
let delays: number[] = [];

const server = createServer((request, response) => {
  if (request.url?.startsWith('/hang/')) return;
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const nowMs = Date.now();
    response.writeHead(204).end();
    const id = String(request.headers['webhook-id'] ?? '');
    if (id === '' || seen.has(id)) return;
    seen.add(id);
    const [, firedAt = ''] = /"firedAt":"([^"]+)"/.exec(Buffer.concat(parts).toString('utf8')) ?? [];
    delays.push(nowMs - Date.parse(firedAt));
  });
});

process.on('message', (asked) => {
  if (asked === 'forget') {
    seen.clear();
    delays = [];
  }
  const sorted = delays.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const arrived: Arrived = { deliveries: sorted.length, p50Ms: at(0.5), p99Ms: at(0.99), maxMs: sorted.at(-1) ?? 0 };
  process.send?.(arrived);
});
process.on('disconnect', () => process.exit());

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : undefined });
});
