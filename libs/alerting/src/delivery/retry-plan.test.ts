import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeliveryOutcome } from './outcome.js';
import { attemptDelaysMs, nextStep } from './retry-plan.js';

const [second, minute, hour] = [1_000, 60_000, 3_600_000];
const middle = 0.5;
const failed: DeliveryOutcome = { kind: 'retry', reason: 'network', message: 'reset' };
const paced = (afterMs: number): DeliveryOutcome => ({ ...failed, reason: 'rate_limited', status: 429, afterMs });
const refused: DeliveryOutcome = { kind: 'refused', reason: 'auth_error', status: 401, message: 'no' };

describe('nextStep', () => {
  it('is dense in the first minute and gives up after about a day', () => {
    const waits = Array.from({ length: 12 }, (_, at) => nextStep(failed, { attempt: at + 1, refusals: 0 }, middle));
    const after = waits.map((step) => (step.kind === 'again' ? step.afterMs : step.kind));
    expect(after).toEqual([
      2 * second,
      10 * second,
      30 * second,
      2 * minute,
      10 * minute,
      30 * minute,
      hour,
      2 * hour,
      4 * hour,
      8 * hour,
      8 * hour,
      'give-up',
    ]);
    expect(attemptDelaysMs.reduce((sum, ms) => sum + ms)).toBeGreaterThan(23 * hour);
  });

  it.each([
    { name: 'the schedule where it is longer', attempt: 4, afterMs: 5 * second, waits: 2 * minute },
    {
      name: 'Retry-After where it is longer, with nothing on top',
      attempt: 1,
      afterMs: 90 * second,
      waits: 90 * second,
    },
    { name: 'an hour at most, whatever Retry-After says', attempt: 1, afterMs: 30 * hour, waits: hour },
    { name: 'an hour at most, whatever the schedule says', attempt: 9, afterMs: 0, waits: hour },
  ])('waits $name', ({ attempt, afterMs, waits }) => {
    expect(nextStep(paced(afterMs), { attempt, refusals: 0 }, middle)).toEqual({ kind: 'again', afterMs: waits });
  });

  it('gives a refused delivery three tries over a quarter of an hour', () => {
    const steps = [1, 2, 3].map((refusals) => nextStep(refused, { attempt: refusals, refusals }, middle));
    expect(steps).toEqual([
      { kind: 'again', afterMs: 5 * minute },
      { kind: 'again', afterMs: 10 * minute },
      { kind: 'give-up', reason: 'auth_error' },
    ]);
  });

  it('counts refusals, not attempts: an outage before a refusal costs no tries', () => {
    expect(nextStep(refused, { attempt: 6, refusals: 1 }, middle)).toEqual({ kind: 'again', afterMs: 5 * minute });
  });

  it('ends on the last attempt even when it was the first refusal', () => {
    expect(nextStep(refused, { attempt: 12, refusals: 1 }, middle)).toEqual({ kind: 'give-up', reason: 'auth_error' });
  });

  it('spreads the schedule by a fifth either way and never undercuts Retry-After', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 11 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.integer({ min: 0, max: hour }),
        (attempt, jitter, afterMs) => {
          const delay = attemptDelaysMs[attempt] ?? 0;
          const free = nextStep(failed, { attempt, refusals: 0 }, jitter);
          const asked = nextStep(paced(afterMs), { attempt, refusals: 0 }, jitter);
          if (free.kind !== 'again' || asked.kind !== 'again') throw new Error('gave up early');
          expect(Math.abs(free.afterMs - delay)).toBeLessThanOrEqual(delay * 0.2 + 1);
          expect(asked.afterMs).toBeGreaterThanOrEqual(afterMs);
          expect(asked.afterMs).toBeLessThanOrEqual(hour);
        },
      ),
    );
  });
});
