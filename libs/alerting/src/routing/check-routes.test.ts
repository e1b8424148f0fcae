import { describe, expect, it } from 'vitest';
import { checkRoutes } from './check-routes.js';

describe('checkRoutes', () => {
  it('accepts routes to configured destinations', () => {
    expect(checkRoutes([{ to: ['soc'] }], ['soc', 'mail'])).toEqual([]);
  });

  it('names route and destination and suggests the nearest one', () => {
    expect(checkRoutes([{ to: ['soc'] }, { to: ['mial'] }], ['soc', 'mail'])).toEqual([
      {
        code: 'ROUTE_UNKNOWN_DESTINATION',
        message: 'routes[1].to names the destination "mial", which is not configured',
        fix: 'write mail',
      },
    ]);
  });

  it('lists what is configured where nothing is near, own property or not', () => {
    const [problem] = checkRoutes([{ to: ['constructor'] }], ['soc', 'mail']);
    expect(problem?.fix).toBe('add "constructor" under destinations or use one of: mail, soc');
  });
});
