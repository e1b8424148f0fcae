import { describe, expect, it } from 'vitest';
import { compareNotifications, type SeenNotification, secondsText } from './compare-notifications.js';
import { ExpectedNotification } from './route-test-file.js';

const seen = (more: Partial<SeenNotification> = {}): SeenNotification => ({
  ...{ to: 'chat', kind: 'fired', afterMs: 0, alerts: 1, text: '[low] a title' },
  ...more,
});
const expected = (given: object) => ExpectedNotification.parse({ to: 'chat', ...given });

describe('notifications beside those that were expected', () => {
  it.each([
    { name: 'the same', expect: [{}], came: [seen()], missing: 0, unexpected: 0 },
    {
      name: 'five seconds late',
      expect: [{ after: '10s' }],
      came: [seen({ afterMs: 15_000 })],
      missing: 0,
      unexpected: 0,
    },
    {
      name: 'later than that',
      expect: [{ after: '10s' }],
      came: [seen({ afterMs: 15_001 })],
      missing: 1,
      unexpected: 1,
    },
    { name: 'one too many', expect: [{ count: 2 }], came: [seen(), seen(), seen()], missing: 0, unexpected: 1 },
    { name: 'two too few', expect: [{ count: 3 }], came: [seen()], missing: 2, unexpected: 0 },
    { name: 'nothing at all', expect: [{}], came: [], missing: 1, unexpected: 0 },
    { name: 'one of two texts', expect: [{ contains: ['low', 'high'] }], came: [seen()], missing: 1, unexpected: 1 },
    { name: 'another destination', expect: [{}], came: [seen({ to: 'mail' })], missing: 1, unexpected: 1 },
  ])('$name: $missing did not come, $unexpected came besides', ({ expect: wanted, came, missing, unexpected }) => {
    const difference = compareNotifications(wanted.map(expected), came);
    expect(difference.missing.reduce((sum, { count }) => sum + count, 0)).toBe(missing);
    expect(difference.unexpected).toHaveLength(unexpected);
  });

  it('takes the earliest for an expectation that says no time', () => {
    const came = [seen({ afterMs: 60_000 }), seen({ afterMs: 0 })];
    const { missing } = compareNotifications([expected({}), expected({ after: '60s' })], came);
    expect(missing).toEqual([]);
  });

  it('says of the nearest one in what it differs', () => {
    const came = [seen({ to: 'mail', kind: 'digest', alerts: 9 }), seen({ afterMs: 90_000, text: 'other' })];
    const [first] = compareNotifications([expected({ after: '0s', contains: 'title' })], came).missing;
    expect(first?.nearest?.differs).toEqual(['it came after 1m30s', 'it does not contain "title"']);
  });

  it.each([
    [0, '0s'],
    [90_000, '1m30s'],
    [33_300_000, '9h15m'],
    [86_400_000, '1d'],
  ])('%d ms are %s', (ms, text) => {
    expect(secondsText(ms)).toBe(text);
  });
});
