import { describe, expect, it } from 'vitest';
import { checkRoutes } from './check-routes.js';
import { Routes, Routing } from './route.js';

const destinations = ['soc', 'mail'];
const routing = Routing.parse({
  intervals: { 'business-hours': { weekdays: 'monday..friday' } },
  environments: { production: '111122223333' },
});

const cases = [
  { name: 'routes to configured destinations', routes: [{ to: ['soc'] }], problems: [] },
  {
    name: 'a destination that is nearly one',
    routes: [{ to: ['soc'] }, { to: ['mial'] }],
    problems: [
      ['ROUTE_UNKNOWN_DESTINATION', 'routes[1].to names the destination "mial", which is not configured', 'write mail'],
    ],
  },
  {
    name: 'a destination near nothing, own property or not',
    routes: [{ to: ['constructor'] }],
    problems: [
      [
        'ROUTE_UNKNOWN_DESTINATION',
        'routes[0].to names the destination "constructor", which is not configured',
        'add "constructor" under destinations or use one of: mail, soc',
      ],
    ],
  },
  {
    name: 'a group within a limit, and repeats of what is grouped',
    routes: [{ to: ['soc'], limit: { count: 5, per: '10m' }, routes: [{ group: {}, repeat: { every: '1h' } }] }],
    problems: [
      [
        'ROUTE_CONFLICT',
        'routes[0].routes[0] has `group` and `limit`, its own or of a route around it: a group is told once an interval, so there is nothing left to limit',
        'take one away, or put `limit` into those routes inside that do not group',
      ],
      [
        'ROUTE_CONFLICT',
        'routes[0].routes[0] has `group` and `repeat`, its own or of a route around it: what is told together is not told again one by one',
        'take one away, or put `repeat` into those routes inside that do not group',
      ],
    ],
  },
  {
    name: 'names deep in the tree',
    routes: [
      {
        to: ['soc'],
        routes: [{ match: { environment: 'prodution' }, active: 'busines-hours', to: ['mial'] }],
      },
    ],
    problems: [
      [
        'ROUTE_UNKNOWN_NAME',
        'routes[0].routes[0].match.environment names the environment "prodution", which is not configured',
        'write production',
      ],
      [
        'ROUTE_UNKNOWN_DESTINATION',
        'routes[0].routes[0].to names the destination "mial", which is not configured',
        'write mail',
      ],
      [
        'ROUTE_UNKNOWN_NAME',
        'routes[0].routes[0].active names the interval "busines-hours", which is not configured',
        'write business-hours',
      ],
    ],
  },
  {
    name: 'a route that sends nowhere',
    routes: [{ match: { severity: 'low' } }],
    problems: [
      [
        'ROUTE_WITHOUT_TO',
        'routes[0] sends alerts nowhere: neither it nor a route around it has `to`',
        'add `to: [name of a destination]`',
      ],
    ],
  },
  { name: 'a route that leaves it to the routes inside it', routes: [{ routes: [{ to: ['soc'] }] }], problems: [] },
];

describe('checkRoutes', () => {
  it.each(cases)('$name', ({ routes, problems }) => {
    const found = checkRoutes(Routes.parse(routes), destinations, routing);
    expect(found.map(({ problem: { code, message, fix } }) => [code, message, fix])).toEqual(problems);
  });
});
