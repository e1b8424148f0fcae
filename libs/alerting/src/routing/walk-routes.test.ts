import { buildAlert } from '@trailhound/testkit';
import { describe, expect, it } from 'vitest';
import { Routes, Routing } from './route.js';
import { walkRoutes } from './walk-routes.js';

const routing = Routing.parse({
  intervals: { office: { weekdays: 'monday..friday', times: { from: '09:00', to: '17:00' }, zone: 'Europe/Berlin' } },
  environments: { production: ['111122223333'], test: ['444455556666'] },
});

/** Critical and production alerts to the pager, those of a rule elsewhere, the rest to the SOC. */
const tree = Routes.parse([
  {
    name: 'soc',
    to: ['soc'],
    routes: [
      { name: 'critical', match: { severity: 'critical' }, to: ['pager'], continue: true },
      { name: 'production', match: { environment: 'production' }, to: ['chat'] },
      { name: 'office', active: 'office', to: ['desk'] },
    ],
  },
  { name: 'archive', to: ['file'] },
]);

const cases = [
  {
    name: 'the first inner route takes it, and the next route at the top does too',
    alert: {},
    takers: ['production', 'archive'],
  },
  {
    name: 'an inner route that continues is not the only one',
    alert: { severity: 'critical' },
    takers: ['critical', 'production', 'archive'],
  },
  {
    name: 'a route takes what the routes inside it pass on',
    alert: { account: '999999999999', firedAt: '2026-03-01T10:00:00.000Z' },
    takers: ['soc', 'archive'],
  },
  {
    name: 'a route is active in its time zone only',
    alert: { account: null, firedAt: '2026-03-02T08:00:00.000Z' },
    takers: ['office', 'archive'],
  },
  {
    name: 'a minute earlier it is not',
    alert: { account: null, firedAt: '2026-03-02T07:59:59.000Z' },
    takers: ['soc', 'archive'],
  },
] as const;

describe('walkRoutes', () => {
  it.each(cases)('$name', ({ alert, takers }) => {
    const walk = walkRoutes(buildAlert(alert as object), tree, routing);
    expect(walk.takers.map(({ route }) => route)).toEqual(takers);
  });

  it('stops at the top where a route says so', () => {
    const routes = Routes.parse([{ to: ['a'], continue: false }, { to: ['b'] }]);
    expect(walkRoutes(buildAlert(), routes, routing).takers.map(({ to }) => to)).toEqual([['a']]);
  });

  it('lets an inner route inherit the destinations it does not name', () => {
    const routes = Routes.parse([
      { to: ['a'], routes: [{ match: { severity: 'high' }, continue: true }, { to: ['b'] }] },
    ]);
    expect(walkRoutes(buildAlert(), routes, routing).takers.map(({ to }) => to)).toEqual([['a'], ['b']]);
  });

  it('says of every route that was looked at what it made of the alert, unnamed ones by their place', () => {
    const routes = Routes.parse([
      { match: { rule: 'other' }, to: ['a'] },
      { to: ['b'], routes: [{ active: 'office', match: { severity: 'high' } }, { match: { severity: 'high' } }] },
    ]);
    const { visits } = walkRoutes(buildAlert(), routes, routing);
    expect(visits.map(({ route, verdict }) => ({ route, verdict }))).toEqual([
      { route: 'routes[0]', verdict: 'does not match' },
      { route: 'routes[1]', verdict: 'passes on' },
      { route: 'routes[1].routes[0]', verdict: 'not active' },
      { route: 'routes[1].routes[1]', verdict: 'takes' },
    ]);
  });
});
