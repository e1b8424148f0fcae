import { readFileSync } from 'node:fs';
import { CodedError } from '@trailhound/contracts';
import { Redis } from 'ioredis';
import { type RedisOptions, schemaVersion } from './redis-options.js';

const scripts = {
  applyWindows: 'apply-windows',
  judgeGroup: 'judge-group',
  setIfUnmoved: 'set-if-unmoved',
  replaceCheckpoint: 'replace-checkpoint',
  enqueueDeliveries: 'enqueue-deliveries',
  claimDeliveries: 'claim-deliveries',
  extendDelivery: 'extend-delivery',
  finishDelivery: 'finish-delivery',
  rescheduleDelivery: 'reschedule-delivery',
  replayDelivery: 'replay-delivery',
  holdDeliveries: 'hold-deliveries',
  settleDeliveries: 'settle-deliveries',
  rewriteDelivery: 'rewrite-delivery',
  addTallies: 'add-tallies',
} as const;

export type ScriptName = keyof typeof scripts;

const sources = Object.fromEntries(
  Object.entries(scripts).map(([name, file]) => [
    name,
    readFileSync(new URL(`../scripts/${file}.lua`, import.meta.url), 'utf8'),
  ]),
) as Readonly<Record<ScriptName, string>>;

/** Replies by which Redis says "not now": it is loading, a replica, full, or cannot persist. */
const notNow =
  /^(LOADING|READONLY|OOM|MISCONF|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|BUSY|NOREPLICAS|NOAUTH|WRONGPASS|NOPERM)\b/;

/**
 * One connection with the settings a store needs that must never guess: no queue in memory while Redis is away, nothing
 * resent behind the caller's back, a bound on every command. Whatever keeps a command from being carried out rejects
 * with STORE_UNAVAILABLE.
 */
export class RedisConnection {
  readonly client: Redis;
  readonly prefix: string;
  readonly #shas = new Map<ScriptName, string>();
  #saidUnreachable = false;

  constructor(options: RedisOptions) {
    this.prefix = `${options.keyPrefix ?? 'trailhound:'}${schemaVersion}:`;
    this.client = new Redis(options.url, {
      maxRetriesPerRequest: 1,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      commandTimeout: options.commandTimeoutMs ?? 2000,
      connectTimeout: 3000,
      enableReadyCheck: true,
      retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 6), 2000),
      reconnectOnError: (error) => (error.message.startsWith('READONLY') ? 2 : false),
      ...(options.tls && { tls: { ...options.tls } }),
    });
    this.client.on('error', (err: Error) => {
      if (!this.#saidUnreachable)
        options.logger.warn({ err }, 'Redis cannot be reached; waiting until it can, nothing is dropped');
      this.#saidUnreachable = true;
    });
    this.client.on('ready', () => {
      if (this.#saidUnreachable) options.logger.info({}, 'Redis is reachable again');
      this.#saidUnreachable = false;
      this.#shas.clear(); // a restarted server has forgotten the scripts
    });
  }

  /** Resolves when Redis first answers; rejects with the signal's reason when it aborts before. */
  async ready(signal?: AbortSignal): Promise<void> {
    if (this.client.status === 'ready') return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const abort = () => reject(signal?.reason);
    this.client.once('ready', resolve);
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted) abort();
    await promise.finally(() => {
      this.client.off('ready', resolve);
      signal?.removeEventListener('abort', abort);
    });
  }

  /** Runs commands and tells "not carried out" from a defect. */
  async run<T>(commands: (client: Redis) => Promise<T>): Promise<T> {
    try {
      return await commands(this.client);
    } catch (error) {
      throw unavailable(error);
    }
  }

  /** The replies of a pipeline, in order; the first failure rejects. Commands are in lower case, as ioredis names them. */
  async pipeline(commands: readonly (readonly [string, ...(string | number)[]])[]): Promise<readonly unknown[]> {
    return this.run(async (client) => {
      const replies = await client.pipeline(commands.map((command) => [...command])).exec();
      return (replies ?? []).map(([error, reply]) => {
        if (error) throw error;
        return reply;
      });
    });
  }

  /** Runs a script of `scripts/`, atomically; loads it where the server does not know it. */
  async script(name: ScriptName, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    return this.run(async (client) => {
      for (let attempt = 0; ; attempt += 1) {
        const sha = this.#shas.get(name) ?? (await this.#load(client, name));
        try {
          return await client.evalsha(sha, keys.length, ...keys, ...args);
        } catch (error) {
          if (!(error instanceof Error && error.message.startsWith('NOSCRIPT')) || attempt > 2) throw error;
          this.#shas.delete(name);
        }
      }
    });
  }

  async close(): Promise<void> {
    this.client.disconnect();
  }

  async #load(client: Redis, name: ScriptName): Promise<string> {
    const sha = String(await client.script('LOAD', sources[name]));
    this.#shas.set(name, sha);
    return sha;
  }
}

/** A command that was refused for what it is, and a mistake in this code, are defects: waiting mends neither. */
function isDefect(error: Error): boolean {
  if (error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError) return true;
  return error.name === 'ReplyError' && !notNow.test(error.message);
}

function unavailable(error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Error && isDefect(error)) return error;
  return new CodedError('STORE_UNAVAILABLE', `Redis did not carry out a command: ${message}`, {}, { cause: error });
}
