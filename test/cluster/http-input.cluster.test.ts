import { startAwsApi, startKafka, startRedis } from '@trailhound/testkit/launchers';
import { testService } from '@trailhound/testkit/vitest';
import { expect, it, onTestFinished } from 'vitest';
import { openTopics } from '../chaos/lab/topics.js';
import { installation } from './installation.js';
import { newRecords } from './trail.js';

const kafka = testService(() => startKafka());
const redis = testService(() => startRedis());
const aws = testService(() => startAwsApi());
const token = 'a-token-of-sixteen-or-more';

it('what is pushed is in Kafka when the answer comes, and only with a token', async () => {
  const all = await installation({ kafka: kafka.get(), redis: redis.get(), aws: aws.get() });
  const topics = await openTopics(kafka.get().address, all.topicPrefix);
  onTestFinished(() => topics.close());
  all.folder.write('push.tokens', `# for the Lambda\n${token}\n`);
  const http = `{ listen: '127.0.0.1:0', tokenFile: ./push.tokens }`;
  const collector = await all.start('collector', { sources: `[{ http: ${http} }]` });
  await collector.says(/records may be pushed/);
  const port = collector.log().find(({ msg }) => msg === 'records may be pushed')?.['port'];
  const push = (authorization: string) =>
    fetch(`http://127.0.0.1:${port}/`, {
      ...{ method: 'POST', headers: { authorization } },
      body: JSON.stringify({ Records: newRecords(3) }),
    });
  expect((await push('Bearer guessed')).status).toBe(401);
  expect((await push(`Bearer ${token}`)).status).toBe(200);
  expect(await topics.readAll('cloudtrail.records')).toHaveLength(3);
  expect(JSON.stringify(collector.log())).not.toContain(token);
  expect(await collector.terminate()).toBe(0);
}, 120_000);
