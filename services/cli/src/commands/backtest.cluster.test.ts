import { readFileSync, writeFileSync } from 'node:fs';
import { openKafkaLog } from '@trailhound/adapter-kafka';
import { recordUid } from '@trailhound/cloudtrail';
import { formatOrigin, recordHeaderNames, topics } from '@trailhound/contracts';
import { simulateAccount } from '@trailhound/testkit';
import { startKafka } from '@trailhound/testkit/launchers';
import { testLogger, testService } from '@trailhound/testkit/vitest';
import { expect, it } from 'vitest';
import { call } from '../../testing/captured-io.js';
import { sampleFolder } from '../../testing/sample-folder.js';

const kafka = testService(() => startKafka());

it('the records that Kafka still has give the alerts that scan finds in the same records as files', async () => {
  const { records } = simulateAccount({ seed: 7, start: new Date(Date.UTC(2026, 2, 1)), hours: 6 });
  const at = sampleFolder({
    'logs/all.json': JSON.stringify({ Records: records }),
    'rules.yaml': `id: denied\ncondition: errorCode = "AccessDenied"
---
id: many\ncondition: eventSource != "x"\ngroupBy: [user, eventName]\nthreshold: { count: 3, within: 5m }\n`,
  });
  const topicPrefix = 'backtest.';
  const broker = kafka.get().address;
  const log = await openKafkaLog({ brokers: [broker], clientId: 'test', topicPrefix, logger: testLogger() });
  await log.ensureTopics({ create: true, partitions: 3 });
  await log.publish(
    topics.records,
    records.map((record, index) => {
      const { uid } = recordUid(record);
      const origin = formatOrigin({ source: 'files', input: 'all.json', index });
      const headers = {
        [recordHeaderNames.uid]: uid,
        [recordHeaderNames.origin]: origin,
        [recordHeaderNames.eventTime]: String(record['eventTime']),
      };
      return { key: uid, value: new TextEncoder().encode(JSON.stringify(record)), headers };
    }),
  );
  await log.close();
  writeFileSync(at('trailhound.yaml'), `kafka: { brokers: ['${broker}'], topicPrefix: ${topicPrefix} }\n`);
  const rules = ['--rules', at('rules.yaml'), '--format', 'ndjson'];
  const scanned = await call(['scan', ...rules, at('logs')]);
  const tested = await call(['backtest', ...rules, '--topic', '--config', at('trailhound.yaml')]);
  expect(tested.exitCode).toBe(0);
  const ids = ({ json }: typeof scanned) => json().map(({ id }) => id);
  expect(ids(tested)).toEqual(ids(scanned));
  expect(ids(scanned).length).toBeGreaterThan(20);
  expect(tested.stderr).toContain(
    `${JSON.parse(readFileSync(at('logs/all.json'), 'utf8')).Records.length} records`.replace(/\B(?=(\d{3})+ )/g, ','),
  );
}, 120_000);
