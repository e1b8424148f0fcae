import { topics } from '@trailhound/contracts';
import { atOnce, compileRules } from '@trailhound/rules';
import { describe, expect, it } from 'vitest';
import { createAlertBuilder } from '../detect/build-alert.js';
import { streamedRules } from '../rules-reload/streamed-rules.js';
import { memoryPipeline, recordMessage } from '../testing/pipeline.js';
import { call } from '../testing/records.js';
import { rulesOf } from '../testing/rules-of.js';
import { createWindowJudge } from './judge-windows.js';

const sigma = (id: string, eventName: string) => `title: ${id}
name: ${id}
logsource: { product: aws, service: cloudtrail }
detection: { selection: { eventName: ${eventName} }, condition: selection }
`;
const written = rulesOf(
  [
    'id: stopped\ncondition: eventName = "StopLogging"\nabsence: { of: eventName = "StartLogging", within: 15m }\n',
    'id: region\ntitle: "new: {awsRegion}"\ncondition: eventName = "Read"\nfirstSeen: { of: [awsRegion], within: 30d }\n',
    sigma('read', 'Read'),
    'title: few\nid: few\ncorrelation: { type: event_count, rules: [read], timespan: 10m, condition: { lt: 2 } }\n',
  ].join('---\n'),
  'id: quiet\nrules: [stopped]\nwhen: userAgent = "bot"\nreason: known\nowner: ops\n',
);
const rules = compileRules(atOnce(streamedRules(written.rules)).rules);

/** A pipeline in which records were read, and a judge over it; `later` moves the clock and judges. */
async function judged(records: readonly ReturnType<typeof call>[]) {
  const pipeline = memoryPipeline();
  const { log, state, clock } = pipeline;
  const logger = { debug() {}, info() {}, warn() {}, error() {} };
  const source = { current: () => ({ compiled: rules }), catchUp: async () => undefined };
  const parts = {
    log,
    windows: state.windows,
    stream: `trailhound-matcher/${topics.records}`,
    rules: source,
    clock,
    logger,
  };
  const judge = createWindowJudge({ ...parts, builder: createAlertBuilder(() => []) });
  await log.publish(
    topics.records,
    records.map((record, index) => recordMessage(record, index)),
  );
  return {
    ...pipeline,
    judge,
    async later(minutes: number) {
      clock.advance(minutes * 60_000);
      return (await judge.judgeDue()).map(({ rule, title, suppressedBy }) => [rule, title, suppressedBy.length]);
    },
  };
}

describe('windows that are judged when they are over', () => {
  it('raise alerts once, after the lateness, with the record they stand for', async () => {
    const pipeline = await judged([
      call('StopLogging', 119),
      call('Read', 118, { awsRegion: 'eu-west-1' }),
      call('Read', 119, { awsRegion: 'ap-east-1' }),
    ]);
    await pipeline.drain(rules);
    expect(await pipeline.later(10)).toEqual([]);
    expect(await pipeline.later(15)).toEqual([['region', 'new: ap-east-1', 0]]);
    expect(await pipeline.later(30)).toEqual([['stopped', 'stopped', 0]]);
    expect(await pipeline.later(300)).toEqual([]);
    const published = (await pipeline.alerts()).map(({ rule, record }) => [
      rule,
      (record as { eventName: string }).eventName,
    ]);
    expect(published).toEqual([
      ['region', 'Read'],
      ['stopped', 'StopLogging'],
    ]);
  });

  it('are not judged before everything that was written by then is counted', async () => {
    const pipeline = await judged([call('StopLogging', 0)]);
    await pipeline.drain(rules);
    await pipeline.log.publish(topics.records, [recordMessage(call('StartLogging', 5), 9)]);
    expect(await pipeline.later(600)).toEqual([]);
    await pipeline.drain(rules);
    expect(await pipeline.later(600)).toEqual([]);
    expect(await pipeline.later(600)).toEqual([]);
  });

  it('make the marked alert where the record is muted', async () => {
    const pipeline = await judged([call('StopLogging', 0, { userAgent: 'bot' })]);
    await pipeline.drain(rules);
    expect(await pipeline.later(60)).toEqual([['stopped', 'stopped', 1]]);
  });

  it('judge silence and few records, too', async () => {
    const pipeline = await judged([call('Read', 0)]);
    await pipeline.drain(rules);
    expect(await pipeline.later(60)).toEqual([['few', 'few', 0]]);
  });
});
