import type { JsonObject } from '@trailhound/testkit';
import { describe, expect, it } from 'vitest';
import { runRuleTests } from '../rule-tests/run-rule-tests.js';
import { bytesOf, call } from '../testing/records.js';
import { rulesOf } from '../testing/rules-of.js';
import { createScanEngine } from './scan-engine.js';

function scan(yaml: string, records: readonly JsonObject[]) {
  const engine = createScanEngine({ rules: rulesOf(yaml), nowMs: 0 });
  for (const [index, record] of records.entries())
    engine.add({ bytes: bytesOf(record), at: { input: 'a.json', index } });
  return engine.finish();
}

const by = (userName: string, awsRegion = 'eu-west-1') => ({
  userIdentity: { type: 'IAMUser' as const, userName },
  awsRegion,
});
const stopped = `id: stopped
condition: eventName = "StopLogging"
groupBy: [requestParameters.name]
absence: { of: eventName = "StartLogging", within: 15m }
`;
const trail = (name: string) => ({ requestParameters: { name } });

describe('what stays away', () => {
  const groups = (records: readonly JsonObject[]) =>
    scan(stopped, records).alerts.map(({ group, count, why }) => [Object.values(group)[0], count, why.length > 0]);

  it('alerts in the group in which nothing follows', () => {
    const records = [
      call('StopLogging', 0, trail('a')),
      call('StopLogging', 0, trail('b')),
      call('StartLogging', 14, trail('a')),
    ];
    expect(groups(records)).toEqual([['b', 1, true]]);
    expect(groups(records.toReversed())).toEqual([['b', 1, true]]);
  });

  it('is not answered from before, nor too late', () => {
    const late = [
      call('StartLogging', 0, trail('a')),
      call('StopLogging', 1, trail('a')),
      call('StartLogging', 17, trail('a')),
    ];
    expect(groups(late)).toEqual([['a', 1, true]]);
  });

  it('is a heartbeat that stops, where nothing else is named', () => {
    const heartbeat = 'id: beat\ncondition: eventName = "AssumeRole"\nabsence: { within: 10m }\n';
    const beats = [0, 9, 18, 40, 49].map((minute) => call('AssumeRole', minute));
    const alerts = scan(heartbeat, beats).alerts.map(({ lastEventTime }) => lastEventTime.slice(11, 16));
    expect(alerts).toEqual(['10:18', '10:49']);
  });

  it('can be asked for in a rule test', () => {
    const tests = (events: string, alerts: number) =>
      runRuleTests(
        rulesOf(`${stopped}tests:\n  - { name: x, events: [${events}], expect: { alerts: ${alerts} } }\n`).rules,
      );
    const stop = '{ eventName: StopLogging, requestParameters: { name: a } }';
    const start = '{ eventName: StartLogging, requestParameters: { name: a } }';
    expect(tests(stop, 1)).toMatchObject([{ passed: true }]);
    expect(tests(`${stop}, ${start}`, 0)).toMatchObject([{ passed: true }]);
  });
});

describe('what is seen for the first time', () => {
  const rule = (more = '') => `id: new-region
title: '{userIdentity.userName} was never in {awsRegion}'
condition: eventName != null
groupBy: [userIdentity.userName]
firstSeen: { of: [awsRegion], within: 30d${more} }
`;
  const seen = (yaml: string, records: readonly JsonObject[]) => scan(yaml, records).alerts.map(({ title }) => title);

  it('alerts once a value and group, after the first record of the group', () => {
    const records = [
      call('X', 0, by('eve')),
      call('X', 1, by('eve')),
      call('X', 2, by('eve', 'ap-east-1')),
      call('X', 3, by('eve', 'ap-east-1')),
      call('X', 3, by('eve', 'sa-east-1')),
      call('X', 4, by('bob', 'ap-east-1')),
    ];
    expect(seen(rule(), records.toReversed())).toEqual(['eve was never in ap-east-1', 'eve was never in sa-east-1']);
  });

  it('learns a group for as long as it is told to', () => {
    const records = [
      call('X', 0, by('eve')),
      call('X', 5, by('eve', 'us-east-1')),
      call('X', 20, by('eve', 'ap-east-1')),
    ];
    expect(seen(rule(', learn: 10m'), records)).toEqual(['eve was never in ap-east-1']);
  });

  it('forgets what was not seen for the whole history', () => {
    const short = rule().replace('30d', '10m');
    const records = [0, 5, 30].map((minute) => call('X', minute, by('eve', minute === 5 ? 'us-east-1' : 'eu-west-1')));
    expect(seen(short, records)).toEqual(['eve was never in us-east-1', 'eve was never in eu-west-1']);
  });
});
