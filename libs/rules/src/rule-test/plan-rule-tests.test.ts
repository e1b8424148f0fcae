import { recordUid } from '@trailhound/cloudtrail';
import { describe, expect, it } from 'vitest';
import { loadRuleSet } from '../rule-set/load-rule-set.js';
import { planRuleTests } from './plan-rule-tests.js';

const id = '11111111-2222-3333-4444-555555555555';
const at = (second: number) => `2026-01-01T00:00:0${second}Z`;
const start = Date.UTC(2026, 0, 1);

function plan(events: readonly Record<string, unknown>[], expectation: unknown = { alerts: 1 }) {
  const tests = [{ name: 'case', events, expect: expectation }];
  const { rules, problems } = loadRuleSet([{ path: 'a.json', text: JSON.stringify({ condition: 'a = 1', tests }) }]);
  expect(problems).toEqual([]);
  const [rule] = rules;
  const [test] = rule ? planRuleTests(rule) : [];
  if (test === undefined) throw new Error('no test');
  return test;
}

describe('the plan of a rule test', () => {
  it('keeps name, expectation, place and every event as written', () => {
    const test = plan([{ eventName: 'A', nested: { n: null } }], 'no-match');
    expect(test).toMatchObject({ name: 'case', expect: 'no-match', place: { file: 'a.json', line: 1 } });
    expect(test.events[0]?.record).toEqual({ eventName: 'A', nested: { n: null } });
    expect(test.events[0]?.json).toBe('{"eventName":"A","nested":{"n":null}}');
  });

  it.each([
    ['written times', [{ eventTime: at(5) }, { eventTime: at(1) }], [start + 5000, start + 1000]],
    ['no times: the order of the events', [{}, {}, {}], [0, 1, 2]],
    [
      'a time missing in between',
      [{ eventTime: at(1) }, {}, { eventTime: at(3) }],
      [start + 1000, start + 1001, start + 3000],
    ],
    ['times missing in front', [{}, {}, { eventTime: at(1) }], [start + 998, start + 999, start + 1000]],
    ['a time that is none', [{ eventTime: at(1) }, { eventTime: 'noon' }], [start + 1000, start + 1001]],
  ])('orders events by %s', (_what, events, times) => {
    expect(plan(events).events.map(({ eventTimeMs }) => eventTimeMs)).toEqual(times);
  });

  it('counts an event without an eventID as a record of its own', () => {
    const uids = plan([{ eventName: 'A' }, { eventName: 'A' }]).events.map(({ uid }) => uid);
    expect(new Set(uids).size).toBe(2);
  });

  it('counts copies with one eventID once, as the pipeline does', () => {
    const [first, second] = plan([{ eventID: id }, { eventID: id, late: true }]).events;
    expect(first?.uid).toBe(second?.uid);
    expect(first?.uid).toBe(recordUid({ eventID: id }).uid);
  });
});
