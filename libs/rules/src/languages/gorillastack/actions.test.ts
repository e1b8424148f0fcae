import { describe, expect, it } from 'vitest';
import { scheduleActions } from './actions.js';

describe('the actions of a rule', () => {
  it('are due after the waits before them', () => {
    expect(
      scheduleActions([{ notify: 'ops' }, { wait: '10m' }, { wait: '30s' }, { count: 'instances' }, 'notify']),
    ).toEqual({
      ok: true,
      value: [
        { afterMs: 0, name: 'notify', options: 'ops' },
        { afterMs: 630_000, name: 'count', options: 'instances' },
        { afterMs: 630_000, name: 'notify', options: null },
      ],
    });
  });

  it.each([
    ['a wait of no duration', [{ wait: 10 }], 'actions[0] must wait'],
    ['two names at once', ['notify', { wait: '1m', notify: 'x' }], 'actions[1] must be one name'],
    ['no name', [{}], 'actions[0] must be one name'],
    ['no mapping', [5], 'actions[0] must be one name'],
    ['more than a week of waiting', [{ wait: '6d' }, { wait: '2d' }], 'actions[1] would wait longer than 7d'],
  ])('with %s are refused', (_what, actions, message) => {
    const read = scheduleActions(actions);
    expect(read.ok ? [] : read.problems.map((problem) => problem.message)).toEqual([expect.stringContaining(message)]);
  });
});
