import { describe, expect, it } from 'vitest';
import { alertId, deliveryId, type RuleIdentity, stateHash } from './alert-id.js';

// The vectors were computed by another program (Python's hashlib over its own canonical JSON): whoever implements the
// formula elsewhere can hold it against them. A change here means that every alert gets a new identity.

const plain: RuleIdentity = {
  language: 'threatstack',
  sourceText: 'eventName = "StopLogging"',
  groupBy: [],
  threshold: null,
  dedupMs: null,
};
const burst: RuleIdentity = {
  language: 'threatstack',
  sourceText: 'errorCode != null',
  groupBy: ['userIdentity.userName', 'sourceIPAddress'],
  threshold: { count: 5, withinMs: 600_000 },
  dedupMs: 600_000,
};
const distinct: RuleIdentity = {
  language: 'threatstack',
  sourceText: 'eventName = "ConsoleLogin"',
  groupBy: ['accountId'],
  threshold: { count: 5, withinMs: 600_000, distinct: 'sourceIPAddress' },
  dedupMs: 3_600_000,
};

describe('what gives a rule its identity', () => {
  it.each([
    ['a plain rule', plain, '4eee38d17e000d3d67d07b1991f20998429e57bf6753ae9267542369a2fb688c'],
    ['a threshold by group', burst, '05de3d820f2e3a8da6fb2a7a1d01b1476c6f4e95cc5ccc913a18c99be2699a38'],
    ['a distinct count', distinct, '8317adc17d152babe6986f8fee1ed63e36675df6427dab9e64eb059a94f2d3d5'],
  ])('of %s hashes as published', (_, identity, hash) => {
    expect(stateHash(identity)).toBe(hash);
  });

  it('is not changed by white space around the condition', () => {
    expect(stateHash({ ...plain, sourceText: `\n  ${plain.sourceText}\n` })).toBe(stateHash(plain));
  });

  it.each([
    ['the language', { language: 'lucene' }],
    ['the condition', { sourceText: 'errorCode = null' }],
    ['the group-by', { groupBy: ['sourceIPAddress', 'userIdentity.userName'] }],
    ['the count', { threshold: { count: 6, withinMs: 600_000 } }],
    ['the window', { threshold: { count: 5, withinMs: 600_001 } }],
    ['counting different values', { threshold: { count: 5, withinMs: 600_000, distinct: 'eventName' } }],
    ['the dedup', { dedupMs: 600_001 }],
  ])('changes with %s', (_, change) => {
    expect(stateHash({ ...burst, ...change })).not.toBe(stateHash(burst));
  });
});

describe('the identity of an alert', () => {
  const stop = { ruleId: 'stop', stateHash: stateHash(plain), group: [], instance: 'qLr0x0xX0xX0xX0xX0xX0x' };
  const window = { ruleId: 'burst', stateHash: stateHash(burst), group: ['alice', null], instance: 2_964_321 };

  it.each([
    ['a record of a plain rule', stop, 'ca07b70c85df269c4b567027e12a703efd55088106aa4ae202853bb34f3000e4'],
    [
      'a bucket of a group with a missing value',
      window,
      'c288eaf87ac3909013fcf807acfa9c530bc74338e92358f84ec3f7c55b48aa7a',
    ],
    [
      'the marked alert of the same bucket',
      { ...window, suppressed: true },
      'a4182c6035d74fbb41ee0994d0b69aaba3c1e1ca027be0cc2e7b95120af04cd8',
    ],
    [
      'values that are hard to write, in a bucket before 1970',
      {
        ruleId: 'Ünïcode → "rule"',
        stateHash: stateHash(distinct),
        group: ['line\nbreak', '', '\u2028', null],
        instance: -3,
      },
      'a0e54367892ecaa4a082caa09e00ed5aa73948f699ecc2c960c7652ecc50ad33',
    ],
  ])('of %s is as published', (_, alert, id) => {
    expect(alertId(alert)).toBe(id);
  });

  it('tells a missing value from an empty one, and a bucket from a uid that looks like its number', () => {
    expect(alertId({ ...window, group: ['alice', ''] })).not.toBe(alertId(window));
    expect(alertId({ ...window, instance: '2964321' })).not.toBe(alertId(window));
  });

  it('gives each destination a delivery of its own, always the same', () => {
    const id = alertId(stop);
    expect(deliveryId(id, 'soc')).toBe('dlv_592965756e8be06287b2d7810cf4d1252e2d64d5');
    expect(deliveryId(id, 'pager')).not.toBe(deliveryId(id, 'soc'));
  });
});
