import { describe, expect, it } from 'vitest';
import { afterAttempt, type Breaker, breakerAllows, breakerProbes, breakerUnprobed, closedBreaker } from './breaker.js';

const feed = (breaker: Breaker, answered: readonly boolean[], nowMs = 0) =>
  answered.reduce((current, ok) => afterAttempt(current, ok, nowMs), breaker);
const times = (count: number, value: boolean) => Array.from({ length: count }, () => value);

describe('the breaker of a destination', () => {
  it('stays closed for the first 19 failures and opens at the 20th attempt', () => {
    const almost = feed(closedBreaker, times(19, false));
    expect(breakerAllows(almost, 4, 0)).toBe(4);
    expect(breakerAllows(feed(almost, [false]), 4, 0)).toBe(0);
  });

  it('opens at half failures, not below, over the last 20 attempts', () => {
    expect(feed(closedBreaker, [...times(9, false), ...times(11, true)]).state).toBe('closed');
    expect(feed(closedBreaker, [...times(11, true), ...times(9, false)]).state).toBe('closed');
    expect(feed(closedBreaker, [...times(40, true), ...times(10, false)]).state).toBe('open');
  });

  it('lets one probe through after 30 s and closes when it is answered', () => {
    const open = feed(closedBreaker, times(20, false), 1_000);
    expect([breakerAllows(open, 4, 30_999), breakerAllows(open, 4, 31_000)]).toEqual([0, 1]);
    const probing = breakerProbes(open);
    expect(breakerAllows(probing, 4, 31_000)).toBe(0);
    expect(afterAttempt(probing, true, 31_500)).toBe(closedBreaker);
  });

  it('doubles the pause with every failed probe, up to five minutes', () => {
    let breaker = feed(closedBreaker, times(20, false));
    const pauses: number[] = [];
    for (let probe = 0; probe < 6; probe += 1) {
      breaker = afterAttempt(breakerProbes(breaker), false, 0);
      if (breaker.state === 'open') pauses.push(breaker.untilMs);
    }
    expect(pauses).toEqual([60_000, 120_000, 240_000, 300_000, 300_000, 300_000]);
  });

  it('probes again at once where a probe found nothing to send', () => {
    const unprobed = breakerUnprobed(breakerProbes(feed(closedBreaker, times(20, false))), 40_000);
    expect(breakerAllows(unprobed, 4, 40_000)).toBe(1);
  });

  it('is not moved by attempts that were under way when it opened', () => {
    const open = feed(closedBreaker, times(20, false));
    expect(feed(open, [true, false])).toBe(open);
  });
});
