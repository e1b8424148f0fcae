import { freePort } from '@trailhound/testkit/launchers';
import { describe, expect, it } from 'vitest';
import { sockets } from './sockets.js';

describe('the socket of a broker that is away', () => {
  it('remembers nothing of how often kafkajs let go of it', async () => {
    const socket = sockets()({ host: '127.0.0.1', port: await freePort(), ssl: {}, onConnect: () => undefined });
    socket.on('error', () => undefined);
    await new Promise((resolve) => socket.once('close', resolve));
    const before = socket.listenerCount('connect');
    for (let time = 0; time < 20; time += 1) socket.unref();
    expect(socket.listenerCount('connect')).toBe(before);
  });
});
