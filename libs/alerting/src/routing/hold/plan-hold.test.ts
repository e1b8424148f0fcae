import { buildAlert } from '@trailhound/testkit';
import { describe, expect, it } from 'vitest';
import { Routes, Routing } from '../route.js';
import { routeAlert } from '../route-alert.js';
import { planHold } from './plan-hold.js';

const routing = Routing.parse({
  intervals: { night: [{ times: { from: '22:00', to: '24:00' } }, { times: { from: '00:00', to: '06:00' } }] },
});

/** The plan of an alert that fired then, read a second later, under these settings of the route. */
function planOf(settings: object, firedAt: string, more: Parameters<typeof buildAlert>[0] = {}, nowAt = firedAt) {
  const routes = Routes.parse([{ name: 'soc', to: ['chat'], ...settings }]);
  const alert = buildAlert({ ...more, firedAt });
  const routed = routeAlert(alert, routes, routing);
  const [to] = routed.kind === 'deliver' ? routed.to : [];
  if (!to) throw new Error('not routed');
  return planHold(alert, { route: 'soc', destination: to.destination, policy: to.policy }, routing, Date.parse(nowAt));
}

const at = (time: string) => `2026-03-01T${time}.000Z`;
const grouped = { group: { by: ['rule', 'account'], wait: '30s', interval: '5m' } };

describe('an alert that is routed', () => {
  it('goes at once where the route says nothing of waiting', () => {
    expect(planOf({}, at('23:00:00'))).toEqual({ kind: 'at once' });
  });

  it('waits for its group, first as long as `wait` says and then until the interval is over', () => {
    expect(planOf(grouped, at('10:02:00'))).toMatchObject({
      kind: 'hold',
      atOnce: 0,
      dueMs: Date.parse(at('10:02:30')),
      laterMs: Date.parse(at('10:05:00')),
      digest: { reason: 'grouped', from: at('10:00:00'), until: at('10:05:00') },
    });
  });

  it('goes at once within its limit, and waits for the end of the time beyond it', () => {
    expect(planOf({ limit: { count: 5, per: '10m' } }, at('10:02:00'))).toMatchObject({
      kind: 'hold',
      atOnce: 5,
      dueMs: Date.parse(at('10:10:00')),
      digest: { reason: 'rate limit', group: {}, from: at('10:00:00'), until: at('10:10:00') },
    });
  });

  it.each([
    { fired: '2026-03-01T21:59:59.000Z', until: undefined },
    { fired: '2026-03-01T22:00:00.000Z', until: '2026-03-02T06:00:00.000Z' },
    { fired: '2026-03-02T05:59:59.000Z', until: '2026-03-02T06:00:00.000Z' },
    { fired: '2026-03-02T06:00:00.000Z', until: undefined },
  ])('fired at $fired with a quiet night waits until $until', ({ fired, until }) => {
    const plan = planOf({ quiet: 'night' }, fired);
    expect(plan.kind === 'hold' ? plan.digest.until : undefined).toBe(until);
    // At the very end of the night it waits a moment for others.
    if (plan.kind === 'hold') expect(Math.abs(plan.dueMs - Date.parse(plan.digest.until))).toBeLessThanOrEqual(2_000);
  });

  it('that is read hours later waits no longer than a moment for others', () => {
    const plan = planOf({ limit: { count: 1, per: '10m' } }, at('10:02:00'), {}, at('15:00:00'));
    expect(plan).toMatchObject({ dueMs: Date.parse(at('15:00:02')) });
  });

  it('has what the route around it says, and its own where it says so', () => {
    const routes = Routes.parse([
      { to: ['chat'], ...grouped, quiet: 'night', routes: [{ name: 'inner', group: { by: ['rule'] } }] },
    ]);
    const routed = routeAlert(buildAlert(), routes, routing);
    expect(routed).toMatchObject({ to: [{ route: 'inner', policy: { quiet: ['night'], group: { by: ['rule'] } } }] });
  });
});

describe('the digest an alert belongs to', () => {
  const idOf = (...given: Parameters<typeof planOf>) => {
    const plan = planOf(...given);
    return plan.kind === 'hold' ? plan.digest.id : undefined;
  };

  it('is the same whoever reads the alert, and whenever', () => {
    expect(idOf(grouped, at('10:02:00'), {}, at('18:00:00'))).toBe(idOf(grouped, at('10:04:59')));
    expect(idOf({ quiet: 'night' }, at('22:10:00'))).toBe(idOf({ quiet: 'night' }, '2026-03-02T03:00:00.000Z'));
  });

  it.each([
    ['the window', () => idOf(grouped, at('10:05:00'))],
    ['the account', () => idOf(grouped, at('10:02:00'), { account: '999988887777' })],
    ['the rule', () => idOf(grouped, at('10:02:00'), { rule: 'another' })],
    ['the destination', () => idOf({ ...grouped, to: ['mail'] }, at('10:02:00'))],
    ['why it waits', () => idOf({ limit: { count: 1, per: '5m' } }, at('10:02:00'))],
  ])('is another where %s differs', (_, other) => {
    expect(other()).toMatch(/^dig_[0-9a-f]{40}$/);
    expect(other()).not.toBe(idOf(grouped, at('10:02:00')));
  });

  it('does not tell alerts apart by what is not asked for', () => {
    expect(idOf(grouped, at('10:02:00'), { severity: 'low' })).toBe(
      idOf(grouped, at('10:02:00'), { severity: 'high' }),
    );
  });
});

describe('settings of waiting', () => {
  it.each([
    [{ group: { wait: '10m', interval: '5m' } }, /wait must not be longer/],
    [{ group: { by: ['colour'] } }, /by/],
    [{ limit: { count: 0, per: '10m' } }, /count/],
    [{ limit: { count: 1, per: '10 minutes' } }, /write a duration/],
    [{ limit: { count: 1, per: '1s' } }, /at least 10s/],
    [{ fallback: { to: [] } }, /to/],
    [{ heartbeat: '5' }, /write a duration/],
  ])('%j is refused', (settings, why) => {
    expect(Routes.safeParse([{ to: ['chat'], ...settings }]).error?.message).toMatch(why);
  });
});
