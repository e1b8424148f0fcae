import { writeFileSync } from 'node:fs';
import { kafkaClientNames } from '@trailhound/adapter-kafka';
import { startKafka, waitUntil } from '@trailhound/testkit/launchers';
import { testService } from '@trailhound/testkit/vitest';
import { type Admin, Kafka, logLevel } from 'kafkajs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { call } from '../../testing/captured-io.js';
import { sampleFolder } from '../../testing/sample-folder.js';

const kafka = testService(() => startKafka());

function ensuring(client: string, prefix: string) {
  const at = sampleFolder({});
  const config = at('trailhound.yaml');
  const brokers = `brokers: ['${kafka.get().address}']`;
  writeFileSync(config, `kafka: { ${brokers}, client: ${client}, topicPrefix: ${prefix}, partitions: 4 }\n`);
  return (...more: string[]) => call(['topics', 'ensure', '--config', config, ...more]);
}

async function outsider(): Promise<Admin> {
  const admin = new Kafka({ brokers: [kafka.get().address], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  onTestFinished(() => admin.disconnect());
  return admin;
}

describe.each(kafkaClientNames)('topics ensure with %s', (client) => {
  it('says what is missing, makes it when told to, and then finds nothing to do', async () => {
    const ensure = ensuring(client, `fresh-${client}.`);
    const dry = await ensure();
    expect(dry).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('7 changes to be made, nothing was changed'),
    });
    expect(dry.lines).toHaveLength(7);
    expect(dry.lines[0]).toMatch(
      new RegExp(
        `^\\+ fresh-${client}\\.cloudtrail\\.records partitions=4 replicas=1 cleanup\\.policy=delete retention\\.ms=604800000 `,
      ),
    );
    expect(await (await outsider()).listTopics()).not.toContain(`fresh-${client}.alerts`);
    expect(await ensure('--apply')).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('7 changes made') });
    await waitUntil('the broker tells of all topics', async () => (await ensure()).exitCode === 0, 60_000, 500);
    expect(await ensure('--apply')).toMatchObject({
      exitCode: 0,
      stdout: '',
      stderr: 'all topics are as documented\n',
    });
  }, 180_000);

  it('sets and grows what is there, keeps what somebody else set, and takes nothing away', async () => {
    const prefix = `used-${client}.`;
    const ensure = ensuring(client, prefix);
    const admin = await outsider();
    const settings = (config: Record<string, string>) =>
      Object.entries(config).map(([name, value]) => ({ name, value }));
    await admin.createTopics({
      topics: [
        {
          topic: `${prefix}cloudtrail.records`,
          numPartitions: 2,
          configEntries: settings({ 'retention.ms': '1000', 'segment.bytes': '20000000' }),
        },
        { topic: `${prefix}alerts`, numPartitions: 9, configEntries: settings({ 'retention.ms': '-1' }) },
        { topic: `${prefix}alert.changes`, numPartitions: 3 },
      ],
    });
    const shown = (await ensure('--format', 'json')).json() as { differences: { name: string }[] }[];
    const used = shown[0]?.differences.filter(({ name }) => /records|alerts$|changes/.test(name)) ?? [];
    expect(used).toEqual(
      expect.arrayContaining([
        { kind: 'grow', name: `${prefix}cloudtrail.records`, from: 2, to: 4 },
        { kind: 'set', name: `${prefix}cloudtrail.records`, key: 'retention.ms', from: '1000', to: '604800000' },
        expect.objectContaining({
          kind: 'manual',
          name: `${prefix}alert.changes`,
          key: 'cleanup.policy',
          from: 'delete',
          to: 'compact',
        }),
      ]),
    );
    expect(used).not.toContainEqual(expect.objectContaining({ name: `${prefix}alerts`, key: 'retention.ms' }));
    expect((await ensure('--apply')).exitCode).toBe(1); // the policy is left to a person
    await waitUntil('only that is left', async () => (await ensure()).lines.length === 1, 60_000, 500);
    expect((await ensure()).lines).toEqual([
      expect.stringMatching(/^! .*alert\.changes cleanup\.policy delete -> compact: /),
    ]);
    const { resources } = await admin.describeConfigs({
      ...{ includeSynonyms: false, resources: [{ type: 2, name: `${prefix}cloudtrail.records` }] },
    });
    const config = new Map(resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]));
    expect(config.get('segment.bytes')).toBe('20000000');
    const { topics } = await admin.fetchTopicMetadata({ topics: [`${prefix}alerts`, `${prefix}cloudtrail.records`] });
    expect(new Map(topics.map(({ name, partitions }) => [name, partitions.length]))).toEqual(
      new Map([
        [`${prefix}alerts`, 9],
        [`${prefix}cloudtrail.records`, 4],
      ]),
    );
  }, 180_000);
});

it('topics ensure needs a cluster', async () => {
  const at = sampleFolder({ 'trailhound.yaml': 'rules: []\n' });
  expect(await call(['topics', 'ensure', '--config', at('trailhound.yaml')])).toMatchObject({
    ...{ exitCode: 2, stderr: expect.stringContaining("is no cluster's: it has no kafka") },
  });
});
