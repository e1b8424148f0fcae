import { viewOf } from '@trailhound/cloudtrail';
import { describe, expect, it } from 'vitest';
import { compileCondition } from '../../condition/compile-condition.js';
import { loadRuleSet } from '../../rule-set/load-rule-set.js';

const exported = {
  name: 'Hosted zones',
  title: 'Zone changed by {{user}} from {{ip}}',
  type: 'CloudTrail',
  severityOfAlerts: 2,
  alertDescription: 'A hosted zone was created or deleted.',
  aggregateFields: ['eventName', 'user', 'ip', 'accountId'],
  filter:
    'eventSource = "route53.amazonaws.com" and (eventName = “DeleteHostedZone” or eventName = “CreateHostedZone”)',
  window: 86400,
  threshold: 1,
  suppressions: ['user = "terraform"'],
  enabled: true,
};

function load(rule: unknown) {
  return loadRuleSet([{ path: 'export.json', text: JSON.stringify(rule, null, 1) }]);
}

describe('a rule as the Threat Stack API gives it', () => {
  it('is imported as it is', () => {
    const { rules, problems } = load(exported);
    expect(problems).toEqual([]);
    const [rule] = rules;
    expect(rule).toMatchObject({
      id: 'Hosted zones',
      title: 'Zone changed by {user} from {ip}',
      severity: 'medium',
      enabled: true,
      language: 'threatstack',
      threshold: null,
      dedupMs: null,
    });
    expect(rule?.groupBy.map(({ name }) => name)).toEqual(exported.aggregateFields);
    const matches = rule && compileCondition(rule.condition);
    expect(matches?.(viewOf({ eventSource: 'route53.amazonaws.com', eventName: 'CreateHostedZone' }))).toBe('match');
    expect(matches?.(viewOf({ eventSource: 'route53.amazonaws.com', eventName: 'ListHostedZones' }))).toBe('no-match');
  });

  it('is muted by any of its suppressions, which say that they have no end', () => {
    const { rules, lints } = load(exported);
    const [suppression] = rules[0]?.suppressions ?? [];
    expect(suppression && compileCondition(suppression.when)(viewOf({ userIdentity: { userName: 'terraform' } }))).toBe(
      'match',
    );
    expect(lints.map(({ code }) => code)).toContain('W-NO-END');
  });

  it('counts matches that share their aggregate fields', () => {
    const { rules } = load({ ...exported, threshold: 5, window: 600 });
    expect(rules[0]).toMatchObject({ threshold: { count: 5, withinMs: 600_000 }, dedupMs: 600_000 });
  });

  it('counts by account where nothing is aggregated, and comes in lists', () => {
    const { rules } = load([
      { ...exported, aggregateFields: [], threshold: 3 },
      { ...exported, name: 'another', enabled: false },
    ]);
    expect(rules.map(({ id, enabled }) => [id, enabled])).toEqual([
      ['Hosted zones', true],
      ['another', false],
    ]);
    expect(rules[0]?.groupBy.map(({ name }) => name)).toEqual(['recipientAccountId']);
  });

  it.each([
    ['a filter that cannot be read', { filter: 'eventName =' }, 'E-SYNTAX'],
    ['a severity that there is not', { severityOfAlerts: 9 }, 'RULE_BAD_VALUE'],
    ['a rule of another type', { type: 'Host' }, 'RULE_BAD_VALUE'],
    ['a threshold that cannot be counted', { threshold: 0 }, 'RULE_BAD_VALUE'],
    ['a window of ten years', { threshold: 2, window: 315_360_000 }, 'RULE_BAD_DURATION'],
    ['a suppression that cannot be read', { suppressions: ['user ='] }, 'E-SYNTAX'],
  ])('is refused with its place for %s', (_, change, code) => {
    const { rules, problems } = load({ ...exported, ...change });
    expect(rules).toEqual([]);
    expect(problems.map((problem) => problem.code)).toContain(code);
    expect(problems[0]?.place?.line).toBeGreaterThan(1);
  });
});
