import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import { type GuardedProcess, startGuarded } from './guarded-process.js';
import { MissingPrerequisite, runStep, runs } from './prerequisite.js';
import { waitUntil } from './wait-until.js';

/** A running Redis with the settings the product asks for. Its append-only file outlives `kill` and `start`. */
export interface RedisServer {
  readonly url: string;
  /** Where its append-only files are. */
  readonly folder: string;
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts redis-server; installs Debian's package first where it is absent and this process is root. Throws
 * MissingPrerequisite otherwise.
 */
export async function startNativeRedis(extraArgs: readonly string[] = []): Promise<RedisServer> {
  ensureRedis();
  const folder = mkdtempSync(join(tmpdir(), 'trailhound-redis-'));
  const port = await freePort();
  let server: GuardedProcess | undefined;
  const start = async () => {
    server = await startGuarded(join(folder, 'redis.log'), 'redis-server', [
      ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''],
      ...['--appendonly', 'yes', '--appendfsync', 'always', '--maxmemory-policy', 'noeviction', ...extraArgs],
    ]);
    await waitUntil('Redis answers', () => answersPing(port), 20_000, 50);
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    folder,
    async kill() {
      if (server) process.kill(server.pid, 'SIGKILL');
      await server?.ended;
    },
    start,
    async stop() {
      await server?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function ensureRedis(): void {
  if (runs('redis-server', '--version')) return;
  const needed = 'the cluster tests need redis-server: install the package redis-server';
  if (process.getuid?.() !== 0 || !runs('apt-get', '--version')) throw new MissingPrerequisite(needed);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore', env });
  runStep('installing redis-server', 'apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'redis-server'], {
    env,
  });
  if (!runs('redis-server', '--version')) throw new MissingPrerequisite(needed);
}

function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port }, () => socket.write('PING\r\n'));
    const answer = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.once('data', (data) => answer(data.toString().startsWith('+PONG')));
    socket.once('error', () => answer(false));
    socket.setTimeout(1000, () => answer(false));
  });
}
