import { iamUser } from '@trailhound/testkit';
import { describe, expect, it } from 'vitest';
import { call, carried } from '../testing/records.js';
import { onlyRule, rulesOf } from '../testing/rules-of.js';
import { matchOf } from './match.js';

const deleteUser = 'id: delete-user\ntitle: A user was deleted\ncondition: eventName = "DeleteUser"\n';

describe('suppressions', () => {
  const withMfa = iamUser({ userName: 'alice', session: { mfa: true } });
  const withoutMfa = iamUser({ userName: 'alice', session: { mfa: false } });
  const cases = [
    {
      what: 'a user',
      when: 'user = "terraform"',
      muted: { userIdentity: iamUser({ userName: 'terraform' }) },
      fires: {},
    },
    {
      what: 'an action of one account',
      when: 'eventName = "DeleteUser" and accountId = "999988887777"',
      muted: { accountId: '999988887777' },
      fires: {},
    },
    {
      what: 'a user with MFA, who without MFA still fires',
      when: 'user = "alice" and userIdentity.sessionContext.attributes.mfaAuthenticated = "true"',
      muted: { userIdentity: withMfa },
      fires: { userIdentity: withoutMfa },
    },
  ];

  it.each(cases)('mute $what', ({ when, muted, fires }) => {
    const suppression = `id: quiet\nrules: [delete-user]\nwhen: '${when}'\nreason: known\nowner: ops\nuntil: 2026-02-01\n`;
    const rule = onlyRule(rulesOf(deleteUser, suppression));
    const quiet = matchOf(rule, carried(call('DeleteUser', 0, muted)));
    expect(quiet.suppressedBy.map(({ id }) => id)).toEqual(['quiet']);
    expect(quiet.effect).toMatchObject({ kind: 'alert', firing: { suppressed: true } });
    const loud = matchOf(rule, carried(call('DeleteUser', 0, fires)));
    expect(loud.effect).toMatchObject({ kind: 'alert', firing: { suppressed: false } });
  });

  it('that are lifted let the same record fire again, under another id', () => {
    const record = carried(call('DeleteUser', 0));
    const suppression = 'id: quiet\nrules: ["*"]\nwhen: user = "alice"\nreason: known\nowner: ops\n';
    const muted = matchOf(onlyRule(rulesOf(deleteUser, suppression)), record);
    const lifted = matchOf(onlyRule(rulesOf(deleteUser)), record);
    expect([muted.suppressedBy.length, lifted.suppressedBy.length]).toEqual([1, 0]);
    expect(alertIdOf(muted)).not.toBe(alertIdOf(lifted));
  });

  it.each([
    { at: 'before its begin', minute: -1, applies: false },
    { at: 'at its begin', minute: 0, applies: true },
    { at: 'just before its end', minute: 59, applies: true },
    { at: 'at its end', minute: 60, applies: false },
  ])('apply $at of event time: $applies', ({ minute, applies }) => {
    const period = 'from: 2026-01-15T10:00:00Z\nuntil: 2026-01-15T11:00:00Z\n';
    const suppression = `id: quiet\npacks: [base]\nwhen: user = "alice"\nreason: known\nowner: ops\n${period}`;
    const rule = onlyRule(rulesOf(deleteUser, suppression, 'base'));
    expect(matchOf(rule, carried(call('DeleteUser', minute))).suppressedBy.length > 0).toBe(applies);
  });

  it('of another pack mute nothing', () => {
    const suppression = 'id: quiet\npacks: [other]\nwhen: user = "alice"\nreason: known\nowner: ops\n';
    const rule = onlyRule(rulesOf(deleteUser, suppression, 'base'));
    expect(matchOf(rule, carried(call('DeleteUser', 0))).suppressedBy).toEqual([]);
  });
});

describe('groups', () => {
  const counting = (field: string) =>
    onlyRule(rulesOf(`id: r\ncondition: eventName = "X"\ngroupBy: [${field}]\nthreshold: {count: 2, within: 10m}\n`));
  const groupOf = (field: string, requestParameters: Record<string, unknown> | null) => {
    const { effect } = matchOf(counting(field), carried(call('X', 0, { requestParameters })));
    return effect.kind === 'count' ? effect.observation.key.group[0] : undefined;
  };

  it.each([
    { has: 'text', value: 'Admins', text: 'Admins' },
    { has: 'a number', value: 3306, text: '3306' },
    { has: 'a boolean', value: false, text: 'false' },
    { has: 'an empty text', value: '', text: '' },
    { has: 'an object', value: { b: 1, a: [true] }, text: '{"a":[true],"b":1}' },
    { has: 'a list', value: ['x', 'y'], text: '["x","y"]' },
    { has: 'null', value: null, text: null },
  ])('are the text of a field that has $has', ({ value, text }) => {
    expect(groupOf('requestParameters.name', { name: value })).toBe(text);
  });

  it('put missing and null together', () => {
    expect(groupOf('requestParameters.name', {})).toBe(null);
    expect(groupOf('requestParameters.name', null)).toBe(null);
  });

  it('keep the whole of a long value, so that values that differ at the end are two groups', () => {
    const long = 'x'.repeat(100_000);
    expect(groupOf('requestParameters.name', { name: `${long}1` })).toBe(`${long}1`);
  });
});

describe('what is counted', () => {
  it('is an observation under the uid of the event that a corrected record tells again', () => {
    const rule = onlyRule(rulesOf('id: r\ncondition: eventName = "X"\nthreshold: {count: 2, within: 10m}\n'));
    const original = call('X', 0);
    const corrected = call('X', 0, {
      seed: 'corrected',
      with: { addendum: { reason: 'UPDATED_DATA', originalEventID: original.eventID, updatedFields: 'userAgent' } },
    });
    const [first, second] = [original, corrected].map((record) => matchOf(rule, carried(record)).effect);
    expect(
      first?.kind === 'count' && second?.kind === 'count' && first.observation.uid === second.observation.uid,
    ).toBe(true);
  });

  it('is nothing where different values are counted and the record has none', () => {
    const rule = onlyRule(
      rulesOf('id: r\ncondition: eventName = "X"\nthreshold: {count: 2, within: 10m, distinct: errorCode}\n'),
    );
    expect(matchOf(rule, carried(call('X', 0))).effect).toEqual({ kind: 'nothing' });
    expect(matchOf(rule, carried(call('X', 0, { errorCode: 'AccessDenied' }))).effect).toMatchObject({
      kind: 'count',
      observation: { value: 'AccessDenied' },
    });
  });

  it('is one by one for a plain rule with dedup', () => {
    const rule = onlyRule(rulesOf('id: r\ncondition: eventName = "X"\ndedup: 1h\n'));
    expect(matchOf(rule, carried(call('X', 0))).effect).toMatchObject({
      kind: 'count',
      observation: { spec: { count: 1, dedupMs: 3_600_000 }, mayBeSuppressed: false },
    });
  });
});

function alertIdOf({ effect }: ReturnType<typeof matchOf>): string {
  if (effect.kind !== 'alert') throw new Error(`expected an alert, found ${effect.kind}`);
  return effect.firing.alertId;
}
