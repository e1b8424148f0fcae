import { Alert } from '@trailhound/contracts';
import type { CompiledRules } from '@trailhound/rules';
import type { JsonObject } from '@trailhound/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, call } from '../testing/records.js';
import { rulesOf } from '../testing/rules-of.js';
import { matchLine } from './match-line.js';
import { createScanEngine } from './scan-engine.js';

interface Placed {
  readonly record: JsonObject;
  readonly input: string;
  readonly index: number;
}

function scan(rules: CompiledRules, records: readonly (JsonObject | Placed)[], maxHeldBytes?: number) {
  const engine = createScanEngine({ rules, nowMs: 0, ...(maxHeldBytes !== undefined && { maxHeldBytes }) });
  for (const [at, given] of records.entries()) {
    const { record, input, index } = isPlaced(given) ? given : { record: given, input: 'a.json', index: at };
    engine.add({ bytes: bytesOf(record), at: { input, index } });
  }
  return engine.finish();
}

const isPlaced = (given: JsonObject | Placed): given is Placed => 'record' in given && 'input' in given;
const visible = (alerts: readonly Alert[]) => alerts.filter(({ suppressedBy }) => suppressedBy.length === 0);

describe('a plain rule', () => {
  const zones = rulesOf('id: zones\ntitle: "{eventName} by {user}"\ncondition: eventName ends_with "HostedZone"\n');

  it('alerts twice on two CreateHostedZone a minute apart by one user', () => {
    const { alerts } = scan(zones, [call('CreateHostedZone', 0), call('CreateHostedZone', 1)]);
    expect(alerts.map(({ title, firstEventTime }) => [title, firstEventTime])).toEqual([
      ['CreateHostedZone by alice', '2026-01-15T10:00:00Z'],
      ['CreateHostedZone by alice', '2026-01-15T10:01:00Z'],
    ]);
  });

  it('alerts twice on create and delete', () => {
    expect(
      scan(zones, [call('DeleteHostedZone', 1), call('CreateHostedZone', 0)]).alerts.map(({ title }) => title),
    ).toEqual(['CreateHostedZone by alice', 'DeleteHostedZone by alice']);
  });

  it('alerts once on copies of a record, naming the first input by name, whatever the order', () => {
    const record = call('CreateHostedZone', 0);
    const copies = [
      { record, input: 'b.json', index: 0 },
      { record, input: 'a.json', index: 7 },
      { record, input: 'a.json', index: 2 },
    ];
    for (const order of [copies, copies.toReversed()]) {
      const { alerts, matches } = scan(zones, order);
      expect(alerts.map(({ count, records }) => [count, records[0]?.input, records[0]?.index])).toEqual([
        [1, 'a.json', 2],
      ]);
      expect(matches).toBe(3);
    }
  });
});

describe('a threshold', () => {
  const denied = rulesOf(
    'id: denied\ntitle: Many denials\ncondition: errorCode = "AccessDenied"\nthreshold: {count: 3, within: 10m}\ndedup: 31d\n',
  );
  const denial = (minute: number) => call('GetObject', minute, { errorCode: 'AccessDenied' });

  it('is one alert with the final count, times and records of its bucket', () => {
    const { alerts } = scan(denied, [9, 1, 5, 1, 300, 3].map(denial));
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toMatchObject({
      count: 5,
      firstEventTime: '2026-01-15T10:01:00Z',
      lastEventTime: '2026-01-15T15:00:00Z',
      record: { eventTime: '2026-01-15T10:01:00Z' },
      group: { recipientAccountId: '111122223333' },
      threshold: { count: 3, withinSeconds: 600 },
    });
    expect(alerts[0]?.records.map(({ eventTime }) => eventTime)).toEqual(
      ['10:01', '10:03', '10:05', '10:09', '15:00'].map((time) => `2026-01-15T${time}:00Z`),
    );
  });

  it('stays silent when the records never stand in one window', () => {
    expect(scan(denied, [0, 6, 12, 18].map(denial)).alerts).toEqual([]);
  });

  it('counts accounts apart where it names no group', () => {
    const other = { errorCode: 'AccessDenied', accountId: '999988887777' };
    expect(scan(denied, [denial(0), denial(1), call('GetObject', 2, other)]).alerts).toEqual([]);
  });

  it('still names the records of an alert when their bodies could not all be kept', () => {
    const { alerts } = scan(denied, [0, 1, 2].map(denial), 0);
    expect(alerts[0]).toMatchObject({ count: 3, record: { eventTime: '2026-01-15T10:00:00Z' } });
  });

  it('alerts without suppressed records, and marks what would have fired with them', () => {
    const muted = rulesOf(
      'id: denied\ncondition: errorCode = "AccessDenied"\nthreshold: {count: 3, within: 10m}\n',
      'id: bot\nrules: [denied]\nwhen: userAgent = "bot"\nreason: noisy\nowner: ops\n',
    );
    const bot = call('GetObject', 2, { errorCode: 'AccessDenied', userAgent: 'bot' });
    const { alerts } = scan(muted, [denial(0), denial(1), bot]);
    expect(visible(alerts)).toEqual([]);
    expect(alerts.map(({ count, suppressedBy }) => [count, suppressedBy.map(({ id }) => id)])).toEqual([[3, ['bot']]]);
    expect(visible(scan(muted, [denial(0), denial(1), bot, denial(3)]).alerts)).toHaveLength(1);
  });
});

describe('records that cannot be evaluated', () => {
  it.each([
    { what: 'no JSON', bytes: '{', reason: 'not_a_record' },
    { what: 'no object', bytes: '[1]', reason: 'not_a_record' },
    { what: 'no time', bytes: '{"eventName":"X","eventSource":"s"}', reason: 'bad_event_time' },
  ])('with $what are counted, and the others go on', ({ bytes, reason }) => {
    const engine = createScanEngine({ rules: rulesOf('id: r\ncondition: eventName = "X"\n'), nowMs: 0 });
    const at = { input: 'a', index: 0 };
    expect(engine.add({ bytes: Buffer.from(bytes), at })).toMatchObject({ kind: 'bad', reason });
    engine.add({ bytes: bytesOf(call('X', 0)), at });
    expect(engine.finish()).toMatchObject({ bad: 1, records: 2, alerts: [{ rule: 'r' }] });
  });
});

describe('matchLine', () => {
  it('is one pair of rule and record, threshold and suppressions ignored', () => {
    const rules = rulesOf(
      'id: a\ncondition: eventName = "X"\nthreshold: {count: 5, within: 10m}\n---\nid: b\ncondition: eventName = "X"\n---\nid: c\nenabled: false\ncondition: eventName = "X"\n',
      'id: quiet\nrules: ["*"]\nwhen: user = "alice"\nreason: known\nowner: ops\n',
    );
    const record = call('X', 0);
    const scanned = createScanEngine({ rules, nowMs: 0 }).add({
      bytes: bytesOf(record),
      at: { input: 'in', index: 4 },
    });
    const line = { eventID: record.eventID, eventTime: '2026-01-15T10:00:00Z', input: 'in', record: 4 };
    const lines = scanned.kind === 'evaluated' ? scanned.matches.map(matchLine) : [];
    expect(lines).toEqual([
      { rule: 'a', uid: expect.any(String), ...line },
      { rule: 'b', uid: expect.any(String), ...line },
    ]);
  });

  it('has null for an eventID that is missing', () => {
    const rules = rulesOf('id: a\ncondition: eventName = "X"\n');
    const record = call('X', 0, { with: { eventID: undefined } });
    const scanned = createScanEngine({ rules, nowMs: 0 }).add({
      bytes: bytesOf(record),
      at: { input: 'in', index: 0 },
    });
    expect(scanned.kind === 'evaluated' && scanned.matches.map(matchLine)[0]?.eventID).toBe(null);
  });
});

describe('the result of a scan', () => {
  const rules = rulesOf(
    [
      'id: plain\ncondition: eventName = "X"\n',
      'id: grouped\ncondition: eventName = "X"\ngroupBy: [user]\nthreshold: {count: 3, within: 10m}\ndedup: 20m\n',
      'id: addresses\ncondition: eventName = "X"\nthreshold: {count: 2, within: 5m, distinct: ip}\n',
      'id: hourly\ncondition: eventName = "X"\ndedup: 1h\n',
    ].join('---\n'),
    'id: quiet\nrules: ["*"]\nwhen: userAgent = "bot"\nreason: known\nowner: ops\nfrom: 2026-01-15T10:20:00Z\n',
  );
  const event = fc.record({
    minute: fc.integer({ min: 0, max: 90 }),
    ip: fc.integer({ min: 1, max: 3 }),
    user: fc.constantFrom('alice', 'bob'),
    bot: fc.boolean(),
  });
  const recordOf = ({ minute, ip, user, bot }: { minute: number; ip: number; user: string; bot: boolean }) =>
    call('X', minute, {
      sourceIPAddress: `192.0.2.${ip}`,
      userIdentity: { type: 'IAMUser', userName: user },
      ...(bot && { userAgent: 'bot' }),
    });

  it('is the same for any order and duplication of the records', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 25 }), fc.infiniteStream(fc.nat()), (events, choices) => {
        const placed = events.map((one, index): Placed => ({ record: recordOf(one), input: 'a.json', index }));
        const copies = placed.flatMap((one) =>
          Array.from({ length: 1 + ((choices.next().value ?? 0) % 3) }, () => one),
        );
        const shuffled = copies
          .map((one) => ({ one, rank: choices.next().value ?? 0 }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ one }) => one);
        expect(scan(rules, shuffled).alerts).toEqual(scan(rules, placed).alerts);
      }),
      { numRuns: 60 },
    );
  });

  it('only grows when records are added', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 15 }), fc.array(event, { maxLength: 5 }), (events, more) => {
        const before = scan(rules, events.map(recordOf)).alerts.map(({ id }) => id);
        const after = new Set(scan(rules, [...events, ...more].map(recordOf)).alerts.map(({ id }) => id));
        expect(before.filter((id) => !after.has(id))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('is alerts by the contract', () => {
    const { alerts } = scan(
      rules,
      [0, 1, 2, 3].map((minute) => call('X', minute)),
    );
    expect(alerts.length).toBeGreaterThan(4);
    for (const alert of alerts) expect(Alert.safeParse(alert).error).toBeUndefined();
  });
});
