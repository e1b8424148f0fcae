import { describe, expect, it } from 'vitest';
import { createLogger } from '../log/logger.js';
import { systemClock } from '../system-clock.js';
import { createLifecycle, type Part } from './lifecycle.js';

const logger = createLogger({ service: 'test', level: 'silent' });
const forever = () => new Promise<void>(() => {});

function parts(...names: string[]) {
  const said: string[] = [];
  const all = names.map(
    (name): Part => ({
      name,
      start: async () => void said.push(`${name} up`),
      stop: async () => void said.push(`${name} down`),
    }),
  );
  return { said, all };
}

describe('a lifecycle', () => {
  it('starts in order and stops in reverse', async () => {
    const { said, all } = parts('log', 'matcher', 'api');
    const lifecycle = createLifecycle(all, systemClock, logger);
    await lifecycle.start();
    expect(await lifecycle.stop(1_000)).toEqual([]);
    expect(said).toEqual(['log up', 'matcher up', 'api up', 'api down', 'matcher down', 'log down']);
  });

  it('stops what was up, and the part that failed half-way, when a start fails', async () => {
    const { said, all } = parts('log', 'matcher', 'api');
    const failing: Part = { ...all[1], name: 'matcher', start: () => Promise.reject(new Error('no rules')) };
    const lifecycle = createLifecycle([all[0], failing, all[2]] as Part[], systemClock, logger);
    await expect(lifecycle.start()).rejects.toThrow('no rules');
    expect(said).toEqual(['log up', 'matcher down', 'log down']);
  });

  it('ends within its bound and names what hung, and still stops the rest', async () => {
    const { said, all } = parts('log', 'matcher');
    const hanging: Part = { name: 'notifier', stop: forever };
    const lifecycle = createLifecycle([...all, hanging], systemClock, logger);
    await lifecycle.start();
    const began = performance.now();
    expect(await lifecycle.stop(50)).toEqual(['notifier']);
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(said.slice(2)).toEqual(['matcher down', 'log down']);
  });

  it('tells a part by its signal when the time is over, and takes its end then as good', async () => {
    const part: Part = {
      name: 'matcher',
      stop: (signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
    };
    const lifecycle = createLifecycle([part], systemClock, logger);
    await lifecycle.start();
    expect(await lifecycle.stop(30)).toEqual([]);
  });

  it('goes on stopping when a part fails to', async () => {
    const { said, all } = parts('log');
    const lifecycle = createLifecycle(
      [...all, { name: 'api', stop: () => Promise.reject(new Error('busy')) }],
      systemClock,
      logger,
    );
    await lifecycle.start();
    expect(await lifecycle.stop(1_000)).toEqual(['api']);
    expect(said).toEqual(['log up', 'log down']);
  });

  it('stops once however often it is asked', async () => {
    const { said, all } = parts('log');
    const lifecycle = createLifecycle(all, systemClock, logger);
    await lifecycle.start();
    await Promise.all([lifecycle.stop(100), lifecycle.stop(100)]);
    expect(said).toEqual(['log up', 'log down']);
  });
});
