import { cloudTrailRecord, iamUser } from '@trailhound/testkit';
import { describe, expect, it } from 'vitest';
import { call } from '../../testing/captured-io.js';
import { sampleFolder } from '../../testing/sample-folder.js';
import { mayHold, periodOf, periodText } from '../backtest/period.js';
import { barText } from '../backtest/progress-bar.js';

const hostile = '<img src=x onerror=alert(1)>\u001b[31m';
const record = (day: number, minute: number, userName = 'alice') =>
  cloudTrailRecord({
    eventSource: 'cloudtrail',
    eventName: 'StopLogging',
    userIdentity: iamUser({ userName }),
    eventTime: new Date(Date.UTC(2026, 0, day, 10, minute)),
  });
const files = {
  'rules.yaml': `id: stopped\ntitle: '{user} stopped a trail'\ncondition: eventName = "StopLogging"
---
id: twice\ncondition: eventName = "StopLogging"\ngroupBy: [user]\nthreshold: { count: 2, within: 1h }\n`,
  'mute.yaml': 'id: bot\nrules: [stopped]\nwhen: user = "bot"\nreason: <b>known</b>\nowner: o\nuntil: 2200-01-01\n',
  'logs/a.json': JSON.stringify({ Records: [record(1, 0), record(1, 1), record(3, 0, hostile), record(3, 1, 'bot')] }),
};

describe('backtest', () => {
  const run = (at: (name?: string) => string, ...more: string[]) =>
    call(['backtest', '--rules', at('rules.yaml'), '--suppressions', at('mute.yaml'), ...more, at('logs')]);

  it('reports alerts by rule and day, the noisiest groups, samples, and what suppressions would have muted', async () => {
    const { exitCode, stdout, stderr } = await run(sampleFolder(files));
    expect(exitCode).toBe(0);
    expect(stdout).toContain('2026-01-01 to 2026-01-03');
    expect(stdout).toMatch(/stopped +medium +3 +1\.0 +2 +1 +0 +█ ▄/);
    expect(stdout).toMatch(/2 +stopped +alice/);
    expect(stdout).toMatch(/1 +bot +o +<b>known<\/b>/);
    expect(stdout).not.toContain('\u001b');
    expect(stderr).toContain('4 records; 2 rules, 4 alerts and 1 muted');
  });

  it('gives exactly the alerts of scan', async () => {
    const at = sampleFolder(files);
    const rules = ['--rules', at('rules.yaml'), '--suppressions', at('mute.yaml')];
    const scanned = await call(['scan', ...rules, '--suppressed', '--format', 'ndjson', at('logs')]);
    const ids = ({ json }: typeof scanned) => json().map(({ id }) => id);
    expect(ids(await run(at, '--format', 'ndjson'))).toEqual(ids(scanned));
    expect(ids(scanned)).toHaveLength(5);
  });

  it('of a period begins with the windows that were open then', async () => {
    const at = sampleFolder(files);
    const later = await run(at, '--from', '2026-01-01T10:01:00Z', '--to', '2026-01-01', '--format', 'json');
    expect(later.json()).toMatchObject([
      {
        period: 'from 2026-01-01T10:01:00Z to 2026-01-02T00:00:00Z',
        rules: [
          { id: 'stopped', alerts: 1 },
          { id: 'twice', alerts: 1 },
        ],
      },
    ]);
  });

  it('makes a page that opens without a network and lets no record act in it', async () => {
    const { stdout } = await run(sampleFolder(files), '--format', 'html');
    expect(stdout).toMatch(/^<!doctype html>/);
    expect(stdout).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(stdout).not.toMatch(/<img|<script|<b>known|https?:\/\/(?!www\.w3\.org)[\w.]+\/.*\.(js|css)/);
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toContain('<title>2026-01-02: 0 alerts, 0 muted</title>');
  });

  it.each([
    { args: ['backtest', 'logs'], says: 'backtest needs rules' },
    { args: ['backtest', '--rules', 'r.yaml'], says: 'backtest needs records' },
    { args: ['backtest', '--rules', 'r.yaml', '--topic'], says: '--topic needs the configuration' },
    { args: ['backtest', '--rules', 'r.yaml', '--from', 'soon', 'logs'], says: '--from soon is no time' },
    {
      args: ['backtest', '--rules', 'r.yaml', '--from', '2026-02-01', '--to', '2026-01-01', 'logs'],
      says: 'is not after',
    },
  ])('says what is wrong with $args', async ({ args, says }) => {
    const { exitCode, stderr } = await call(args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(says);
  });
});

describe('rules tune', () => {
  it('shows what each count would have given and proposes one', async () => {
    const at = sampleFolder(files);
    const { exitCode, lines, stderr } = await call([
      'rules',
      'tune',
      `${at('rules.yaml')}#twice`,
      '--per-day',
      '0',
      at('logs'),
    ]);
    expect(exitCode).toBe(0);
    expect(lines.map((line) => line.split(/ {2,}/))).toContainEqual(['2', '1', '0.50', '1', 'now']);
    expect(lines.map((line) => line.split(/ {2,}/))).toContainEqual(['3', '0', '0.00', '0', 'proposed']);
    expect(stderr).toContain('3 within 1h: 0 alerts, within 0 a day; 2 would be 0.50 a day');
  });

  it('refuses a rule that counts nothing', async () => {
    const at = sampleFolder(files);
    const { exitCode, stderr } = await call(['rules', 'tune', `${at('rules.yaml')}#stopped`, at('logs')]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('rule stopped has no threshold');
  });
});

describe('the period of a backtest', () => {
  it.each([
    { day: '2026/01/04', holds: false },
    { day: '2026/01/09', holds: true },
    { day: '2026/01/10', holds: true },
    { day: '2026/01/12', holds: true },
    { day: '2026/01/14', holds: false },
  ])('2026-01-10 to 11 leaves objects of $day unread: $holds', ({ day, holds }) => {
    const period = periodOf({ from: '2026-01-10', to: '2026-01-11' });
    expect(mayHold(`s3://b/AWSLogs/1/CloudTrail/us-east-1/${day}/x.json.gz`, period)).toBe(holds);
    expect(mayHold('s3://b/other/x.json', period)).toBe(true);
  });

  it('is said in words', () => {
    expect(periodText({})).toBe('all records');
    expect(periodText(periodOf({ to: '2026-01-11' }))).toBe('before 2026-01-12T00:00:00Z');
  });
});

describe('the progress of a backtest', () => {
  it.each([
    { done: 0, total: 0, text: '12,345 records' },
    { done: 5, total: 10, text: '[############------------] 50% · 12,345 records · 30 s left' },
    { done: 0, total: 10, text: '[------------------------] 0% · 12,345 records' },
    { done: 10, total: 10, text: '[########################] 100% · 12,345 records · 0 s left' },
  ])('is "$text" after $done of $total', ({ done, total, text }) => {
    expect(barText({ done, total, records: 12_345, elapsedMs: 30_000 })).toBe(text);
  });
});
