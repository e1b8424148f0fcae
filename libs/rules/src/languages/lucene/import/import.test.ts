import { viewOf } from '@trailhound/cloudtrail';
import { describe, expect, it } from 'vitest';
import { compileCondition } from '../../../condition/compile-condition.js';
import { loadRuleSet } from '../../../rule-set/load-rule-set.js';

function load(definition: unknown) {
  return loadRuleSet([{ path: 'imported.json', text: JSON.stringify(definition, null, 2) }]);
}

/** What a definition became, in short. */
function imported(definition: unknown) {
  const { rules, problems } = load(definition);
  expect(problems).toEqual([]);
  expect(rules).toHaveLength(1);
  return rules.map(({ id, title, severity, enabled, conditionText, groupBy, threshold, dedupMs, language }) => ({
    ...{ id, title, severity, enabled, conditionText, dedupMs, language },
    groupBy: groupBy.map(({ name }) => name),
    threshold: threshold && { ...threshold, ...(threshold.distinct && { distinct: threshold.distinct.name }) },
  }))[0];
}

function refusal(definition: unknown): string {
  const { rules, problems } = load(definition);
  expect(rules).toEqual([]);
  return problems.map(({ code, message, place }) => `${place?.line}:${code} ${message}`).join('\n');
}

const query = 'eventName:StopLogging OR eventName:DeleteTrail AND awsRegion:us';
const old = {
  id: '7c0a',
  name: 'CloudTrail - stopped',
  severity: 'critical',
  is_active: true,
  description: 'Somebody stopped a trail.',
  log_filter: { text: query, filter_type: 'text', severity: [], application_name: ['cloudtrail'], category: null },
  condition: null,
  notifications: { emails: ['soc@example.com'] },
};
const counted = (condition: object, filter: object = {}) => ({
  ...old,
  log_filter: { ...old.log_filter, ...filter },
  condition: {
    condition_type: 'more_than',
    threshold: 4,
    timeframe: '10MIN',
    group_by: ['userIdentity.arn.keyword'],
    ...condition,
  },
});

describe('an alert of Coralogix', () => {
  it('is read as it was exported: without a condition every match alerts', () => {
    expect(imported(old)).toEqual({
      ...{ id: '7c0a', title: 'CloudTrail - stopped', severity: 'critical', enabled: true, language: 'lucene' },
      ...{ conditionText: query, groupBy: [], threshold: null, dedupMs: null },
    });
  });

  it('says what is left out', () => {
    expect(load(old).lints.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'I-IMPORT log_filter.application_name has no counterpart here and is left out',
      'I-IMPORT notifications has no counterpart here and is left out',
    ]);
  });

  it('reads its query as Elasticsearch does: required, optional and forbidden clauses', () => {
    const test = compileCondition(load(old).rules[0]?.condition ?? { kind: 'false' });
    expect(test(viewOf({ eventName: 'StopLogging', awsRegion: 'eu-central-1' }))).toBe('no-match');
    expect(test(viewOf({ eventName: 'DeleteTrail', awsRegion: 'us-east-1' }))).toBe('match');
  });

  it('counts "more than" a threshold, by group', () => {
    expect(imported(counted({}))).toMatchObject({
      groupBy: ['userIdentity.arn'],
      threshold: { count: 5, withinMs: 600_000 },
      dedupMs: 600_000,
    });
    const unique = {
      unique_count_key: 'sourceIPAddress',
      timeframe: '1H',
      group_by: 'recipientAccountId',
      condition_type: 'unique_count',
    };
    expect(imported(counted(unique, { filter_type: 'unique_count' }))).toMatchObject({
      groupBy: ['recipientAccountId'],
      threshold: { count: 5, withinMs: 3_600_000, distinct: 'sourceIPAddress' },
    });
  });

  it.each<[string, object, RegExp]>([
    [
      'counting fewer',
      counted({ condition_type: 'less_than' }),
      /RULE_IMPORT .*"less_than" of Coralogix.*condition\.condition_type/,
    ],
    ['a new value', { ...old, log_filter: { ...old.log_filter, filter_type: 'new_value' } }, /"new_value"/],
    [
      'filters by log severity',
      { ...old, log_filter: { ...old.log_filter, severity: ['error'] } },
      /metadata.*log_filter\.severity/,
    ],
    ['an odd timeframe', counted({ timeframe: 'soon' }), /timeframe "soon"/],
    ['no timeframe', counted({ timeframe: undefined }), /RULE_MISSING_KEY .*condition\.timeframe is missing/],
    ['no threshold', counted({ threshold: undefined }), /condition\.threshold is missing/],
    ['no query', { ...old, log_filter: { text: '' } }, /log_filter\.text is missing/],
    ['a query that is none', { ...old, log_filter: { text: 'eventName:(' } }, /:E-SYNTAX .*not closed/],
    ['a number for a name', { ...old, name: 5 }, /name must be text/],
    ['a group that is no field', counted({ group_by: ['a..b'] }), /E-PATH/],
    ['a threshold beyond reason', counted({ threshold: 50_000 }), /RULE_BAD_DURATION/],
  ])('with %s is refused by name', (_, definition, message) => {
    expect(refusal(definition)).toMatch(message);
  });

  const properties = (more: object) => ({
    alertDef: {
      id: 'abc',
      alertDefProperties: {
        name: 'Stopped',
        enabled: false,
        priority: 'ALERT_DEF_PRIORITY_P2',
        type: 'ALERT_DEF_TYPE_LOGS_IMMEDIATE_OR_UNSPECIFIED',
        groupByKeys: [],
        ...more,
      },
    },
  });
  const filter = { simpleFilter: { luceneQuery: query, labelFilters: { applicationName: [], severities: [] } } };
  const rule = (condition: object) => [
    { condition: { timeWindow: { logsTimeWindowSpecificValue: 'LOGS_TIME_WINDOW_VALUE_MINUTES_10' }, ...condition } },
  ];

  it('of the third API is read too', () => {
    expect(imported(properties({ logsImmediate: { logsFilter: filter } }))).toMatchObject({
      ...{ id: 'abc', title: 'Stopped', severity: 'high', enabled: false, conditionText: query, threshold: null },
    });
    const threshold = {
      logsFilter: filter,
      rules: rule({ threshold: 9, conditionType: 'LOGS_THRESHOLD_CONDITION_TYPE_MORE_THAN_OR_UNSPECIFIED' }),
    };
    expect(
      imported(properties({ groupByKeys: ['sourceIPAddress_geoip.country_name'], logsThreshold: threshold })),
    ).toMatchObject({
      groupBy: ['enriched.sourceIPAddress_geoip.country_name'],
      threshold: { count: 10, withinMs: 600_000 },
    });
  });

  it.each<[string, object, RegExp]>([
    ['another type', { type: 'ALERT_DEF_TYPE_METRIC_THRESHOLD' }, /ALERT_DEF_TYPE_METRIC_THRESHOLD/],
    [
      'two thresholds',
      { logsThreshold: { logsFilter: filter, rules: [...rule({ threshold: 1 }), ...rule({ threshold: 2 })] } },
      /second threshold/,
    ],
    [
      'less than',
      { logsThreshold: { logsFilter: filter, rules: rule({ threshold: 1, conditionType: 'LESS_THAN' }) } },
      /LESS_THAN/,
    ],
    ['no query', { logsImmediate: {} }, /luceneQuery is missing/],
  ])('of the third API with %s is refused by name', (_, more, message) => {
    expect(refusal(properties(more))).toMatch(message);
  });
});

describe('a rule of ElastAlert', () => {
  const elast = (more: object) => ({
    name: 'Sign-ins that failed',
    type: 'any',
    index: 'cloudtrail-*',
    filter: [
      { query: { query_string: { query: 'eventName:ConsoleLogin' } } },
      { query_string: { query: 'errorMessage:failed' } },
    ],
    alert: ['slack'],
    ...more,
  });

  it('alerts once a minute and key, all of its filters holding', () => {
    expect(imported(elast({ query_key: 'userIdentity.userName.keyword' }))).toMatchObject({
      id: 'Sign-ins that failed',
      conditionText: '(eventName:ConsoleLogin) AND (errorMessage:failed)',
      groupBy: ['userIdentity.userName'],
      threshold: null,
      dedupMs: 60_000,
    });
    expect(imported(elast({ realert: { minutes: 0 } }))).toMatchObject({ groupBy: [], dedupMs: null });
  });

  it('counts events, and values of a field', () => {
    const frequency = {
      type: 'frequency',
      num_events: 5,
      timeframe: { minutes: 10, seconds: 30 },
      query_key: ['awsRegion'],
    };
    expect(imported(elast(frequency))).toMatchObject({
      ...{ groupBy: ['awsRegion'], threshold: { count: 5, withinMs: 630_000 }, dedupMs: 630_000 },
    });
    const cardinality = {
      type: 'cardinality',
      cardinality_field: 'sourceIPAddress',
      max_cardinality: 3,
      timeframe: { hours: 1 },
    };
    expect(imported(elast({ ...cardinality, realert: { days: 1 } }))).toMatchObject({
      ...{ threshold: { count: 4, withinMs: 3_600_000, distinct: 'sourceIPAddress' }, dedupMs: 86_400_000 },
    });
  });

  it('joins neighbouring words as its query says', () => {
    const filter = [{ query_string: { query: 'eventName:a eventName:b', default_operator: 'and' } }];
    const test = compileCondition(load(elast({ filter })).rules[0]?.condition ?? { kind: 'true' });
    expect(test(viewOf({ eventName: 'a' }))).toBe('no-match');
  });

  it('points at the words of its queries', () => {
    const [rule] = load(elast({})).rules;
    const parts = rule?.condition.kind === 'and' ? rule.condition.of : [];
    expect(parts.map(({ span }) => span && rule?.conditionText.slice(span.start, span.end))).toEqual(
      ['eventName:ConsoleLogin', 'errorMessage:failed'].map((text) =>
        expect.stringContaining(text.split(':')[1] ?? ''),
      ),
    );
  });

  it.each<[string, object, RegExp]>([
    ['another type', { type: 'spike' }, /3:RULE_IMPORT .*the rule type "spike" of ElastAlert/],
    ['another filter', { filter: [{ term: { eventName: 'x' } }] }, /filter "term".*filter\.0/],
    ['no filter', { filter: [] }, /filter is missing/],
    ['no timeframe', { type: 'frequency', num_events: 3 }, /timeframe is missing/],
    ['no number of events', { type: 'frequency', timeframe: { minutes: 1 } }, /num_events is missing/],
    ['an odd unit', { type: 'frequency', num_events: 3, timeframe: { fortnights: 1 } }, /unit "fortnights"/],
    [
      'a minimum of values',
      { type: 'cardinality', cardinality_field: 'x', timeframe: { hours: 1 } },
      /max_cardinality is missing/,
    ],
    ['fields beside the query', { filter: [{ query_string: { query: 'x', fields: ['a'] } }] }, /option "fields"/],
  ])('with %s is refused by name', (_, more, message) => {
    expect(refusal(elast(more))).toMatch(message);
  });
});

describe('a monitor of OpenSearch', () => {
  const monitor = (queries: unknown, source = 'ctx.results[0].hits.total.value > 0', more: object = {}) => ({
    type: 'monitor',
    name: 'Root',
    monitor_type: 'query_level_monitor',
    enabled: true,
    schedule: { period: { interval: 5, unit: 'MINUTES' } },
    inputs: [{ search: { indices: ['cloudtrail'], query: { size: 0, query: queries } } }],
    triggers: [
      {
        query_level_trigger: {
          name: 't',
          severity: '1',
          condition: { script: { source, lang: 'painless' } },
          actions: [],
        },
      },
    ],
    ...more,
  });
  const root = { query_string: { query: 'userIdentity.type:Root' } };
  const lastHour = {
    range: { '@timestamp': { from: '{{period_end}}||-1h', to: '{{period_end}}', format: 'epoch_millis' } },
  };

  it('alerts on every match, or counts the hits of the time it looks back', () => {
    expect(imported(monitor(root))).toMatchObject({ id: 'Root', severity: 'critical', threshold: null, dedupMs: null });
    const filtered = { bool: { filter: [root, lastHour], adjust_pure_negative: true, boost: 1 } };
    expect(imported(monitor(filtered, 'return ctx.results[0].hits.total.value >= 3'))).toMatchObject({
      ...{ threshold: { count: 3, withinMs: 3_600_000 }, groupBy: ['recipientAccountId'], dedupMs: 3_600_000 },
    });
    expect(imported({ _id: 'x', monitor: monitor(root, 'ctx.results[0].hits.total.value > 4') })).toMatchObject({
      ...{ threshold: { count: 5, withinMs: 300_000 } },
    });
  });

  it.each<[string, object, RegExp]>([
    [
      'another kind',
      monitor(root, undefined, { monitor_type: 'bucket_level_monitor' }),
      /bucket_level_monitor of OpenSearch/,
    ],
    ['another query', monitor({ term: { a: 1 } }), /query "term"/],
    ['words that must not be', monitor({ bool: { filter: [root], must_not: [root] } }), /"must_not"/],
    ['an odd range', monitor({ bool: { filter: [root, { range: { size: { gte: 5 } } }] } }), /this range/],
    ['another script', monitor(root, 'ctx.results[0].aggregations.x.value > 5'), /trigger script/],
    [
      'two triggers',
      { ...monitor(root), triggers: [...monitor(root).triggers, ...monitor(root).triggers] },
      /second trigger/,
    ],
    ['no query', monitor({ match_all: {} }), /is missing/],
  ])('with %s is refused by name', (_, definition, message) => {
    expect(refusal(definition)).toMatch(message);
  });
});
