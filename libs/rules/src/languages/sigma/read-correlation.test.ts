import { describe, expect, it } from 'vitest';
import { loadRuleSet } from '../../rule-set/load-rule-set.js';

const rule = (name: string) => ({
  name,
  title: name,
  logsource: { product: 'aws', service: 'cloudtrail' },
  detection: { s: { eventName: name }, condition: 's' },
});
const basics = { rules: ['a', 'b'], timespan: '10m' };

function load(correlation: object, more: object = {}) {
  const documents = [rule('a'), rule('b'), rule('c'), { id: 'corr', title: 'corr', correlation, ...more }];
  return loadRuleSet([{ path: 'a.json', text: JSON.stringify(documents) }]);
}
const read = (correlation: object) => load(correlation).rules.find(({ id }) => id === 'corr');

describe('a correlation', () => {
  it.each<[object, unknown]>([
    [{ gt: 10 }, { count: 11, withinMs: 600_000 }],
    [{ gte: 10 }, { count: 10, withinMs: 600_000 }],
    [
      { gte: 3, gt: 4 },
      { count: 5, withinMs: 600_000 },
    ],
    [{ gte: 2.5 }, { count: 3, withinMs: 600_000 }],
    [{ gte: 1 }, null],
    [{ lt: 3 }, null],
    [{ gte: 2, lt: 9 }, null],
    [{ eq: 3 }, null],
  ])('event_count %j is the threshold %j', (condition, threshold) => {
    expect(read({ type: 'event_count', ...basics, condition })).toMatchObject({ threshold, dedupMs: 600_000 });
  });

  it('value_count counts different values of a field', () => {
    const condition = { gte: 4, field: 'sourceIPAddress' };
    expect(read({ type: 'value_count', ...basics, condition })?.threshold).toMatchObject({
      count: 4,
      distinct: { name: 'sourceIPAddress' },
    });
  });

  it('groups by account where it names no group', () => {
    const [own, none] = [{ 'group-by': ['awsRegion'] }, {}].map((group) =>
      read({ type: 'temporal', ...basics, ...group }),
    );
    expect([own, none].map((one) => one?.groupBy.map(({ name }) => name))).toEqual([
      ['awsRegion'],
      ['recipientAccountId'],
    ]);
    expect([own, none].map((one) => one?.correlation?.needsGroup)).toEqual([true, false]);
  });

  it.each<[object, unknown]>([
    [{}, [{ all: [0, 1], none: [] }]],
    [{ condition: 'a and b' }, [{ all: [0, 1], none: [] }]],
    [
      { condition: 'b or a' },
      [
        { all: [1], none: [] },
        { all: [0], none: [] },
      ],
    ],
    [{ condition: 'b and not a' }, [{ all: [1], none: [0] }]],
    [
      { rules: ['a', 'b', 'c'], condition: 'a and not (b and c)' },
      [
        { all: [0], none: [1] },
        { all: [0], none: [2] },
      ],
    ],
    [
      { rules: ['a', 'b', 'c'], condition: 'a and 1 of them' },
      [
        { all: [0, 0], none: [] },
        { all: [0, 1], none: [] },
        { all: [0, 2], none: [] },
      ],
    ],
  ])('temporal %j wants %j', (more, alternatives) => {
    expect(read({ type: 'temporal', ...basics, ...more })?.correlation?.test).toEqual({
      kind: 'rules',
      ordered: false,
      alternatives,
    });
  });

  it.each([{ gte: 2 }, { gt: 1 }, { eq: 2 }])('temporal_ordered with %j wants all of its rules', (condition) => {
    const test = read({ type: 'temporal_ordered', ...basics, condition })?.correlation?.test;
    expect(test).toEqual({ kind: 'rules', ordered: true, alternatives: [{ all: [0, 1], none: [] }] });
  });

  it('has an identity of exactly its correlation', () => {
    const correlation = { type: 'temporal', ...basics };
    const [plain, dressed] = [{}, { level: 'high', description: 'x' }].map((more) =>
      load(correlation, more).rules.at(-1),
    );
    expect(plain?.stateHash).toBe(dressed?.stateHash);
    expect(plain?.identity.sourceText).toBe('{"correlation":{"rules":["a","b"],"timespan":"10m","type":"temporal"}}');
  });

  it.each<[object, string]>([
    [{ type: 'event_cuont', ...basics }, 'correlation.type must be one of'],
    [{ type: 'event_count', timespan: '1h' }, 'correlation.rules is missing'],
    [{ type: 'event_count', ...basics }, 'correlation.condition of event_count is missing'],
    [
      { type: 'event_count', ...basics, condition: 'a and b' },
      'correlation.condition of event_count compares a number',
    ],
    [{ type: 'event_count', ...basics, condition: { gte: 0 } }, 'correlation.condition holds for no records at all'],
    [{ type: 'event_count', ...basics, condition: { gte: 'x' } }, 'correlation.condition'],
    [{ type: 'value_sum', ...basics, condition: { gte: 1 } }, 'correlation.condition.field is missing'],
    [{ type: 'temporal_ordered', ...basics, condition: { gte: 1 } }, 'cannot leave rules out of the order'],
    [{ type: 'temporal', ...basics, condition: 'a and d' }, 'there is no rule "d"'],
    [{ type: 'temporal', ...basics, condition: 'not a' }, 'silence cannot be seen in records'],
    [{ type: 'temporal', ...basics, rules: ['a', 'a'] }, 'correlation.rules names a twice'],
    [{ type: 'temporal', ...basics, timespan: '10' }, 'correlation.timespan must be a duration'],
    [{ type: 'temporal', ...basics, timespan: '0s' }, 'correlation.timespan (0s) must be longer than 0'],
    [{ type: 'temporal', ...basics, timespan: '5w' }, 'correlation.timespan (5w) must be at most 31d'],
    [{ type: 'temporal', ...basics, aliases: { u: { a: 'x' } } }, 'correlation.aliases.u is used nowhere'],
    [{ type: 'temporal', ...basics, 'group-by': 'u', aliases: { u: { z: 'x' } } }, 'correlation.aliases.u names z'],
  ])('%j is refused', (correlation, message) => {
    const { problems, refused } = load(correlation);
    expect(problems.map((problem) => problem.message).join('\n')).toContain(message);
    expect(refused).toMatchObject([{ id: 'corr' }]);
  });

  it('with more alternatives than can be watched is refused', () => {
    const names = Array.from({ length: 10 }, (_, at) => `r${at}`);
    const condition = Array.from({ length: 4 }, () => `(${names.join(' or ')})`).join(' and ');
    const { problems } = load({ type: 'temporal', rules: names, timespan: '1h', condition });
    expect(problems.map(({ code }) => code)).toContain('E-LIMIT');
  });
});
