import { type RedisServer, waitUntil } from '@trailhound/testkit/launchers';
import { Redis } from 'ioredis';

/** A connection that outlives what is done to the server. */
export function connected(server: RedisServer): Redis {
  const client = new Redis(server.url, { maxRetriesPerRequest: 20 });
  client.on('error', () => undefined); // it is killed here, which is the point
  return client;
}

/** Resolves once `replica` has everything `server` has written by then. */
export async function followed(replica: Redis, server: RedisServer): Promise<void> {
  const { hostname, port } = new URL(server.url);
  await replica.replicaof(hostname, Number(port));
  const primary = connected(server);
  try {
    const target = numberIn(await primary.info('replication'), 'master_repl_offset');
    await waitUntil('the replica has caught up', async () => {
      const info = await replica.info('replication');
      return info.includes('master_link_status:up') && numberIn(info, 'slave_repl_offset') >= target;
    });
  } finally {
    primary.disconnect();
  }
}

/** Makes `next` the primary with everything `server` has: writes wait meanwhile. */
export async function handedOver(server: RedisServer, next: Redis): Promise<void> {
  const primary = connected(server);
  try {
    await followed(next, server);
    await primary.call('CLIENT', 'PAUSE', '10000', 'WRITE');
    await followed(next, server);
    await next.replicaof('NO', 'ONE');
  } finally {
    primary.disconnect();
  }
}

function numberIn(info: string, name: string): number {
  return Number(new RegExp(`${name}:(\\d+)`).exec(info)?.[1] ?? Number.NaN);
}
