import { TallyEntry, tallyKey } from '@trailhound/contracts';
import type { JsonObject } from '@trailhound/testkit';
import { describe, expect, it } from 'vitest';
import { bytesOf, call, carried } from '../testing/records.js';
import { rulesOf } from '../testing/rules-of.js';
import { tallierOf, tallyPlacesOf } from './tallier.js';

const summarise = { eventNames: ['RunInstances', 'TerminateInstances'], groupBy: ['requestParameters.group'] };
const rules = rulesOf(`
id: changed
eventNames: [Change]
actions:
  - wait: 10m
  - notify: soc
    summarise: { eventNames: [RunInstances, TerminateInstances], groupBy: [requestParameters.group] }
`);
const [rule] = rules.rules;
const tallier = tallierOf(rules);

function keysOf(record: JsonObject): readonly string[] {
  return tallier.of(bytesOf(record), undefined).map(({ key }) => key);
}

describe('what later messages count', () => {
  it('is found by the event name; a record without one in its headers is looked at', () => {
    const names = ['RunInstances', 'TerminateInstances', 'Change', undefined];
    expect(names.map((name) => tallier.counts(name))).toEqual([true, true, false, true]);
    expect(tallierOf(rulesOf('id: plain\neventNames: [Change]\n')).counts(undefined)).toBe(false);
  });

  it('lies where the alert says, for its own account, region and group only', () => {
    const change = call('Change', 0, { requestParameters: { group: 'web' } });
    const [place] = rule === undefined ? [] : tallyPlacesOf(rule, carried(change));
    expect(place).toMatchObject({ action: 1, group: { 'requestParameters.group': 'web' } });
    const run = call('RunInstances', 1, { requestParameters: { group: 'web' } });
    expect(keysOf(run)).toEqual([place?.key]);
    expect(keysOf(call('RunInstances', 1, { requestParameters: {} }))).toEqual([place?.ungroupedKey]);
    for (const other of [
      { ...run, requestParameters: { group: 'other' } },
      { ...run, awsRegion: 'eu-west-9' },
      { ...run, recipientAccountId: '999988887777' },
    ]) {
      expect(keysOf(other)).not.toEqual([place?.key]);
    }
  });

  it('is the record with its time and the instances it names', () => {
    const run = call('RunInstances', 1, { responseElements: { instancesSet: { items: [{ instanceId: 'i-1' }] } } });
    const [added] = tallier.of(bytesOf(run), 'uid-of-the-header');
    expect(added).toMatchObject({ uid: 'uid-of-the-header', keepMs: 600_000 + 86_400_000 });
    expect(TallyEntry.parse(JSON.parse(added?.entry ?? ''))).toEqual({
      ...{ uid: 'uid-of-the-header', atMs: Date.parse('2026-01-15T10:01:00Z'), eventName: 'RunInstances' },
      launched: ['i-1'],
    });
  });

  it.each([
    ['a call that failed', { ...call('RunInstances', 1), errorCode: 'Client.UnauthorizedOperation' }],
    ['a record without a time', { ...call('RunInstances', 1), eventTime: 'soon' }],
    ['another event', call('StopInstances', 1)],
  ])('is nothing for %s', (_what, record) => {
    expect(keysOf(record)).toEqual([]);
  });

  it('is nothing for bytes that are no record', () => {
    expect(tallier.of(new TextEncoder().encode('{"eventName":"RunInstances"'), undefined)).toEqual([]);
  });

  it('has one place for an action whose event names are in another order', () => {
    const at = { account: 'a', region: 'r', group: ['web'] };
    const turned = { ...summarise, eventNames: [...summarise.eventNames].reverse() };
    expect(tallyKey('changed', turned, at)).toBe(tallyKey('changed', summarise, at));
  });
});
