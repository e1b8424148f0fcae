import { topics } from '@trailhound/contracts';
import { compileRules } from '@trailhound/rules';
import { describe, expect, it } from 'vitest';
import type { RecordInput } from '../detect/evaluate-record.js';
import { createScanEngine } from '../scan/scan-engine.js';
import { memoryPipeline, recordMessage } from '../testing/pipeline.js';
import { bytesOf, call } from '../testing/records.js';
import { onlyRule, rulesOf } from '../testing/rules-of.js';
import { leadMs } from './lead.js';
import { replayRecords } from './replay-records.js';
import { summarizeBacktest } from './summarize-backtest.js';
import { judgeTuning, tunedRules } from './tune-threshold.js';

const thrice = 'id: thrice\ncondition: eventName = "X"\ngroupBy: [eventName]\nthreshold: {count: 3, within: 10m}\n';
const rules = rulesOf(
  `id: plain\ntitle: "{user}"\ncondition: eventName = "Y"\n---\n${thrice}`,
  'id: m\nrules: [plain]\nwhen: awsRegion = "eu-west-1"\nreason: known\nowner: o\nuntil: 2200-01-01\n',
);
const day = 24 * 60;
const records = [
  ...[0, 1, 2, 3, 40, 41, 42].map((minute) => call('X', minute)),
  ...[5, 2 * day + 5].map((minute) => call('Y', minute)),
  call('Y', 2 * day + 6, { awsRegion: 'eu-west-1' }),
];

const scan = (inputs: readonly RecordInput[]) => {
  const engine = createScanEngine({ rules, nowMs: 0 });
  for (const input of inputs) engine.add(input);
  return engine.finish();
};
const stored = records.map((record, index): RecordInput => ({ bytes: bytesOf(record), at: { input: 'a', index } }));

describe('a backtest', () => {
  it('of the topic gives the alerts of a scan and of the pipeline, whatever order and copies, and no matcher notices', async () => {
    const pipeline = memoryPipeline();
    const shuffled = [...records.slice(4), ...records.slice(0, 6)];
    await pipeline.log.publish(
      topics.records,
      shuffled.map((record, index) => recordMessage(record, index)),
    );
    const read: RecordInput[] = [];
    let total = 0;
    await replayRecords(
      {
        log: pipeline.log,
        onTotal: (of) => {
          total = of;
        },
      },
      (record) => void read.push(record),
    );
    expect([total, read.length]).toEqual([shuffled.length, shuffled.length]);
    await pipeline.drain(rules);
    const ids = (alerts: readonly { readonly id: string }[]) => [...new Set(alerts.map(({ id }) => id))].sort();
    expect(ids(scan(read).alerts)).toEqual(ids(scan(stored).alerts));
    expect(ids(await pipeline.alerts())).toEqual(ids(scan(stored).alerts));
    expect(ids(scan(stored).alerts).length).toBeGreaterThan(3);
  });

  it('of the topic reads what was logged in the time that is asked for, and ends where there is nothing', async () => {
    const pipeline = memoryPipeline();
    const read: RecordInput[] = [];
    await replayRecords({ log: pipeline.log }, (record) => void read.push(record));
    await pipeline.log.publish(topics.records, [recordMessage(call('X', 0))]);
    pipeline.clock.advance(60_000);
    const middleMs = pipeline.clock.now();
    await pipeline.log.publish(topics.records, [recordMessage(call('Y', 1))]);
    await replayRecords({ log: pipeline.log, sinceMs: middleMs }, (record) => void read.push(record));
    await replayRecords({ log: pipeline.log, untilMs: middleMs }, (record) => void read.push(record));
    expect(read.map(({ eventTimeMs }) => eventTimeMs ?? 'unknown').length).toBe(2);
  });

  it('of the topic fails as what is done with a record fails', async () => {
    const pipeline = memoryPipeline();
    await pipeline.log.publish(
      topics.records,
      records.map((record) => recordMessage(record)),
    );
    const visit = () => Promise.reject(new Error('no room'));
    await expect(replayRecords({ log: pipeline.log }, visit)).rejects.toThrow('no room');
  });

  it('is summed up by rule and day, with days between, muted alerts apart and the noisiest groups first', () => {
    const report = summarizeBacktest(scan(stored), rules.rules, {});
    expect(report.days).toEqual(['2026-01-15', '2026-01-16', '2026-01-17']);
    const of = (id: string) => report.rules.find((rule) => rule.id === id);
    expect(of('plain')).toMatchObject({
      alerts: 2,
      muted: 1,
      perDay: [{ alerts: 1, muted: 0 }, { alerts: 0 }, { alerts: 1, muted: 1 }],
    });
    expect(of('thrice')?.alerts).toBe(2);
    expect(report).toMatchObject({
      records: 10,
      alerts: 4,
      muted: 1,
      suppressions: [{ id: 'm', owner: 'o', alerts: 1 }],
    });
    expect(report.noisiest[0]).toMatchObject({ rule: 'plain', group: expect.stringContaining('alice'), alerts: 2 });
  });

  it('of a period leaves out the alerts that ended before it or begin after it', () => {
    const fromMs = Date.UTC(2026, 0, 16);
    const report = summarizeBacktest(scan(stored), rules.rules, { fromMs });
    expect(report).toMatchObject({ days: ['2026-01-17'], alerts: 1, muted: 1 });
    expect(summarizeBacktest(scan(stored), rules.rules, { toMs: fromMs }).alerts).toBe(3);
    expect(leadMs(rules.rules)).toBe(20 * 60_000);
  });
});

describe('tuning a threshold', () => {
  it('tries counts around its own and proposes the least that alerts no more often than wanted', () => {
    const rule = onlyRule(rulesOf(thrice));
    const engine = createScanEngine({ rules: compileRules(tunedRules(rule)), nowMs: 0 });
    for (const input of stored) engine.add(input);
    const found = engine.finish();
    const tuning = judgeTuning(rule, found, 2, 0.5);
    expect(tuning.tried.map(({ count, alerts }) => [count, alerts]).slice(0, 4)).toEqual([
      [2, 2],
      [3, 2],
      [4, 1],
      [5, 0],
    ]);
    expect(tuning.suggested).toMatchObject({ count: 4, alerts: 1, perDay: 0.5, groups: 1 });
    expect(judgeTuning(rule, found, 2, 1).suggested?.count).toBe(2);
  });
});
