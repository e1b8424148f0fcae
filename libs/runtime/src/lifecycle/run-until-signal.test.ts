import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createHealth } from '../health/health.js';
import { createLogger } from '../log/logger.js';
import { systemClock } from '../system-clock.js';
import { createLifecycle, type Part } from './lifecycle.js';
import { runUntilSignal } from './run-until-signal.js';

const logger = createLogger({ service: 'test', level: 'silent' });

function stage(...parts: Part[]) {
  const exits: number[] = [];
  const process = Object.assign(new EventEmitter(), { exit: (code: number) => void exits.push(code) });
  const health = createHealth({ clock: systemClock });
  const lifecycle = createLifecycle(parts, systemClock, logger);
  const run = (more: { graceMs?: number; finished?: Promise<number> } = {}) =>
    runUntilSignal(lifecycle, { graceMs: 1_000, logger, health, process, ...more });
  return { process, exits, health, run };
}

const tick = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('runUntilSignal', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('drains on %s, readiness first, and exits 0', async (signal) => {
    const readyWhileStopping: string[] = [];
    const { process, health, run } = stage({
      name: 'matcher',
      stop: async () => void readyWhileStopping.push((await health.ready()).status),
    });
    const code = run();
    await tick();
    expect((await health.ready()).status).toBe('up');
    process.emit(signal);
    expect(await code).toBe(0);
    expect(readyWhileStopping).toEqual(['draining']);
  });

  it('leaves at once on a second signal', async () => {
    const { process, exits, run } = stage({ name: 'notifier', stop: () => new Promise((go) => setTimeout(go, 100)) });
    const code = run();
    await tick();
    process.emit('SIGINT');
    expect(exits).toEqual([]);
    process.emit('SIGINT');
    expect(exits).toEqual([130]);
    await code;
  });

  it('exits 1 when something does not stop within the bound', async () => {
    const { process, run } = stage({ name: 'notifier', stop: () => new Promise(() => {}) });
    const code = run({ graceMs: 30 });
    await tick();
    process.emit('SIGTERM');
    expect(await code).toBe(1);
  });

  it('ends by itself with the exit code of the work when that is through', async () => {
    const stopped: string[] = [];
    const { run } = stage({ name: 'all', stop: async () => void stopped.push('all') });
    expect(await run({ finished: Promise.resolve(4) })).toBe(4);
    expect(stopped).toEqual(['all']);
  });

  it('stops what is up and throws when the work itself fails', async () => {
    const stopped: string[] = [];
    const { run } = stage({ name: 'all', stop: async () => void stopped.push('all') });
    await expect(run({ finished: Promise.reject(new Error('disk full')) })).rejects.toThrow('disk full');
    expect(stopped).toEqual(['all']);
  });

  it('throws a failure to start and leaves no listener behind', async () => {
    const { process, run } = stage({ name: 'log', start: () => Promise.reject(new Error('locked')) });
    await expect(run()).rejects.toThrow('locked');
    expect(process.listenerCount('SIGTERM') + process.listenerCount('SIGINT')).toBe(0);
  });

  it('does not wait for a slow start when told to stop', async () => {
    const started: string[] = [];
    const { process, run } = stage(
      { name: 'slow', start: () => new Promise((go) => setTimeout(go, 150)) },
      { name: 'after', start: async () => void started.push('after') },
    );
    const code = run();
    await tick();
    process.emit('SIGTERM');
    expect(await code).toBe(0);
    await new Promise((go) => setTimeout(go, 200));
    expect(started).toEqual([]);
  });
});
