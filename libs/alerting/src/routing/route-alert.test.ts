import type { Alert } from '@trailhound/contracts';
import { buildAlert } from '@trailhound/testkit';
import { describe, expect, it } from 'vitest';
import { type Route, Routes } from './route.js';
import { plainRouting, routeAlert, routesToAll } from './route-alert.js';

const suppressedBy = [{ id: 's1', reason: 'known scanner', owner: 'ann' }];

/** The names of the destinations, or why there are none. */
function destinationsOf(alert: Alert, routes: readonly Route[], configured?: ReadonlySet<string>) {
  const routed = routeAlert(alert, routes, plainRouting, configured);
  return routed.kind === 'keep' ? routed.because : routed.to.map(({ destination }) => destination);
}

describe('routeAlert', () => {
  it.each([
    { name: 'a route without match takes every alert', match: undefined, alert: {}, taken: true },
    { name: 'an empty match takes every alert', match: {}, alert: {}, taken: true },
    {
      name: 'the severity is listed',
      match: { severity: ['critical', 'high'] },
      alert: { severity: 'high' },
      taken: true,
    },
    {
      name: 'the severity is not listed',
      match: { severity: ['critical'] },
      alert: { severity: 'high' },
      taken: false,
    },
    {
      name: 'one severity may stand without a list',
      match: { severity: 'high' },
      alert: { severity: 'high' },
      taken: true,
    },
    { name: 'the rule is named', match: { rule: 'r1' }, alert: { rule: 'r1' }, taken: true },
    { name: 'another rule is named', match: { rule: ['r2'] }, alert: { rule: 'r1' }, taken: false },
    { name: 'the pack is named', match: { pack: 'p' }, alert: { pack: 'p' }, taken: true },
    { name: 'a rule outside every pack', match: { pack: 'p' }, alert: { pack: undefined }, taken: false },
    { name: 'the account is named', match: { account: '111122223333' }, alert: {}, taken: true },
    { name: 'an alert without account', match: { account: '111122223333' }, alert: { account: null }, taken: false },
    { name: 'one of the tags is there', match: { tags: ['x', 'y'] }, alert: { tags: ['y', 'z'] }, taken: true },
    { name: 'none of the tags is there', match: { tags: ['x'] }, alert: { tags: ['y'] }, taken: false },
    {
      name: 'only one of two keys holds',
      match: { severity: 'high', rule: 'r2' },
      alert: { rule: 'r1' },
      taken: false,
    },
  ] as const)('$name: taken = $taken', ({ match, alert, taken }) => {
    const routes = Routes.parse([{ ...(match && { match }), to: ['soc'] }]);
    expect(destinationsOf(buildAlert(alert as object), routes)).toEqual(taken ? ['soc'] : 'no_route');
  });

  it('delivers once to a destination that several routes name', () => {
    const routes = Routes.parse([{ to: ['soc', 'mail'] }, { match: { severity: 'high' }, to: ['pager', 'soc'] }]);
    expect(destinationsOf(buildAlert(), routes)).toEqual(['soc', 'mail', 'pager']);
  });

  it.each([
    { name: 'an audit alert', alert: { audit: true }, because: 'audit' },
    { name: 'the marked alert of suppressed records', alert: { suppressedBy }, because: 'suppressed' },
    { name: 'an alert of a silent backfill', alert: { backfill: true }, because: 'backfill' },
  ])('delivers $name to nobody', ({ alert, because }) => {
    expect(destinationsOf(buildAlert(alert), Routes.parse([{ to: ['soc'] }]))).toBe(because);
  });

  it('delivers an alert of a backfill that notifies', () => {
    const alert = buildAlert({ backfill: true, notifyBackfill: true });
    expect(destinationsOf(alert, routesToAll(['soc']))).toEqual(['soc']);
  });

  it('keeps every alert where there is neither route nor destination', () => {
    expect(destinationsOf(buildAlert(), routesToAll([]))).toBe('no_route');
  });
});

describe('Routes', () => {
  it.each([
    [[{ match: { severty: ['high'] }, to: ['soc'] }]],
    [[{ match: { severity: ['urgent'] }, to: ['soc'] }]],
    [[{ match: { severity: [] }, to: ['soc'] }]],
    [[{ match: { account: '1234' }, to: ['soc'] }]],
    [[{ to: [] }]],
    [[{ to: ['soc'], from: 'x' }]],
  ])('refuses %j', (routes) => {
    expect(Routes.safeParse(routes).success).toBe(false);
  });

  it('delivers to a configured destination the rule asks for as well, and to no other', () => {
    const routes = Routes.parse([{ match: { rule: 'other' }, to: ['soc'] }]);
    const alert = buildAlert({ destinations: ['mail', '7d1a2f2e'] });
    expect(destinationsOf(alert, routes, new Set(['soc', 'mail']))).toEqual(['mail']);
    expect(destinationsOf(alert, routes)).toBe('no_route');
  });
});
