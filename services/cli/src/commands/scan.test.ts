import { gzipSync } from 'node:zlib';
import { cloudTrailRecord, iamUser, type RecordSpec } from '@trailhound/testkit';
import { describe, expect, it } from 'vitest';
import { call } from '../../testing/captured-io.js';
import { sampleFolder } from '../../testing/sample-folder.js';

const rules = `
id: trail-stopped
title: '{user} stopped {requestParameters.name}'
severity: critical
condition: eventSource = "cloudtrail.amazonaws.com" and eventName = "StopLogging"
---
id: failed-logins
condition: eventName = "ConsoleLogin" and responseElements.ConsoleLogin = "Failure"
groupBy: [user]
threshold: { count: 3, within: 10m }
---
id: off
enabled: false
condition: eventName = "StopLogging"
`;

const suppression = `
rules: [trail-stopped]
when: user = "bot"
reason: The bot moves trails between accounts.
owner: platform@example.com
`;

const stop = (userName: string, minute: number, spec: Partial<RecordSpec> = {}) =>
  cloudTrailRecord({
    eventSource: 'cloudtrail',
    eventName: 'StopLogging',
    eventTime: new Date(Date.UTC(2026, 2, 1, 10, minute)),
    userIdentity: iamUser({ userName }),
    requestParameters: { name: 'main-trail' },
    ...spec,
  });
const failedLogin = (minute: number) =>
  stop('mallory', minute, {
    eventSource: 'signin',
    eventName: 'ConsoleLogin',
    requestParameters: null,
    responseElements: { ConsoleLogin: 'Failure' },
  });

const alice = stop('alice', 0);
const bot = stop('bot', 1);
const logins = [2, 4, 6].map(failedLogin);
const jsonLines = (...records: object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('');

function sample(more: Readonly<Record<string, string | Uint8Array>> = {}) {
  return sampleFolder({
    'rules/base.yaml': rules,
    'rules/README.md': 'not a rule',
    'mute/bot.yaml': suppression,
    'logs/a.json': JSON.stringify({ Records: [alice, bot] }),
    'logs/b.jsonl': jsonLines(...logins),
    ...more,
  });
}

describe('scan prints alerts', () => {
  it('as JSON lines, one an alert, in the order they happened', async () => {
    const at = sample();
    const { exitCode, json, stderr } = await call(['scan', '--rules', at('rules'), '--format', 'ndjson', at('logs')]);
    expect(exitCode).toBe(0);
    expect(json().map(({ rule, title, severity, count }) => ({ rule, title, severity, count }))).toEqual([
      { rule: 'trail-stopped', title: 'alice stopped main-trail', severity: 'critical', count: 1 },
      { rule: 'trail-stopped', title: 'bot stopped main-trail', severity: 'critical', count: 1 },
      { rule: 'failed-logins', title: 'failed-logins', severity: 'medium', count: 3 },
    ]);
    expect(json()[2]).toMatchObject({
      group: { user: 'mallory' },
      firstEventTime: '2026-03-01T10:02:00Z',
      lastEventTime: '2026-03-01T10:06:00Z',
      account: '111122223333',
      region: 'us-east-1',
      actor: { type: 'IAMUser', name: 'mallory' },
      sourceIPAddress: '203.0.113.10',
      records: logins.map(({ eventID, eventTime }, index) => ({
        eventID,
        eventTime,
        input: at('logs/b.jsonl'),
        index,
      })),
    });
    for (const { id } of json()) expect(id).toMatch(/^[0-9a-f]{64}$/);
    expect(stderr).toMatch(/^5 records; 2 rules, 5 matches, 3 alerts in \d+\.\d s\n$/);
  });

  it('for people: who, from where, which account, when, why', async () => {
    const at = sample();
    const { stdout } = await call(['scan', '--rules', at('rules'), at('logs')], {
      columns: 80,
      env: { NO_COLOR: '1' },
    });
    const [first] = stdout.split('\n\n');
    expect(first?.split('\n')).toEqual([
      'CRITICAL alice stopped main-trail',
      '  who      alice (IAMUser)',
      expect.stringMatching(/^ {2}from {5}203\.0\.113\.10 · aws-cli/),
      '  account  111122223333 · us-east-1',
      '  when     2026-03-01T10:00:00Z',
      '  why      eventSource is "cloudtrail.amazonaws.com" and eventName is',
      '           "StopLogging"',
      '  rule     trail-stopped',
    ]);
    expect(stdout).toContain('  counted  3 records within 10m, user mallory\n');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('without what a suppression mutes, unless asked for, then marked', async () => {
    const at = sample();
    const args = ['scan', '--rules', at('rules'), '--suppressions', at('mute'), '--format', 'ndjson', at('logs')];
    const quiet = await call(args);
    expect(quiet.json().map(({ title }) => title)).toEqual(['alice stopped main-trail', 'failed-logins']);
    expect(quiet.stderr).toContain('2 alerts and 1 suppressed; --suppressed prints them');
    const all = await call([...args, '--suppressed']);
    expect(all.json().map(({ suppressedBy }) => (Array.isArray(suppressedBy) ? suppressedBy.length : -1))).toEqual([
      0, 1, 0,
    ]);
  });

  it('with the same ids whatever the order of inputs, their form, and duplicates', async () => {
    const everything = [alice, bot, ...logins];
    const at = sample({
      'reversed.jsonl': jsonLines(...everything.toReversed()),
      'array.json.gz': gzipSync(JSON.stringify(everything)),
      'one.json': JSON.stringify(logins[2]),
      'bridge.json': JSON.stringify({ version: '0', 'detail-type': 'AWS API Call via CloudTrail', detail: logins[0] }),
      'rest.jsonl': jsonLines(bot, alice, logins[1] ?? {}),
    });
    const idsOf = async (...inputs: string[]) => {
      const { json } = await call([
        'scan',
        '--rules',
        at('rules'),
        '--format',
        'ndjson',
        ...inputs.map((one) => at(one)),
      ]);
      return json().map(({ id, count, firstEventTime }) => ({ id, count, firstEventTime }));
    };
    const expected = await idsOf('logs/a.json', 'logs/b.jsonl');
    expect(expected).toHaveLength(3);
    const orders = [
      ['logs/b.jsonl', 'logs/a.json'],
      ['reversed.jsonl'],
      ['array.json.gz', 'reversed.jsonl', 'logs'],
      ['one.json', 'rest.jsonl', 'bridge.json', 'one.json'],
    ];
    for (const inputs of orders) expect(await idsOf(...inputs)).toEqual(expected);
  });

  it('from standard input', async () => {
    const at = sample();
    const { json } = await call(['scan', '--rules', at('rules'), '--format', 'ndjson', '-', '-'], {
      stdin: gzipSync(jsonLines(alice)),
    });
    expect(json()).toMatchObject([{ rule: 'trail-stopped', records: [{ input: '-', index: 0 }] }]);
  });

  it('with everything a stranger wrote made harmless', async () => {
    const hostile = stop('eve\u001b]0;pwned\u0007', 0, { userAgent: 'x\u009b2J\u202e\n{}' });
    const at = sample({ 'hostile.json': JSON.stringify(hostile) });
    for (const format of ['pretty', 'ndjson']) {
      const { stdout } = await call(['scan', '--rules', at('rules'), '--format', format, at('hostile.json')]);
      expect(stdout).toMatch(/^[\n\x20-\x7e·]*$/);
      expect(stdout).toContain('\\u001b]0;pwned\\u0007');
    }
  });
});

describe('scan --matches', () => {
  it('prints a line for each rule and record, before thresholds and suppressions, and none of disabled rules', async () => {
    const at = sample();
    const args = ['scan', '--rules', at('rules'), '--suppressions', at('mute'), '--matches'];
    const { exitCode, lines, json, stderr } = await call([...args, at('logs')]);
    expect(exitCode).toBe(0);
    expect(Object.keys(json()[0] ?? {})).toEqual(['rule', 'eventID', 'uid', 'eventTime', 'input', 'record']);
    expect(
      json().map(({ rule, eventID, eventTime, input, record }) => ({ rule, eventID, eventTime, input, record })),
    ).toEqual([
      ...[alice, bot].map(({ eventID, eventTime }, record) => ({
        ...{ rule: 'trail-stopped', eventID, eventTime, input: at('logs/a.json'), record },
      })),
      ...logins.map(({ eventID, eventTime }, record) => ({
        ...{ rule: 'failed-logins', eventID, eventTime, input: at('logs/b.jsonl'), record },
      })),
    ]);
    expect(lines).toHaveLength(5);
    expect(stderr).toMatch(/^5 records; 2 rules, 5 matches in /);
  });

  it('gives a record without an eventID as null, under a uid of its own', async () => {
    const at = sample({ 'nameless.json': JSON.stringify(stop('alice', 0, { with: { eventID: undefined } })) });
    const [line] = (await call(['scan', '--rules', at('rules'), '--matches', at('nameless.json')])).json();
    expect(line).toMatchObject({ eventID: null, uid: expect.stringMatching(/^[\w-]{22}$/) });
  });

  it('counts a record by its place in the input, whatever stands before it', async () => {
    const at = sample({ 'mixed.jsonl': `{"no":"record"}\n{"nor":"this"}\n${JSON.stringify(alice)}\n` });
    const { json, exitCode, stderr } = await call(['scan', '--rules', at('rules'), '--matches', at('mixed.jsonl')]);
    expect(json()).toMatchObject([{ record: 2 }]);
    expect(exitCode).toBe(0);
    expect(stderr).toContain(`rejected: ${at('mixed.jsonl')}#0: not_cloudtrail`);
    expect(stderr).toContain('1 record, 2 rejected');
  });
});

describe('scan exits', () => {
  const broken = 'id: broken\ncondition: eventName = \n';

  it('2 for a bad rule, named with its place and the fix, after the good ones have run', async () => {
    const at = sample({ 'rules/broken.yaml': broken, 'rules/typo.yaml': 'condtion: eventName = "x"' });
    const { exitCode, json, stderr } = await call(['scan', '--rules', at('rules'), '--format', 'ndjson', at('logs')]);
    expect(exitCode).toBe(2);
    expect(json()).toHaveLength(3);
    expect(stderr).toContain(`${at('rules/broken.yaml')}:2:`);
    expect(stderr).toMatch(/typo\.yaml:1:1: error RULE_\w+ .*condition/);
    expect(stderr).toMatch(/2 rules \(\d problems in rule files, see above\)/);
  });

  it('2 for a rule path that is not there, after the others have run', async () => {
    const at = sample();
    const { exitCode, json, stderr } = await call([
      ...['scan', '--rules', at('nowhere'), '--rules', at('rules/base.yaml'), '--format', 'ndjson', at('logs')],
    ]);
    expect([exitCode, json().length]).toEqual([2, 3]);
    expect(stderr).toContain('nowhere cannot be read: no such file or folder');
  });

  it('2 for a folder without rules', async () => {
    const at = sample();
    expect(await call(['scan', '--rules', at('logs'), at('logs')])).toMatchObject({ exitCode: 2 });
    expect(await call(['scan', '--rules', sampleFolder({ 'a.txt': '' })(), at('logs')])).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining('in a folder, *.yaml, *.yml and *.json are rules'),
    });
  });

  it('3 for an input that cannot be opened, after the others were read', async () => {
    const at = sample();
    const { exitCode, json, stderr } = await call([
      ...['scan', '--rules', at('rules'), '--format', 'ndjson', at('gone.json'), at('logs')],
    ]);
    expect([exitCode, json().length]).toEqual([3, 3]);
    expect(stderr).toContain(`error: ${at('gone.json')} cannot be read: no such file or folder`);
  });

  it('0 for records that are skipped or rejected, and counts them', async () => {
    const at = sample({
      'logs/bad.json': '{"Records":[{"eventName":"x"},null,5]}',
      'logs/broken.gz': gzipSync('{}').subarray(0, 12),
    });
    const { exitCode, stderr } = await call(['scan', '--rules', at('rules'), at('logs')]);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/5 records, 4 rejected \(/);
  });
});
