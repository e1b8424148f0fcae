import { CodedError } from '@trailhound/contracts';
import type { Logger } from '@trailhound/ports';
import type { RedisConnection } from './redis-connection.js';

/**
 * Looks at the server's settings before anything is trusted to it. Evicting keys would lose counts without a trace, so
 * any eviction policy refuses the start (`STORE_MISCONFIGURED`); weaker persistence is warned of, because a lost tail is
 * found and read again. Managed servers may hide their settings: that is said, once. Rejects with STORE_UNAVAILABLE while
 * Redis is away.
 */
export async function checkRedis(connection: RedisConnection, logger: Logger): Promise<void> {
  const settings = await connection
    .run(async (client) => {
      const [policy, aof, fsync] = await Promise.all(
        ['maxmemory-policy', 'appendonly', 'appendfsync'].map(
          async (name) => ((await client.config('GET', name)) as string[])[1],
        ),
      );
      return { policy, aof, fsync };
    })
    .catch((error: unknown) => {
      if (error instanceof CodedError && !isHidden(error.cause)) throw error;
      logger.warn(
        { err: error },
        'Redis hides its settings; make sure of maxmemory-policy noeviction and appendonly yes',
      );
      return undefined;
    });
  if (!settings) return;
  if (settings.policy !== undefined && settings.policy !== 'noeviction') {
    throw new CodedError(
      'STORE_MISCONFIGURED',
      `Redis may evict keys (maxmemory-policy ${settings.policy}), which would lose counts: set maxmemory-policy noeviction`,
    );
  }
  if (settings.aof !== 'yes')
    logger.warn(
      { appendonly: settings.aof },
      'Redis does not keep an append-only file: a restart loses all counts and reads the log again',
    );
  else if (settings.fsync !== 'always')
    logger.info(
      { appendfsync: settings.fsync },
      'Redis may lose its last second in a crash; what is lost is found and read again',
    );
}

function isHidden(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('NOPERM');
}
