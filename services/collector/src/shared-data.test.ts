import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { topics } from '@trailhound/contracts';
import { describe, expect, it } from 'vitest';
import {
  countingMetrics,
  fixedClock,
  MemoryCheckpoints,
  MemoryLog,
  silentLogger,
} from './collect/memory-log.fixture.js';
import { createCollector } from './index.js';
import { filesSource } from './inputs.js';

const data = fileURLToPath(new URL('../../../../shared/data/cloudtrail', import.meta.url));

async function collect(folder: string) {
  const log = new MemoryLog();
  const summary = await createCollector({
    sources: [filesSource({ paths: [folder] })],
    log,
    checkpoints: new MemoryCheckpoints(),
    metrics: countingMetrics(),
    logger: silentLogger,
    clock: fixedClock,
  }).run(new AbortController().signal);
  return { log, summary };
}

/**
 * The sums were verified by a count made apart from this code, from the wrappers named in the data's own index files:
 * 2,900 records of one account twice (as lines and in 55 S3 objects), 224 of attacks, the rest in single files and
 * wrappers. What is refused are index and rule files beside the records, licence texts, four files in a wrapper of a test
 * tool, and eight records without an eventTime.
 */
describe.skipIf(!existsSync(data))('all of the real data (skipped where it is not beside the checkout)', () => {
  it('ends as records, skips and quarantine entries, none of it lost', async () => {
    const { log, summary } = await collect(data);
    expect(summary).toMatchObject({
      inputs: 174,
      knownInputs: 0,
      unreadable: [],
      records: 6344,
      skipped: { not_cloudtrail_event: 10, config: 3, digest: 1, notification: 13, test_message: 2 },
      quarantined: { not_cloudtrail: 3591, bad_event_time: 8, bad_message: 1 },
    });
    expect(log.messages(topics.records)).toHaveLength(6344);
    expect(log.messages(topics.quarantine)).toHaveLength(3591 + 8 + 1);
    expect(new Set(log.messages(topics.records).map(({ key }) => key)).size).toBe(3410);
  });

  it.each<[string, number, object, object]>([
    ['stratus', 224, {}, { not_cloudtrail: 25 }],
    ['records', 3185, {}, { not_cloudtrail: 3192, bad_event_time: 7 }],
    [
      'raw-formats',
      2935,
      { not_cloudtrail_event: 10, config: 3, digest: 1, notification: 13, test_message: 2 },
      { not_cloudtrail: 4, bad_event_time: 1, bad_message: 1 },
    ],
    ['raw-formats/s3-objects', 2900, {}, {}],
    ['panther-tests', 0, {}, { not_cloudtrail: 361 }],
    ['LICENSES', 0, {}, { not_cloudtrail: 7 }],
  ])('in %s holds %i records', async (folder, records, skipped, quarantined) => {
    expect((await collect(`${data}/${folder}`)).summary).toMatchObject({ records, skipped, quarantined });
  });
});
