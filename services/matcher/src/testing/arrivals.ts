import { topics } from '@trailhound/contracts';
import type { JsonObject } from '@trailhound/testkit';
import fc from 'fast-check';
import { createScanEngine } from '../scan/scan-engine.js';
import type { memoryPipeline } from './pipeline.js';
import { recordMessage } from './pipeline.js';
import { bytesOf, call } from './records.js';
import { rulesOf } from './rules-of.js';

const sigma = (id: string, eventName: string) => `title: ${id}
name: ${id}
logsource: { product: aws, service: cloudtrail }
detection: { selection: { eventName: ${eventName} }, condition: selection }
`;
const correlation = (id: string, body: string) => `title: ${id}\nid: ${id}\ncorrelation: { ${body} }\n`;
const user = 'group-by: [userIdentity.userName]';
const sum = '{ gte: 3, field: additionalEventData.bytesTransferredOut }';

/** A rule of every kind whose counts live in the stream, and a suppression from the middle of the hour on. */
export const rulesOfEveryKind = rulesOf(
  [
    sigma('x', 'X'),
    sigma('y', 'Y'),
    correlation('both', `type: temporal, rules: [x, y], timespan: 5m, ${user}, generate: true`),
    correlation('in-order', `type: temporal_ordered, rules: [x, y], timespan: 10m, ${user}`),
    correlation('bytes', `type: value_sum, rules: [x, y], timespan: 10m, ${user}, condition: ${sum}`),
    correlation('burst', `type: event_count, rules: [x], timespan: 3m, ${user}, condition: { gte: 2 }`),
    correlation('spree', 'type: temporal_ordered, rules: [burst, y], timespan: 15m, group-by: [sourceIPAddress]'),
    correlation('sprees', 'type: event_count, rules: [spree], timespan: 20m, condition: { gte: 1 }'),
    'id: plain\ncondition: eventName = "X"\n',
    'id: grouped\ncondition: eventName = "X"\ngroupBy: [user]\nthreshold: {count: 3, within: 10m}\ndedup: 20m\n',
    'id: addresses\ncondition: eventName = "X"\nthreshold: {count: 2, within: 5m, distinct: ip}\n',
    'id: hourly\ncondition: eventName = "X"\ndedup: 1h\n',
  ].join('---\n'),
  'id: quiet\nrules: ["*"]\nwhen: userAgent = "bot"\nreason: known\nowner: ops\nfrom: 2026-01-15T10:20:00Z\n',
);

const event = fc.record({
  minute: fc.integer({ min: 0, max: 60 }),
  ip: fc.integer({ min: 1, max: 3 }),
  user: fc.constantFrom('alice', 'bob'),
  bot: fc.boolean(),
  eventName: fc.constantFrom('X', 'X', 'Y'),
  bytes: fc.integer({ min: 0, max: 2 }),
});

/** Records of an hour in any order, some of them several times. */
export const arrivals = fc.array(event, { minLength: 1, maxLength: 18 }).chain((events) => {
  const records = events.map(({ minute, ip, user, bot, eventName, bytes }, seed) =>
    call(eventName, minute, {
      seed,
      sourceIPAddress: `192.0.2.${ip}`,
      userIdentity: { type: 'IAMUser', userName: user },
      ...(bot && { userAgent: 'bot' }),
      with: { additionalEventData: { bytesTransferredOut: bytes } },
    }),
  );
  return fc.shuffledSubarray([...records, ...records, ...records], { minLength: records.length }).map((copies) => {
    const missed = records.filter((record) => !copies.includes(record));
    return [...copies, ...missed];
  });
});

/** The ids a scan of the sorted records gives under {@link rulesOfEveryKind}, marked alerts too. */
export function expectedIds(records: readonly JsonObject[]): readonly string[] {
  const engine = createScanEngine({ rules: rulesOfEveryKind, nowMs: 0 });
  const sorted = [...new Set(records)].sort((a, b) => String(a.eventTime).localeCompare(String(b.eventTime)));
  for (const [index, record] of sorted.entries()) engine.add({ bytes: bytesOf(record), at: { input: 'a', index } });
  return engine
    .finish()
    .alerts.map(({ id }) => id)
    .sort();
}

/** The records into the log, in this order. */
export function publishAll({ log }: ReturnType<typeof memoryPipeline>, records: readonly JsonObject[]): Promise<void> {
  return log.publish(
    topics.records,
    records.map((record, index) => recordMessage(record, index)),
  );
}

/** The ids of the alerts in the log, sorted, each once. */
export async function publishedIds(pipeline: ReturnType<typeof memoryPipeline>): Promise<readonly string[]> {
  return [...new Set((await pipeline.alerts()).map(({ id }) => id))].sort();
}
