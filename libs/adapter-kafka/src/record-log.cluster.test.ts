import type { RecordLog } from '@trailhound/ports';
import { recordLogContract, type Subject } from '@trailhound/ports/contracts';
import { startKafka } from '@trailhound/testkit/launchers';
import { testLogger, testService } from '@trailhound/testkit/vitest';
import { type KafkaClientName, type KafkaRecordLog, kafkaClientNames, openKafkaLog } from './index.js';

const broker = testService(() => startKafka());
let logs = 0;

/** A log on topics and groups of its own; another process is another client on the same ones. */
async function onKafka(client: KafkaClientName): Promise<Subject<RecordLog>> {
  logs += 1;
  const topicPrefix = `contract-${logs}.`;
  const opened: KafkaRecordLog[] = [];
  const open = async () => {
    const log = await openKafkaLog({
      client,
      ...{ brokers: [broker.get().address], clientId: 'contract', logger: testLogger(), topicPrefix },
      sessionTimeoutMs: 6000,
    });
    opened.push(log);
    return log;
  };
  const port = await open();
  await port.ensureTopics({ create: true, partitions: 3 });
  return {
    port,
    // Real kills are in the tests of whole processes; here the first one's members are gone when the next one comes.
    async afterKill() {
      await port.close();
      return open();
    },
    async close() {
      for (const log of opened) await log.close();
    },
  };
}

for (const client of kafkaClientNames)
  recordLogContract(`Kafka with ${client}`, () => onKafka(client), { partitions: 3, timeoutMs: 60_000 });
