import type { LogRecord } from '@trailhound/ports';
import { testLogger } from '@trailhound/testkit/vitest';
import { describe, expect, it } from 'vitest';
import { Assignment } from './assignment.js';
import { BatchDelivery } from './batch-delivery.js';
import { PartitionProgress } from './partition-progress.js';

function recordAt(offset: bigint): LogRecord {
  return { offset, key: 'k', value: null, timestampMs: 0, header: () => undefined };
}

/** A partition read from 10 on, whose client knows of no seek: it carried it out already. */
async function partition(maxBatch: number) {
  const assignment = new Assignment([0], async (made) => made.note(0, new PartitionProgress(10n, 10n)));
  await assignment.primed;
  const resolved: bigint[] = [];
  const link = { isOver: () => false, resolve: (next: bigint) => void resolved.push(next), heartbeat: async () => {} };
  const progress = assignment.progress(0);
  const delivery = new BatchDelivery({
    ...{ topic: 'cloudtrail.records', maxBatch, logger: testLogger(), stopped: new AbortController().signal },
    ...{ isPaused: () => false, earliest: async () => 0n, seek: () => undefined },
  });
  return { assignment, delivery, link, progress, resolved };
}

describe('a batch of which the handler', () => {
  it('takes every part lets the client read on after each', async () => {
    const { assignment, delivery, link, progress, resolved } = await partition(1);
    const fetched = { partition: 0, records: [recordAt(10n), recordAt(11n)], endOffset: 12n };
    await delivery.deliver(fetched, link, assignment, async () => undefined);
    expect([resolved, progress?.position]).toEqual([[11n, 12n], 12n]);
  });

  it('sends reading elsewhere is let go, also where the client has forgotten the seek by then', async () => {
    const { assignment, delivery, link, progress, resolved } = await partition(1);
    const fetched = { partition: 0, records: [recordAt(10n), recordAt(11n)], endOffset: 12n };
    let calls = 0;
    await delivery.deliver(fetched, link, assignment, async () => {
      calls += 1;
      progress?.contiguity.moveTo(3n);
    });
    expect([calls, resolved, progress?.position]).toEqual([1, [], 3n]);
  });
});
