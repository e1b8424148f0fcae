import { expect, test } from 'vitest';
import { gapAlerts } from './gap-alerts.js';

const says = (partition: number) => `partition ${partition} of cloudtrail.records no longer holds what came in`;
const alert = (key: string, rule: string, description: string) => {
  return { key, value: JSON.stringify({ rule, description }), atMs: 0 };
};
const gap = alert('gap', 'trailhound-rebuild-gap', says(5));
const log = '{"msg":"counts cannot be rebuilt in full (rebuild_gap)"}';
const deleted = { partition: 5, until: 103n };

test.each([
  ['one that says what was deleted is expected', [gap], deleted, [log], ['gap']],
  ['one is missing where a log tells of it', [], deleted, [log], ['the one of partition 5']],
  [
    'one of another partition is not it',
    [alert('x', 'trailhound-rebuild-gap', says(4))],
    deleted,
    [log],
    ['the one of partition 5'],
  ],
  [
    'an alert of a rule that says the same is not it',
    [alert('x', 'mine', says(5))],
    deleted,
    [log],
    ['the one of partition 5'],
  ],
  ['none is expected where nothing was deleted', [gap], undefined, [log], []],
  ['none is expected where counts were not rebuilt', [gap], deleted, ['{"msg":"started"}'], []],
])('%s', (_title, alerts, messages, logs, ids) => {
  expect([...gapAlerts(alerts, messages, logs).keys()]).toEqual(ids);
});
