import { createRequire } from 'node:module';
import type { ISocketFactory } from 'kafkajs';

const makeSockets: () => ISocketFactory = createRequire(import.meta.url)('kafkajs/src/network/socketFactory');

/**
 * kafkajs' own sockets, which may be let go of again and again: kafkajs 2.2.4 does so on every try to reach a broker that
 * is away, and a socket that was closed would remember each in a listener of its own, for as long as the outage lasts.
 */
export function sockets(): ISocketFactory {
  const make = makeSockets();
  return (options) => {
    const socket = make(options);
    const unref = socket.unref.bind(socket);
    socket.unref = () => (socket.destroyed ? socket : unref());
    return socket;
  };
}
