import type { HeldDelivery, NewDelivery } from '@trailhound/ports';
import { describe, expect, it } from 'vitest';
import { earliestDue } from './earliest-due.js';

function at(destination: string, dueMs: number): NewDelivery {
  return { id: `${destination}-${dueMs}`, alertId: 'a', destination, payload: '{}', dueMs };
}

function held(destination: string, dueMs: number, digestMs: number, atOnce: number): HeldDelivery {
  const digest = { id: 'dig', payload: '{}', dueMs: digestMs, laterMs: digestMs + 100 };
  return { ...at(destination, dueMs), line: '{}', digest, atOnce };
}

describe('when destinations have something to do', () => {
  it.each([
    { name: 'nothing was enqueued', given: [], waiting: [], due: [] },
    {
      name: 'the first of several counts, each destination for itself',
      given: [at('soc', 9), at('soc', 5), at('pager', 7)],
      waiting: [],
      due: [
        ['soc', 5],
        ['pager', 7],
      ],
    },
    { name: 'what is held has its digest’s time', given: [], waiting: [held('soc', 1, 60, 0)], due: [['soc', 60]] },
    { name: 'what may go at once may go at once', given: [], waiting: [held('soc', 1, 60, 5)], due: [['soc', 1]] },
    { name: 'a digest may be due before', given: [at('soc', 9)], waiting: [held('soc', 1, 4, 0)], due: [['soc', 4]] },
  ] as const)('$name', ({ given, waiting, due }) => {
    expect([...earliestDue(given, waiting)]).toEqual(due);
  });
});
