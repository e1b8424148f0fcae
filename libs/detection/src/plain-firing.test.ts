import { alertId } from '@trailhound/contracts';
import { expect, it } from 'vitest';
import { plainFiring } from './plain-firing.js';
import { aKey, seen } from './testing/observations.js';

const spec = { count: 1, withinMs: 1, dedupMs: 1, distinct: false };

it('every record is an alert of its own, told by its uid', () => {
  expect(plainFiring(seen(spec, 'uid-1', 0))).toMatchObject({
    alertId: alertId({ ...aKey, instance: 'uid-1' }),
    bucket: null,
    suppressed: false,
    count: 1,
  });
});

it('a muted record is the marked alert', () => {
  expect(plainFiring(seen(spec, 'uid-1', 0, { suppressed: true }))).toMatchObject({
    alertId: alertId({ ...aKey, instance: 'uid-1', suppressed: true }),
    suppressed: true,
  });
});
