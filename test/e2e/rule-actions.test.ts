import { setTimeout as sleep } from 'node:timers/promises';
import { recordUid } from '@trailhound/cloudtrail';
import { describe, expect, it } from 'vitest';
import { startTrailhound, trailhound } from '../support/trailhound.js';
import { installation } from './embedded-setup.js';

// GorillaStack's own example: told when a scaling group is changed, and again some time later with what became of its
// instances. Real processes; the one that told the first message is killed while the rule waits.

const account = '111122223333';
const tagged = (group: string) => ({
  items: [{ resourceType: 'instance', tags: [{ key: 'aws:autoscaling:groupName', value: group }] }],
});
const set = (...ids: readonly string[]) => ({ instancesSet: { items: ids.map((instanceId) => ({ instanceId })) } });

function record(eventName: string, second: number, more: object): Record<string, unknown> {
  return {
    ...{ eventVersion: '1.08', eventName, awsRegion: 'us-east-1', recipientAccountId: account },
    eventTime: `2026-03-01T10:00:${String(second).padStart(2, '0')}Z`,
    eventSource: eventName === 'UpdateAutoScalingGroup' ? 'autoscaling.amazonaws.com' : 'ec2.amazonaws.com',
    userIdentity: { type: 'AssumedRole', invokedBy: 'autoscaling.amazonaws.com', accountId: account },
    ...{ sourceIPAddress: 'autoscaling.amazonaws.com', userAgent: 'autoscaling.amazonaws.com' },
    ...{ requestID: 'r', eventID: crypto.randomUUID(), eventType: 'AwsApiCall', readOnly: false },
    ...more,
  };
}

const change = record('UpdateAutoScalingGroup', 0, { requestParameters: { autoScalingGroupName: 'web', maxSize: 20 } });
const elsewhere = { ...change, eventID: crypto.randomUUID(), awsRegion: 'eu-central-1' };
const foreign = { ...change, eventID: crypto.randomUUID(), recipientAccountId: '999988887777' };
const launched = record('RunInstances', 5, {
  requestParameters: { tagSpecificationSet: tagged('web') },
  responseElements: set('i-1', 'i-2', 'i-3'),
});
const since = [
  launched,
  launched, // CloudTrail may write a record twice
  record('RunInstances', 6, {
    requestParameters: { tagSpecificationSet: tagged('other') },
    responseElements: set('i-9'),
  }),
  record('RunInstances', 7, { requestParameters: { tagSpecificationSet: tagged('web') }, errorCode: 'Client.Busy' }),
  record('TerminateInstances', 9, { requestParameters: set('i-2'), responseElements: set('i-2') }),
  record('RunInstances', 59, {
    requestParameters: { tagSpecificationSet: tagged('web') },
    responseElements: set('too-late'),
  }),
];

const rule = `id: scaling-group-changed
title: 'Scaling group {requestParameters.autoScalingGroupName} was changed'
eventNames: [UpdateAutoScalingGroup]
accounts: ['${account}']
regions: [us-east-1]
actions:
  - notify: soc
  - wait: 40s
  - notify: soc
    summarise: { eventNames: [RunInstances, TerminateInstances], groupBy: [autoScalingGroup] }
`;

interface Body {
  readonly type: string;
  readonly data: { readonly records?: readonly { uid: string }[]; readonly step?: object };
}

describe("a rule's actions", { timeout: 240_000 }, () => {
  it('tell at once, wait through a kill -9, and tell with what was counted since, each once', async () => {
    const own = await installation({ seed: 1, rules: './rules', more: 'routes: []\n' });
    own.folder.write('trailhound.yaml', own.folder.read('trailhound.yaml').replace('./logs', './trail'));
    own.folder.write('rules/scaling.yaml', rule);
    own.folder.write('trail/first.json', JSON.stringify({ Records: [change, elsewhere, foreign] }));
    const bodies = () => own.receiver.requests.map(({ body }) => JSON.parse(body) as Body);

    const first = startTrailhound(['up', '--config', own.config]);
    await own.receiver.until(({ accepted }) => accepted.length === 1, 60_000);
    first.process.kill('SIGKILL');
    await first.ended;
    own.folder.write('trail/second.json', JSON.stringify({ Records: since }));
    // What the first one told may not have come to its ledger: it then tells again, under the same id.
    const second = startTrailhound(['up', '--config', own.config]);
    await sleep(8_000);
    second.process.kill('SIGKILL');
    await second.ended;
    const third = startTrailhound(['up', '--config', own.config]);
    await own.receiver.until(({ accepted }) => new Set(accepted).size === 2, 150_000);
    third.process.kill('SIGTERM');
    await third.ended;

    const told = new Map(own.receiver.requests.map(({ id, body }) => [id, (JSON.parse(body) as Body).type]));
    expect([...told.values()].sort()).toEqual(['alert.fired', 'alert.step']);
    const [alert] = bodies();
    expect(alert?.data.records?.map(({ uid }) => uid)).toEqual([recordUid(change).uid]);
    expect(bodies().find(({ type }) => type === 'alert.step')?.data.step).toEqual({
      action: 2,
      afterSeconds: 40,
      tally: {
        ...{ from: '2026-03-01T10:00:00.000Z', until: '2026-03-01T10:00:40.000Z' },
        group: { autoScalingGroup: 'web' },
        records: [
          { eventName: 'RunInstances', count: 1 },
          { eventName: 'TerminateInstances', count: 1 },
        ],
        ...{ launched: 3, terminated: 1, isAtLeast: false },
      },
    });
  });

  it('are shown by scan, rules explain and rules show, and a bad one is refused with its place', async () => {
    const own = await installation({ seed: 1, rules: './rules' });
    own.folder.write('rules/scaling.yaml', rule);
    own.folder.write('one.json', JSON.stringify({ Records: [change] }));
    const later = 'after 40s: notify soc, with a count of RunInstances, TerminateInstances';
    const rules = own.folder.at('rules');
    const shown = await Promise.all([
      trailhound(['scan', '--rules', rules, own.folder.at('one.json')]),
      trailhound(['rules', 'explain', own.folder.at('rules/scaling.yaml'), own.folder.at('one.json#0')]),
      trailhound(['rules', 'show', own.folder.at('rules/scaling.yaml')]),
    ]);
    for (const { stdout } of shown) expect(stdout).toContain(later);
    own.folder.write('bad/bad.yaml', rule.replace('wait: 40s', 'wait: soon'));
    const refused = await trailhound(['rules', 'lint', own.folder.at('bad')]);
    expect(refused.stdout + refused.stderr).toMatch(/bad\.yaml:8:\d+.*actions\[1\]\.wait must be a duration/);
  });
});
