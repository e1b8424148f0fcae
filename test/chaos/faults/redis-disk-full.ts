import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { startRedis } from '@trailhound/testkit/launchers';
import { type ChaosFault, numberOf } from './fault.js';
import { connected, handedOver } from './redis-replica.js';

/**
 * A Redis on a small disk takes over, and something else fills that disk: with `appendfsync always` Redis ends itself
 * rather than acknowledge what it cannot keep. When there is room again it starts from what it has, and hands back.
 */
export const redisDiskFull: ChaosFault = {
  number: 24,
  title: 'the disk under Redis is full',
  isCore: false,
  impossible: () => (process.getuid?.() === 0 ? undefined : 'mounting a small disk needs root'),
  plan: (random) => ({ fullMs: random.int(5_000, 10_000) }),
  async inject({ machines: { redis, redisProxy } }, plan) {
    const disk = mkdtempSync(join(tmpdir(), 'trailhound-disk-'));
    run('mount', '-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', disk);
    const second = await startRedis(['--dir', disk]);
    const [old, small] = [connected(redis), connected(second)];
    try {
      await handedOver(redis, small);
      redisProxy.target(new URL(second.url).host);
      redisProxy.cut('reset');
      fill(join(disk, 'filler'));
      await sleep(numberOf(plan, 'fullMs'));
      rmSync(join(disk, 'filler'));
      await second.start();
      await handedOver(second, old);
      redisProxy.target(new URL(redis.url).host);
      redisProxy.cut('reset');
    } finally {
      old.disconnect();
      small.disconnect();
      await second.stop();
      // Lazily: a Redis that just ended may hold it a moment longer.
      run('umount', '--lazy', disk);
      rmSync(disk, { recursive: true });
    }
  },
};

/** Until not one byte more goes onto the disk. */
function fill(path: string): void {
  const file = openSync(path, 'w');
  for (const bytes of [1_048_576, 4_096, 1]) {
    try {
      while (writeSync(file, Buffer.alloc(bytes)) > 0);
    } catch {
      // ENOSPC: smaller pieces may still fit.
    }
  }
  closeSync(file);
}

function run(command: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
}
