import type { Clock } from '@trailhound/ports';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../system-clock.js';
import { createHealth } from './health.js';
import { answerProbe } from './health-answer.js';

function at(startMs = 0) {
  const time = { nowMs: startMs };
  const clock: Clock = { now: () => time.nowMs, sleep: systemClock.sleep };
  return { time, clock };
}

describe('readiness', () => {
  it('is up when every dependency answers and down, with the reason, when one does not', async () => {
    const { clock, time } = at();
    const health = createHealth({ clock });
    let broken = false;
    health.readiness('store', async () => {});
    health.readiness('log', async () => {
      if (broken) throw new Error('broker 1 refused the connection');
    });
    expect(await health.ready()).toMatchObject({ status: 'up', checks: { store: { status: 'up' } } });
    broken = true;
    time.nowMs = 2_000;
    expect(await health.ready()).toMatchObject({
      status: 'down',
      checks: { store: { status: 'up' }, log: { status: 'down', message: 'broker 1 refused the connection' } },
    });
  });

  it('takes a dependency that does not answer for one that is down', async () => {
    const health = createHealth({ clock: systemClock, checkTimeoutMs: 20 });
    health.readiness('store', () => new Promise(() => {}));
    expect(await health.ready()).toMatchObject({ status: 'down', checks: { store: { message: /20 ms/ } } });
  });

  it('takes a check that throws at once for one that is down', async () => {
    const health = createHealth({ clock: systemClock });
    health.readiness('store', () => {
      throw new Error('not open');
    });
    expect(await health.ready()).toMatchObject({ checks: { store: { status: 'down', message: 'not open' } } });
  });

  it('asks a dependency once for many probes, and again later', async () => {
    const { clock, time } = at();
    const health = createHealth({ clock, cacheMs: 1_000 });
    let asked = 0;
    health.readiness('store', async () => {
      asked += 1;
    });
    await Promise.all(Array.from({ length: 50 }, () => health.ready()));
    expect(asked).toBe(1);
    time.nowMs = 1_001;
    await health.ready();
    expect(asked).toBe(2);
  });

  it('turns to draining before anything stops, although every dependency answers', async () => {
    const health = createHealth({ clock: systemClock });
    health.readiness('store', async () => {});
    health.startDraining();
    expect((await health.ready()).status).toBe('draining');
    expect(health.live().status).toBe('up');
    expect((await answerProbe(health, '/readyz')).statusCode).toBe(503);
  });
});

describe('liveness', () => {
  it('is lost when a loop makes no progress and comes back with it', () => {
    const { clock, time } = at();
    const health = createHealth({ clock });
    const beat = health.heartbeat('matcher loop', 60_000);
    time.nowMs = 60_000;
    expect(health.live().status).toBe('up');
    time.nowMs = 61_000;
    expect(health.live()).toMatchObject({
      status: 'down',
      checks: { 'matcher loop': { message: 'no progress for 61 s' } },
    });
    beat();
    expect(health.live().status).toBe('up');
  });

  it('does not depend on any dependency', async () => {
    const health = createHealth({ clock: systemClock });
    health.readiness('log', () => Promise.reject(new Error('gone')));
    await health.ready();
    expect(await answerProbe(health, '/livez')).toEqual({ statusCode: 200, body: { status: 'up', checks: {} } });
  });
});

describe('notes', () => {
  it('name what needs an eye without changing the status', async () => {
    const health = createHealth({ clock: systemClock });
    health.note('rule noisy-one', '5000 alerts in the last minute');
    expect(await health.ready()).toMatchObject({
      status: 'up',
      notes: { 'rule noisy-one': '5000 alerts in the last minute' },
    });
    health.note('rule noisy-one', undefined);
    expect((await health.ready()).notes).toEqual({});
  });

  it('stay bounded and say how many more there are', async () => {
    const health = createHealth({ clock: systemClock });
    for (let at = 0; at < 250; at += 1) health.note(`rule ${at}`, 'noisy');
    const { notes } = await health.ready();
    expect(Object.keys(notes)).toHaveLength(101);
    expect(notes.more).toBe('150 further notes');
  });
});

describe('a probe', () => {
  it('is told names and states, never reasons', async () => {
    const health = createHealth({ clock: systemClock });
    health.readiness('log', () => Promise.reject(new Error('10.1.2.3 refused')));
    expect(await answerProbe(health, '/readyz')).toEqual({
      statusCode: 503,
      body: { status: 'down', checks: { log: 'down' } },
    });
  });
});
