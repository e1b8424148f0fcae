import type { Alert } from '@trailhound/contracts';
import { buildAlert } from '@trailhound/testkit';
import { describe, expect, it } from 'vitest';
import { judge } from './verdict.js';

const attack = {
  name: 'trail stopped',
  description: 'somebody stops the trail',
  eventIDs: ['e1', 'e2'],
  rules: ['stopped'],
};
const quiet = { ...attack, name: 'key made', eventIDs: ['e3'] };

function alertOn(rule: string, ...eventIDs: string[]): Alert {
  const records = eventIDs.map((eventID, index) => ({
    uid: eventID,
    eventID,
    eventTime: '2026-11-01T00:00:00Z',
    input: 'x',
    index,
  }));
  return { ...buildAlert(), rule, records };
}

describe('what became of the simulated attacks', () => {
  it('credits an alert to the attack one of whose events it names', () => {
    const { attacks, falseAlarms } = judge(
      [attack, quiet],
      [alertOn('stopped', 'e0', 'e2'), alertOn('other', 'e1')],
      [],
    );
    expect(attacks.map(({ foundBy }) => foundBy)).toEqual([['other', 'stopped'], []]);
    expect(falseAlarms).toEqual([]);
  });

  it('calls an alert on ordinary records a false alarm', () => {
    const alarm = alertOn('stopped', 'e9');
    expect(judge([attack], [alarm], []).falseAlarms).toEqual([alarm]);
  });

  it('names the rules that stayed silent', () => {
    expect(judge([attack], [alertOn('stopped', 'e1')], ['stopped', 'idle']).silentRules).toEqual(['idle']);
  });
});
