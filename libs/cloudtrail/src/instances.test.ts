import { describe, expect, it } from 'vitest';
import { autoScalingGroupOf, instancesOf } from './instances.js';

const tag = { key: 'aws:autoscaling:groupName', value: 'web' };

describe('the scaling group a record is about', () => {
  it.each([
    ['is what its request names', { requestParameters: { autoScalingGroupName: 'web' } }],
    [
      'is that of the activity it was answered with',
      { requestParameters: { instanceId: 'i-1' }, responseElements: { activity: { autoScalingGroupName: 'web' } } },
    ],
    [
      'is what the launched instances are to be tagged with',
      {
        requestParameters: {
          tagSpecificationSet: { items: [{ resourceType: 'instance', tags: [{ key: 'a' }, tag] }] },
        },
      },
    ],
    [
      'is what the launched instances are tagged with',
      { responseElements: { instancesSet: { items: [{ instanceId: 'i-1', tagSet: { items: [tag] } }] } } },
    ],
  ])('%s', (_what, record) => {
    expect(autoScalingGroupOf(record)).toBe('web');
  });

  it.each([
    ['of instances that are terminated', { requestParameters: { instancesSet: { items: [{ instanceId: 'i-1' }] } } }],
    ['of a record of other shapes', { requestParameters: [], responseElements: { instancesSet: { items: 'x' } } }],
    ['of an inherited name', { requestParameters: Object.create({ autoScalingGroupName: 'x' }) }],
  ])('is not known %s', (_what, record) => {
    expect(autoScalingGroupOf(record)).toBeUndefined();
  });
});

describe('the instances of a record', () => {
  const set = { instancesSet: { items: [{ instanceId: 'i-1' }, { instanceId: 'i-2' }, { instanceId: 7 }] } };

  it.each([
    ['launched, as EC2 answered', { eventName: 'RunInstances', responseElements: set }, ['i-1', 'i-2'], []],
    ['none where the launch failed', { eventName: 'RunInstances', requestParameters: set }, [], []],
    ['terminated, as asked', { eventName: 'TerminateInstances', requestParameters: set }, [], ['i-1', 'i-2']],
    [
      'terminated in a group',
      { eventName: 'TerminateInstanceInAutoScalingGroup', requestParameters: { instanceId: 'i-3' } },
      [],
      ['i-3'],
    ],
    ['none of any other call', { eventName: 'StopInstances', requestParameters: set }, [], []],
  ])('are %s', (_what, record, launched, terminated) => {
    expect(instancesOf(record)).toEqual({ launched, terminated });
  });
});
