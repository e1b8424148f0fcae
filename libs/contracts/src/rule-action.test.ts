import { describe, expect, it } from 'vitest';
import { actionLines, readActions } from './rule-action.js';

const counting = { eventNames: ['RunInstances', 'TerminateInstances'], groupBy: ['autoScalingGroup'] };

describe('the actions of a rule', () => {
  it('are due after the waits before them', () => {
    const actions = [{ notify: 'soc' }, { wait: '10m' }, { wait: '30s' }, { notify: 'ops', summarise: counting }];
    expect(readActions(actions)).toEqual({
      notify: [
        { index: 0, afterMs: 0, destination: 'soc' },
        { index: 3, afterMs: 630_000, destination: 'ops', summarise: counting },
      ],
      refused: [],
    });
  });

  it('read as sentences', () => {
    expect(actionLines([{ notify: 'soc' }, { wait: '10m' }, { notify: 'soc', summarise: counting }])).toEqual([
      'at once: notify soc',
      'after 10m: notify soc, with a count of RunInstances, TerminateInstances with the same account, region, autoScalingGroup',
    ]);
  });

  it.each([
    ['a wait of no duration', [{ wait: 10 }, { notify: 'x' }], [0, 'wait'], 'must be a duration'],
    ['a wait and a notify in one', [{ wait: '1m', notify: 'x' }], [0], 'not both'],
    ['another name', [{ notfy: 'x' }], [0, 'notfy'], 'did you mean notify?'],
    ['a name that is like none', [{ count: 'instances' }], [0, 'count'], 'there are notify and wait'],
    ['no name', [{}], [0, 'notify'], 'must be the name of a destination'],
    ['a text', ['notify'], [0], 'must be notify: DESTINATION or wait: DURATION'],
    ['more than a week of waiting', [{ wait: '6d' }, { wait: '2d' }, { notify: 'x' }], [1, 'wait'], 'longer than 7d'],
    ['nothing after a wait', [{ notify: 'x' }, { wait: '1m' }], [1], 'nothing follows'],
    ['a count before anything happened', [{ notify: 'x', summarise: counting }], [0, 'summarise'], 'after a wait'],
    [
      'a count of nothing',
      [{ wait: '1m' }, { notify: 'x', summarise: { eventNames: [] } }],
      [1, 'summarise', 'eventNames'],
      'must be a list of 1 to 20',
    ],
    [
      'an unknown key of a count',
      [{ wait: '1m' }, { notify: 'x', summarise: { ...counting, over: '5m' } }],
      [1, 'summarise', 'over'],
      'is unknown',
    ],
    ['too many messages', Array.from({ length: 21 }, () => ({ notify: 'x' })), [20], 'one more than the 20'],
  ])('with %s are refused at their place', (_what, actions, at, message) => {
    const { refused } = readActions(actions);
    expect(refused).toEqual([{ at, message: expect.stringContaining(message) }]);
  });
});
