import { Alert } from '@trailhound/contracts';
import type { JsonObject } from '@trailhound/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runRuleTests } from '../rule-tests/run-rule-tests.js';
import { bytesOf, call } from '../testing/records.js';
import { rulesOf } from '../testing/rules-of.js';
import { createScanEngine } from './scan-engine.js';

/** A Sigma rule on one event name. */
const on = (name: string, eventName: string) => `title: ${name}
name: ${name}
logsource: { product: aws, service: cloudtrail }
detection:
  selection: { eventName: ${eventName} }
  condition: selection
`;
const base = [on('stop', 'StopLogging'), on('delete', 'DeleteTrail'), on('login', 'ConsoleLogin')];
const correlation = (id: string, body: string) =>
  `title: ${id}\nid: ${id}\ncorrelation:\n${body.replace(/^/gm, '  ')}\n`;
const set = (...correlations: string[]) => [...base, ...correlations].join('---\n');

function scan(yaml: string, records: readonly JsonObject[], suppressions = '') {
  const engine = createScanEngine({ rules: rulesOf(yaml, suppressions), nowMs: 0 });
  for (const [index, record] of records.entries())
    engine.add({ bytes: bytesOf(record), at: { input: 'a.json', index } });
  return engine.finish();
}

const fired = (yaml: string, records: readonly JsonObject[]): readonly string[] => [
  ...new Set(
    scan(yaml, records)
      .alerts.filter(({ suppressedBy }) => suppressedBy.length === 0)
      .map(({ rule }) => rule),
  ),
];
const by = (userName: string) => ({ userIdentity: { type: 'IAMUser', userName } });
const sized = (bytes: unknown) => ({ with: { additionalEventData: { bytesTransferredOut: bytes } } });

const near = correlation(
  'near',
  'type: temporal\nrules: [stop, delete]\ngroup-by: userIdentity.userName\ntimespan: 10m',
);
const ordered = correlation('ordered', 'type: temporal_ordered\nrules: [stop, delete]\ntimespan: 10m');
const either = correlation(
  'either',
  'type: temporal\nrules: [stop, delete, login]\ntimespan: 10m\ncondition: login and (stop or delete)',
);
const quiet = correlation(
  'quiet',
  'type: temporal\nrules: [stop, login]\ntimespan: 10m\ncondition: stop and not login',
);
const many = correlation('many', 'type: event_count\nrules: [stop, delete]\ntimespan: 10m\ncondition: { gt: 2 }');
const few = correlation('few', 'type: event_count\nrules: [stop]\ntimespan: 10m\ncondition: { lt: 2 }');
const users = correlation(
  'users',
  'type: value_count\nrules: [stop]\ntimespan: 10m\ngroup-by: [awsRegion]\ncondition: { gte: 2, field: userIdentity.userName }',
);
const total = (type: string, condition: string) =>
  correlation(
    'total',
    `type: ${type}\nrules: [stop]\ntimespan: 10m\ncondition: { field: additionalEventData.bytesTransferredOut, ${condition} }`,
  );

describe('a correlation over a finished input', () => {
  it.each<[string, string, readonly JsonObject[], boolean]>([
    ['both calls of one user', near, [call('DeleteTrail', 0, by('eve')), call('StopLogging', 9, by('eve'))], true],
    ['calls of different users', near, [call('DeleteTrail', 0, by('eve')), call('StopLogging', 9, by('bob'))], false],
    ['calls too far apart', near, [call('DeleteTrail', 0, by('eve')), call('StopLogging', 10, by('eve'))], false],
    ['calls in order', ordered, [call('StopLogging', 0), call('DeleteTrail', 9)], true],
    ['calls in the wrong order', ordered, [call('DeleteTrail', 0), call('StopLogging', 9)], false],
    ['a condition over rules', either, [call('ConsoleLogin', 0), call('DeleteTrail', 9)], true],
    ['not enough of them', either, [call('StopLogging', 0), call('DeleteTrail', 9)], false],
    ['a rule that stays silent', quiet, [call('StopLogging', 0), call('ConsoleLogin', 11)], true],
    ['one that does not', quiet, [call('StopLogging', 0), call('ConsoleLogin', 9)], false],
    ['more than two', many, [0, 3, 6].map((minute) => call('StopLogging', minute)), true],
    ['only two', many, [0, 3].map((minute) => call('StopLogging', minute)), false],
    ['fewer than two', few, [call('StopLogging', 0)], true],
    ['not fewer', few, [0, 3].map((minute) => call('StopLogging', minute)), false],
    ['two users', users, [call('StopLogging', 0, by('eve')), call('StopLogging', 3, by('bob'))], true],
    ['one user twice', users, [call('StopLogging', 0, by('eve')), call('StopLogging', 3, by('eve'))], false],
    [
      'a sum',
      total('value_sum', 'gte: 100'),
      [call('StopLogging', 0, sized(60)), call('StopLogging', 3, sized('40'))],
      true,
    ],
    [
      'a smaller sum',
      total('value_sum', 'gte: 101'),
      [call('StopLogging', 0, sized(60)), call('StopLogging', 3, sized(40))],
      false,
    ],
    [
      'an average',
      total('value_avg', 'gt: 50'),
      [call('StopLogging', 0, sized(20)), call('StopLogging', 3, sized(100))],
      true,
    ],
    [
      'a smaller average',
      total('value_avg', 'gt: 60'),
      [call('StopLogging', 0, sized(20)), call('StopLogging', 3, sized(100))],
      false,
    ],
    ['a percentile', total('value_percentile', 'gte: 90, percentile: 95'), [call('StopLogging', 0, sized(95))], true],
    [
      'a median',
      total('value_median', 'eq: 30'),
      [call('StopLogging', 0, sized(20)), call('StopLogging', 3, sized(40))],
      true,
    ],
  ])('%s', (_name, rule, records, expected) => {
    const id = /^id: (.*)$/m.exec(rule)?.[1];
    expect(fired(set(rule), records)).toEqual(expected ? [id] : []);
    expect(fired(set(rule), records.toReversed())).toEqual(expected ? [id] : []);
  });

  it('is an alert by the contract that shows group, times, count and records', () => {
    const { alerts } = scan(set(near), [
      call('StopLogging', 9, by('eve')),
      call('DeleteTrail', 0, by('eve')),
      call('ConsoleLogin', 1, by('eve')),
    ]);
    const [alert, ...others] = alerts.filter(({ rule }) => rule !== 'login');
    expect(others).toEqual([]);
    expect(Alert.safeParse(alert).error).toBeUndefined();
    expect(alert).toMatchObject({
      rule: 'near',
      group: { 'userIdentity.userName': 'eve' },
      count: 2,
      firstEventTime: '2026-01-15T10:00:00Z',
      lastEventTime: '2026-01-15T10:09:00Z',
      record: { eventName: 'DeleteTrail' },
    });
    expect(alert?.records).toHaveLength(2);
  });

  it('silences its rules, whose matches are still found, unless it says generate', () => {
    const records = [call('StopLogging', 0, by('eve')), call('DeleteTrail', 1, by('eve')), call('ConsoleLogin', 2)];
    expect(scan(set(near), records)).toMatchObject({ matches: 3 });
    expect(fired(set(near), records)).toEqual(['near', 'login']);
    expect([...fired(set(`${near}generate: true\n`), records)].sort()).toEqual(['delete', 'login', 'near', 'stop']);
  });

  it('reads one group from different fields of different rules', () => {
    const aliased = correlation(
      'aliased',
      `type: temporal
rules: [stop, login]
group-by: who
timespan: 10m
aliases:
  who: { stop: userIdentity.userName, login: requestParameters.user }`,
    );
    const login = (user: string) => call('ConsoleLogin', 5, { ...by('x'), requestParameters: { user } });
    expect(fired(set(aliased), [call('StopLogging', 0, by('eve')), login('eve')])).toContain('aliased');
    expect(fired(set(aliased), [call('StopLogging', 0, by('eve')), login('bob')])).not.toContain('aliased');
  });

  it('leaves out records without its group, and says how many', () => {
    const nameless = { userIdentity: { type: 'AWSService', invokedBy: 'x' } };
    const counted = many.replace('timespan', 'group-by: userIdentity.userName\n  timespan');
    for (const [rule, id] of [
      [near, 'near'],
      [counted, 'many'],
    ] as const) {
      const { alerts, leftOut } = scan(
        set(rule),
        [0, 1, 2].map((minute) => call('StopLogging', minute, nameless)),
      );
      expect(alerts).toEqual([]);
      expect([...leftOut]).toEqual([[id, 3]]);
    }
  });

  it('looks at the alerts of another correlation, grouped by what their first record had', () => {
    const burst = correlation(
      'burst',
      'type: event_count\nrules: [stop]\ngroup-by: userIdentity.userName\ntimespan: 1m\ncondition: { gte: 2 }',
    );
    const spree = correlation(
      'spree',
      'type: temporal_ordered\nrules: [burst, delete]\ngroup-by: [userIdentity.userName, awsRegion]\ntimespan: 1h',
    );
    const twice = [
      call('StopLogging', 0, by('eve')),
      call('StopLogging', 0, { ...by('eve'), requestParameters: { name: 'other' } }),
    ];
    const records = [...twice, call('DeleteTrail', 30, by('eve'))];
    expect(fired(set(burst, spree), records)).toEqual(['spree']);
    expect(fired(set(spree, burst), records.slice(1))).toEqual([]);
    expect(fired(set(burst, spree), [...twice, call('DeleteTrail', 30, by('bob'))])).toEqual([]);
  });

  it('does not count what is muted for it or for one of its rules, and marks what would have fired', () => {
    const records = [call('StopLogging', 0, by('eve')), call('DeleteTrail', 1, by('eve'))];
    const mute = (rule: string) => `id: quiet\nrules: [${rule}]\nwhen: user = "eve"\nreason: known\nowner: ops\n`;
    for (const rule of ['near', 'stop']) {
      const { alerts } = scan(set(near), records, mute(rule));
      expect(alerts.map(({ rule: id, suppressedBy }) => [id, suppressedBy.map((one) => one.id)])).toEqual([
        ['near', ['quiet']],
      ]);
    }
    expect(scan(set(many), [...records, call('StopLogging', 2)], mute('delete')).alerts).toMatchObject([
      { suppressedBy: [{ id: 'quiet' }] },
    ]);
    expect(scan(set(near), records, mute('login')).alerts).toMatchObject([{ rule: 'near', suppressedBy: [] }]);
  });

  it('is the same for any order and duplication of the records', () => {
    const all = set(near, ordered, either, quiet, many, few, users, total('value_avg', 'gt: 5'));
    const event = fc.record({
      eventName: fc.constantFrom('StopLogging', 'DeleteTrail', 'ConsoleLogin'),
      minute: fc.integer({ min: 0, max: 40 }),
      user: fc.constantFrom('eve', 'bob'),
      bytes: fc.integer({ min: 0, max: 9 }),
    });
    const arrivals = fc
      .array(event, { maxLength: 15 })
      .map((events) =>
        events.map(({ eventName, minute, user, bytes }) => call(eventName, minute, { ...by(user), ...sized(bytes) })),
      )
      .chain((records) =>
        fc.tuple(
          fc.constant(records),
          fc.shuffledSubarray([...records, ...records], { minLength: 2 * records.length }),
        ),
      );
    fc.assert(
      fc.property(arrivals, ([records, arrival]) => {
        const ids = (from: readonly JsonObject[]) =>
          scan(all, from)
            .alerts.map(({ id, count }) => [id, count])
            .sort();
        expect(ids(arrival)).toEqual(ids(records));
      }),
      { numRuns: 40 },
    );
  });
});

describe('the tests inside a correlation', () => {
  const tested = (expected: string) => {
    const events = '[{ eventName: StopLogging }, { eventName: DeleteTrail }]';
    return `${correlation('pair', 'type: temporal\nrules: [stop, delete]\ntimespan: 10m')}tests:\n  - { name: both, events: ${events}, expect: ${expected} }\n  - { name: one, event: { eventName: StopLogging }, expect: no-match }\n`;
  };

  it.each([
    ['match', true],
    ['no-match', false],
    ['{ alerts: 1 }', true],
    ['{ alerts: 2 }', false],
  ])('ask whether it alerts: %s', (expected, passes) => {
    const results = runRuleTests(rulesOf(set(tested(expected))).rules);
    expect(results.map(({ test, passed }) => [test.name, passed])).toEqual([
      ['both', passes],
      ['one', true],
    ]);
  });

  it('of a rule it silences ask that rule', () => {
    const stop = `${on('stop', 'StopLogging')}tests:\n  - { name: own, event: { eventName: StopLogging }, expect: { alerts: 1 } }\n`;
    const [result] = runRuleTests(rulesOf([stop, near.replace('stop, delete', 'stop')].join('---\n')).rules);
    expect(result).toMatchObject({ passed: true, test: { name: 'own' } });
  });
});
