import { isInsight } from '@trailhound/cloudtrail';
import { insightRecord } from '@trailhound/testkit';
import { describe, expect, it } from 'vitest';
import { loadRuleSet } from '../rule-set/load-rule-set.js';
import { compileRules } from './compile-rules.js';

const start = insightRecord({ state: 'Start', eventID: '8f0c1c1e-0000-4000-8000-000000000001' });
const event = { eventVersion: '1.08', eventName: 'RunInstances', eventSource: 'ec2.amazonaws.com', errorCode: null };

function matches(rule: string, record: object): boolean {
  const { rules, problems } = loadRuleSet([{ path: 'r.yaml', text: `id: r\n${rule}\n` }]);
  expect(problems).toEqual([]);
  const found = compileRules(rules).evaluate(new TextEncoder().encode(JSON.stringify(record)));
  return found.kind === 'evaluated' && found.matched.length === 1;
}

describe('a rule on what CloudTrail Insights found', () => {
  it.each([
    ['the call it is about', 'condition: insightDetails.eventName = "RunInstances"'],
    ['its state', 'condition: insightDetails.state = "Start"'],
    ['how unusual it is', 'condition: insightDetails.insightContext.statistics.insight.average > 40'],
    [
      'who is behind it',
      'condition: insightDetails.insightContext.attributions.insight.value like "*assumed-role/deploy/*"',
    ],
    ['the category of records', 'condition: eventCategory = "Insight"'],
    [
      'their type, in an account',
      'condition: eventType = "AwsCloudTrailInsight" and recipientAccountId = "111122223333"',
    ],
    ['their type on the bus', 'condition: { detail-type: [AWS Insight via CloudTrail] }'],
    ['the call, on the bus', 'condition: { source: [aws.cloudtrail], detail: { insightDetails: { state: [Start] } } }'],
    [
      'the call, in Sigma',
      'title: r\nlogsource: { product: aws, service: cloudtrail }\ndetection: { s: { insightDetails.eventName: RunInstances }, condition: s }',
    ],
  ])('finds it by %s', (_, rule) => {
    expect(matches(rule, start)).toBe(true);
    expect(matches(rule, event)).toBe(false);
  });
});

describe('a record', () => {
  it.each([
    ['of the type of Insights', { eventType: 'AwsCloudTrailInsight' }, true],
    ['of their category', { eventCategory: 'Insight' }, true],
    ['with their details', { insightDetails: { state: 'Start' } }, true],
    ['with a type that is written with escapes', { eventType: 'Aws\\u0043loudTrailInsight' }, true],
    ['of another type and category', { eventType: 'AwsApiCall', eventCategory: 'Management' }, false],
    ['with details that are no object', { insightDetails: null }, false],
    ['that has the words elsewhere', { requestParameters: { eventType: 'AwsCloudTrailInsight' } }, false],
    ['that has them in a list', { eventType: ['AwsCloudTrailInsight'] }, false],
  ])('%s is told from others without being parsed, as one that is parsed', (_, members, isTold) => {
    const text = JSON.stringify({ ...event, ...members }).replaceAll('\\\\', '\\');
    expect(isInsight(JSON.parse(text))).toBe(isTold);
    const { rules } = loadRuleSet([{ path: 'r.yaml', text: 'id: r\ncondition: eventName = "RunInstances"\n' }]);
    const found = compileRules(rules).evaluate(new TextEncoder().encode(text));
    expect(found.kind === 'evaluated' && found.matched.length).toBe(isTold ? 0 : 1);
  });
});

describe('a rule on events', () => {
  it.each([
    ['the event name', 'condition: eventName = "RunInstances"', true],
    ['what is absent', 'condition: errorCode = null', true],
    ['what is not', 'condition: not (userIdentity.type = "Root")', true],
    ['the account', 'condition: recipientAccountId = "111122223333"', false],
    ['any text', 'language: lucene\ncondition: RunInstances', true],
  ])('by %s is not tried on what Insights found, whatever that has of it', (_, rule, onEvent) => {
    expect(matches(rule, { ...start, eventName: 'RunInstances' })).toBe(false);
    expect(matches(rule, event)).toBe(onEvent);
  });
});
