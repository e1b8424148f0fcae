import { recordPath, viewOf } from '@trailhound/cloudtrail';
import { Alert, maxAlertRecordBytes } from '@trailhound/contracts';
import { enrichWith } from '@trailhound/ports';
import { type Rule, why } from '@trailhound/rules';
import { insightRecord, type JsonObject } from '@trailhound/testkit';
import { describe, expect, it } from 'vitest';
import { call, carried } from '../testing/records.js';
import { onlyRule, rulesOf } from '../testing/rules-of.js';
import { type CarriedRecord, createAlertBuilder, maxGroupValueBytes } from './build-alert.js';
import { matchOf } from './match.js';

const firedAtMs = Date.UTC(2026, 0, 15, 12);

const only = (first: CarriedRecord) => ({ first, all: () => [first] });

function alertFor(ruleYaml: string, record: JsonObject, change: Partial<ReturnType<typeof carried>> = {}) {
  const rule = onlyRule(rulesOf(ruleYaml));
  const found = { ...carried(record), ...change };
  const { effect, suppressedBy } = matchOf(rule, found);
  if (effect.kind !== 'alert') throw new Error('expected a plain rule');
  return createAlertBuilder(why).build(rule, { ...effect.firing, suppressedBy }, only(found), 'revision-1', firedAtMs);
}

const plain = 'id: r\ntitle: "{user} called {eventName}"\ncondition: eventName = "DeleteUser"\n';

describe('an alert', () => {
  it('is what the contract says, and tells who did what, where and why', () => {
    const alert = alertFor(
      `${plain}severity: high\ndescription: d\nfields: [userIdentity.arn, requestParameters.userName, errorCode]\ntags: [iam]\n`,
      call('DeleteUser', 0, { requestParameters: { userName: 'bob' } }),
    );
    expect(Alert.parse(JSON.parse(JSON.stringify(alert)))).toEqual(JSON.parse(JSON.stringify(alert)));
    expect(alert).toMatchObject({
      rule: 'r',
      title: 'alice called DeleteUser',
      severity: 'high',
      revision: 'revision-1',
      count: 1,
      firstEventTime: '2026-01-15T10:00:00Z',
      firedAt: '2026-01-15T12:00:00Z',
      account: '111122223333',
      region: 'us-east-1',
      actor: { type: 'IAMUser', name: 'alice' },
      sourceIPAddress: '203.0.113.10',
      why: ['eventName is "DeleteUser"'],
      fields: {
        'userIdentity.arn': 'arn:aws:iam::111122223333:user/alice',
        'requestParameters.userName': 'bob',
        errorCode: null,
      },
      suppressedBy: [],
      backfill: false,
      recordTruncated: false,
    });
    expect(alert.record).toMatchObject({ eventName: 'DeleteUser' });
    expect(alert.records).toHaveLength(1);
  });

  it.each([
    { origin: { source: 's3', input: 'o', index: 3 }, backfill: false, notifyBackfill: false },
    { origin: { source: 's3', input: 'o', index: 3, notify: true }, backfill: false, notifyBackfill: false },
    { origin: { source: 's3', input: 'o', index: 3, backfill: true }, backfill: true, notifyBackfill: false },
    {
      origin: { source: 's3', input: 'o', index: 3, backfill: true, notify: true },
      backfill: true,
      notifyBackfill: true,
    },
  ])('says whether the run was a backfill: $origin', ({ origin, ...flags }) => {
    expect(alertFor(plain, call('DeleteUser', 0), { origin })).toMatchObject(flags);
  });

  it('on what Insights found is told as that, with the calls it is about', () => {
    const record = insightRecord({
      state: 'End',
      eventID: '8f0c1c1e-0000-4000-8000-000000000002',
      errorCode: 'Denied',
    });
    const rule = 'id: r\ntitle: "{insightDetails.eventName}"\ncondition: insightDetails.state = "End"\n';
    const alert = alertFor(rule, record);
    expect(Alert.parse(JSON.parse(JSON.stringify(alert)))).toEqual(JSON.parse(JSON.stringify(alert)));
    expect(alert).toMatchObject({
      ...{ title: 'RunInstances', account: '111122223333', actor: { name: 'CloudTrail Insights' } },
      ...{ eventName: 'RunInstances', eventSource: 'ec2.amazonaws.com', errorCode: 'Denied' },
      insight: { type: 'ApiErrorRateInsight', state: 'End', average: 42.5, baselineAverage: 0.25, minutes: 12 },
      record: { insightDetails: { state: 'End' } },
    });
    expect(alertFor(plain, call('DeleteUser', 0))).not.toHaveProperty('insight');
  });

  it('tells what enrichments know of its record, and where each value comes from', () => {
    const record = call('DeleteUser', 0);
    const source = { kind: 'file', name: 'accounts.csv', version: 'abc' } as const;
    const names = { source, provides: ['recipientAccountName'], enrich: () => ({ recipientAccountName: 'prod' }) };
    const owner = { owner: 'x'.repeat(20_000), n: '1' };
    const owners = {
      source,
      provides: ['lookup_o'],
      enrich: () => ({ lookup_o: [owner, owner, owner, owner, owner] }),
    };
    const view = viewOf(record, (one) => enrichWith([names, owners]).enrich(one));
    const alert = alertFor(plain, record, { view });
    expect(Alert.parse(JSON.parse(JSON.stringify(alert)))).toEqual(JSON.parse(JSON.stringify(alert)));
    expect(alert.enriched).toEqual([
      { member: 'recipientAccountName', value: 'prod', source },
      { member: 'lookup_o', value: '…', source },
    ]);
    expect(alertFor(plain, record)).not.toHaveProperty('enriched');
  });

  it('leaves out a record that is larger than 64 KiB, and says so', () => {
    const record = call('DeleteUser', 0, { requestParameters: { policy: 'x'.repeat(maxAlertRecordBytes) } });
    expect(alertFor(plain, record)).toMatchObject({ record: null, recordTruncated: true, eventName: 'DeleteUser' });
  });

  it('shows the beginning of a long group value, whole characters only', () => {
    const long = 'ä'.repeat(100_000);
    const grouped = 'id: r\ncondition: eventName = "DeleteUser"\ngroupBy: [requestParameters.name]\n';
    const { group } = alertFor(grouped, call('DeleteUser', 0, { requestParameters: { name: long } }));
    const shown = group['requestParameters.name'] ?? '';
    expect(Buffer.byteLength(shown)).toBeLessThanOrEqual(maxGroupValueBytes);
    expect(shown).toMatch(/^ä{500,}…$/);
  });

  it('stays small enough to send, whatever the record holds', () => {
    const monster = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`k${at}`, 'v'.repeat(5_000)]));
    const carrying = `${plain}fields: [requestParameters, userAgent, eventName]\n`;
    const alert = alertFor(
      carrying,
      call('DeleteUser', 0, { requestParameters: monster, userAgent: 'u'.repeat(200_000) }),
    );
    expect(JSON.stringify(alert).length).toBeLessThan(256 * 1_024);
    expect(alert.fields.eventName).toBe('…');
  });

  it('is marked when the suppression that muted an earlier record is gone', () => {
    const rule = onlyRule(rulesOf(plain));
    const record = carried(call('DeleteUser', 0));
    const { effect } = matchOf(rule, record);
    if (effect.kind !== 'alert') throw new Error('expected a plain rule');
    const fired = { ...effect.firing, suppressed: true, suppressedBy: [] };
    expect(createAlertBuilder(why).build(rule, fired, only(record), 'r1', firedAtMs).suppressedBy).toHaveLength(1);
  });

  it('has the title parts, the severity, the summary and the destinations its rule computes', () => {
    const rule = onlyRule(rulesOf(`${plain}severity: low\n`));
    const path = recordPath('requestParameters', 'kind');
    const computed: Rule = {
      ...rule,
      titleParts: [
        { kind: 'text', text: 'kind ' },
        { kind: 'field', field: { name: 'kind', paths: [path], constant: 'unknown' } },
      ],
      severityCases: [{ severity: 'critical', when: { kind: 'eq', path, value: 'key', coerce: 'strict' } }],
      summary: [{ name: 'kind', paths: [path] }],
      destinations: ['soc'],
    };
    const build = (kinds: readonly unknown[]) => {
      const records = kinds.map((kind) => carried(call('DeleteUser', 0, { requestParameters: { kind } })));
      const [first] = records;
      if (first === undefined) throw new Error('expected a record');
      const { effect, suppressedBy } = matchOf(computed, first);
      if (effect.kind !== 'alert') throw new Error('expected a plain rule');
      const at = { first, all: () => records };
      return createAlertBuilder(why).build(computed, { ...effect.firing, suppressedBy }, at, 'r1', firedAtMs);
    };
    expect(build(['key', 'cert', ['cert', 'key', 'x'], null])).toMatchObject({
      title: 'kind key',
      severity: 'critical',
      destinations: ['soc'],
      summary: {
        kind: [
          { value: 'cert', count: 2 },
          { value: 'key', count: 2 },
          { value: 'x', count: 1 },
        ],
      },
    });
    expect(build([null])).toMatchObject({ title: 'kind unknown', severity: 'low', summary: { kind: [] } });
  });
});
