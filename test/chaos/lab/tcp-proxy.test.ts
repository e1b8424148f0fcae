import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.js';

let echo: Server;
let proxy: TcpProxy;
let received = '';

beforeEach(async () => {
  received = '';
  echo = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      received += data.toString();
      socket.write(data);
    });
  });
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
  proxy = await startTcpProxy(`127.0.0.1:${(echo.address() as AddressInfo).port}`);
});
afterEach(async () => {
  await proxy.close();
  echo.close();
});

async function client(): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port: proxy.port });
  socket.on('error', () => undefined);
  await happens(socket, 'connect');
  return socket;
}

/** Not `once` of node:events, which rejects at the error that comes before the close. */
function happens(socket: Socket, event: string): Promise<unknown> {
  return new Promise((resolve) => socket.once(event, resolve));
}

/** The answer, or what happened instead within 400 ms. */
async function say(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  return await Promise.race([
    happens(socket, 'data').then(String),
    happens(socket, 'close').then(() => 'closed'),
    sleep(400).then(() => 'silence'),
  ]);
}

describe('the TCP proxy', () => {
  it('passes bytes on', async () => {
    expect(await say(await client(), 'hello')).toBe('hello');
  });

  it('holds bytes back', async () => {
    proxy.set({ toClient: { latencyMs: 150 } });
    const before = Date.now();
    expect(await say(await client(), 'hello')).toBe('hello');
    expect(Date.now() - before).toBeGreaterThanOrEqual(140);
  });

  it('swallows one direction of a connection that is open, and gives it back', async () => {
    const socket = await client();
    expect(await say(socket, 'a')).toBe('a');
    proxy.set({ toClient: { isBlackhole: true } });
    expect(await say(socket, 'b')).toBe('silence');
    expect(received).toBe('ab');
    proxy.set({});
    expect(await say(socket, 'c')).toBe('c');
  });

  it('takes connections and says nothing', async () => {
    proxy.set({ connections: 'hang' });
    expect(await say(await client(), 'hello')).toBe('silence');
    expect(received).toBe('');
  });

  it('resets new connections', async () => {
    proxy.set({ connections: 'refuse' });
    const socket = connect({ host: '127.0.0.1', port: proxy.port });
    socket.on('error', () => undefined);
    await happens(socket, 'close');
    expect(received).toBe('');
  });

  it('cuts a connection after so many bytes', async () => {
    proxy.set({ cutAfterBytes: 5 });
    const socket = await client();
    expect(await say(socket, 'abc')).toBe('abc');
    expect(await say(socket, 'def')).toBe('closed');
  });

  it('cuts what is open, and takes what comes', async () => {
    const socket = await client();
    expect(await say(socket, 'a')).toBe('a');
    const closed = happens(socket, 'close');
    proxy.cut('reset');
    await closed;
    expect(await say(await client(), 'b')).toBe('b');
  });

  it('sends no more than so many bytes a second', async () => {
    proxy.set({ toServer: { bytesPerSecond: 100 } });
    const before = Date.now();
    expect(await say(await client(), 'x'.repeat(20))).toBe('x'.repeat(20));
    expect(Date.now() - before).toBeGreaterThanOrEqual(190);
  });
});
