import { expect, test } from 'vitest';
import { parseOptions } from './options.js';

test('services reach Kafka with kafkajs, or with the client that is named, whose runs lie apart', () => {
  expect(parseOptions([])).toMatchObject({ kind: 'run', client: 'kafkajs', folder: 'test/chaos/.runs' });
  const other = { client: 'platformatic', folder: 'test/chaos/.runs/platformatic' };
  expect(parseOptions(['--client', 'platformatic'])).toMatchObject(other);
  expect(parseOptions(['--client', 'platformatic', '--out', 'x'])).toMatchObject({ ...other, folder: 'x' });
});

test('a client there is not is told with those there are', () => {
  const message = '--client librdkafka: write kafkajs or platformatic';
  expect(parseOptions(['--client', 'librdkafka'])).toEqual({ kind: 'wrong', message });
});
