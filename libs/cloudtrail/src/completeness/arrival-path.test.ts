import { formatOrigin } from '@trailhound/contracts';
import { expect, it } from 'vitest';
import { arrivalPath } from './arrival-path.js';

const queue = 'https://sqs.us-east-1.amazonaws.com/111122223333/trail#1';

it.each([
  ['an object a notice named', { source: 'sqs', input: 's3://trail/AWSLogs/1.json.gz' }, 'objects'],
  ['an object of a listing', { source: 's3', input: 's3://trail/AWSLogs/1.json.gz' }, 'objects'],
  ['an event of the bus, out of a queue', { source: 'sqs', input: queue }, 'events'],
  ['an object of a backfill', { source: 's3', input: 's3://trail/1.json.gz', backfill: true }, undefined],
  ['a file', { source: 'files', input: 's3://looks-like-one' }, undefined],
  ['a push', { source: 'http', input: 'POST /' }, undefined],
  ['an object whose name talks of a backfill', { source: 's3', input: 's3://trail/"backfill":true' }, 'objects'],
])('a record of %s', (_name, origin, path) => {
  expect(arrivalPath(formatOrigin({ ...origin, index: 3 }))).toBe(path);
});

it('a record that does not say where it came from came by neither', () => {
  for (const header of [undefined, '', 'null', '{"input":"s3://a"}']) expect(arrivalPath(header)).toBeUndefined();
});
