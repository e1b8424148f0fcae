import { topics } from '@trailhound/contracts';
import { atOnce, compileRules } from '@trailhound/rules';
import { describe, expect, it } from 'vitest';
import { memoryPipeline, recordMessage } from '../testing/pipeline.js';
import { call } from '../testing/records.js';
import { rulesOf } from '../testing/rules-of.js';
import { streamedRules } from './streamed-rules.js';

const stop = `title: stop
name: stop
logsource: { product: aws, service: cloudtrail }
detection:
  selection: { eventName: StopLogging }
  condition: selection
`;
const correlation = (body: string) => `---\nid: c\ntitle: c\ncorrelation: { rules: [stop], timespan: 10m, ${body} }\n`;
const name = 'userIdentity.userName';

describe('the rules the matcher can run', () => {
  it.each([
    ['type: event_count, condition: { gt: 2 }', true],
    [`type: value_count, condition: { gte: 2, field: ${name} }`, true],
    ['type: event_count, condition: { gte: 1 }', true],
    ['type: event_count, condition: { gte: 5000 }', false],
    ['type: event_count, condition: { lt: 2 }', true],
    ['type: event_count, condition: { gte: 2, lte: 9 }', true],
    [`type: value_count, condition: { gte: 2, field: [${name}, awsRegion] }`, true],
    ['type: temporal', true],
    ['type: temporal_ordered', true],
    [`type: value_sum, condition: { gte: 2, field: ${name} }`, true],
    [`type: value_sum, condition: { lt: 2, field: ${name} }`, true],
    [`type: value_avg, condition: { gte: 2, field: ${name} }`, true],
  ])('a correlation with %s: %s', (body, isStreamed) => {
    const { rules, problems } = atOnce(streamedRules(rulesOf(stop + correlation(body)).rules));
    expect(rules.map(({ id }) => id)).toEqual(isStreamed ? ['stop', 'c'] : ['stop']);
    expect(problems.map(({ code, place }) => [code, place?.line])).toEqual(
      isStreamed ? [] : [['RULE_NOT_STREAMED', 8]],
    );
  });

  it('says which correlation it leaves out, and why', () => {
    const over = '---\nid: d\ntitle: d\ncorrelation: { rules: [c], timespan: 10m, type: temporal }\n';
    const { rules } = rulesOf(stop + correlation('type: event_count, condition: { lt: 2 }') + over);
    const [problem] = atOnce(streamedRules(rules)).problems;
    expect(problem?.message).toBe(
      'rule d: this temporal correlation over 10m runs in scan and tests, not in the matcher',
    );
  });

  it('counts a correlation in the stream, whose rule stays silent, by its groups', async () => {
    const pipeline = memoryPipeline();
    const rules = atOnce(
      streamedRules(rulesOf(stop + correlation(`type: event_count, group-by: ${name}, condition: { gte: 2 }`)).rules),
    );
    const by = (userName: string | undefined) => ({ userIdentity: { type: 'IAMUser', ...(userName && { userName }) } });
    const records = [by('eve'), by('bob'), by('eve'), by(undefined), by(undefined)].map((spec, at) =>
      call('StopLogging', at, spec),
    );
    await pipeline.log.publish(
      topics.records,
      records.map((record, index) => recordMessage(record, index)),
    );
    await pipeline.drain(compileRules(rules.rules));
    const alerts = await pipeline.alerts();
    expect(alerts.map(({ rule, group, count }) => [rule, group, count])).toEqual([['c', { [name]: 'eve' }, 2]]);
  });
});
