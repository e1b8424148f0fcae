import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Transform, type TransformCallback } from 'node:stream';

/** What becomes of the bytes of one direction. */
export interface Passage {
  /** Milliseconds every piece is held back. */
  readonly latencyMs?: number;
  /** Nothing goes through; the sender sees no error. */
  readonly isBlackhole?: boolean;
  /** At most so many bytes a second. */
  readonly bytesPerSecond?: number;
}

/** How the proxy treats connections, from now on and for those that are open. */
export interface ProxyMode {
  /** `refuse`: none is taken; `hang`: they are taken and nothing answers. Default `take`. */
  readonly connections?: 'take' | 'refuse' | 'hang';
  readonly toServer?: Passage;
  readonly toClient?: Passage;
  /** Each connection is cut, by RST, once so many bytes went to the server. */
  readonly cutAfterBytes?: number;
}

/** A TCP proxy on 127.0.0.1 that misbehaves as it is told. */
export interface TcpProxy {
  readonly port: number;
  /** `host:port` of this proxy. */
  readonly address: string;
  /** Sets what it does; `{}` is to pass everything on. */
  set(mode: ProxyMode): void;
  /** Points it at another server; open connections stay where they are. */
  target(address: string): void;
  /** Cuts every open connection: by RST, or so that only the client's side learns of it (`half`). */
  cut(how: 'reset' | 'half'): void;
  readonly connections: number;
  close(): Promise<void>;
}

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  sentBytes: number;
}

export async function startTcpProxy(server = ''): Promise<TcpProxy> {
  let target = server;
  let mode: ProxyMode = {};
  const pairs = new Set<Pair>();
  const hanging = new Set<Socket>();

  const listener = createServer((client) => {
    client.on('error', () => undefined);
    if (mode.connections === 'refuse') return void client.resetAndDestroy();
    if (mode.connections === 'hang') {
      hanging.add(client);
      client.resume().once('close', () => hanging.delete(client));
      return;
    }
    join(client);
  });

  function join(client: Socket): void {
    const [host = '', port] = target.split(':');
    const upstream = connect({ host, port: Number(port) });
    const pair: Pair = { client, server: upstream, sentBytes: 0 };
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      client.destroy();
      upstream.destroy();
    };
    upstream.on('error', () => client.resetAndDestroy());
    client.once('close', end);
    upstream.once('close', end);
    client
      .pipe(
        passage(
          () => mode.toServer,
          (bytes) => count(pair, bytes),
        ),
      )
      .pipe(upstream);
    upstream.pipe(passage(() => mode.toClient)).pipe(client);
  }

  function count(pair: Pair, bytes: number): void {
    pair.sentBytes += bytes;
    if (mode.cutAfterBytes !== undefined && pair.sentBytes >= mode.cutAfterBytes) reset(pair);
  }

  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  return {
    port,
    address: `127.0.0.1:${port}`,
    set(next) {
      mode = next;
      if (mode.connections !== 'hang') for (const socket of hanging) socket.resetAndDestroy();
      for (const pair of pairs) pair.sentBytes = 0;
    },
    target(address) {
      target = address;
    },
    cut(how) {
      for (const pair of pairs) {
        if (how === 'reset') reset(pair);
        else pair.client.destroy();
      }
    },
    get connections() {
      return pairs.size + hanging.size;
    },
    async close() {
      for (const pair of pairs) reset(pair);
      for (const socket of hanging) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

function reset({ client, server }: Pair): void {
  client.resetAndDestroy();
  server.resetAndDestroy();
}

/** Asks for the mode anew with every piece, so that open connections change, too. */
function passage(mode: () => Passage | undefined, seen: (bytes: number) => void = () => undefined): Transform {
  return new Transform({
    transform(piece: Buffer, _encoding: string, done: TransformCallback) {
      const { latencyMs = 0, isBlackhole = false, bytesPerSecond } = mode() ?? {};
      seen(piece.length);
      if (isBlackhole) return done();
      const waitMs = latencyMs + (bytesPerSecond === undefined ? 0 : (1_000 * piece.length) / bytesPerSecond);
      if (waitMs === 0) return done(null, piece);
      setTimeout(() => done(null, piece), waitMs);
    },
  });
}
