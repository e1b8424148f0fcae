// What runs in the process of its own: answers requests one by one, and one job after the other.
import type { JsonObject } from '@trailhound/cloudtrail';
import { answerJob } from './answer-job.js';
import type { JobReply, ProcessRequest } from './messages.js';

// An expression that found a way to a prototype could plant something there for others to see; now nothing can be added.
// Frozen they cannot be: jsonata gives lists of its own a `push` of its own.
for (const builtIn of [Object, Array, Function, String, Number, Boolean, RegExp, Promise, Map, Set, Date]) {
  Object.preventExtensions(builtIn.prototype);
}

const decoder = new TextDecoder();

process.on('message', (request) => void answerRequest(request as ProcessRequest));
// Whoever asked is gone.
process.on('disconnect', () => process.exit(0));

process.send?.('up');

async function answerRequest({ records, eventTimesMs, jobs }: ProcessRequest): Promise<void> {
  const parsed = records.map((record) => JSON.parse(decoder.decode(record)) as JsonObject);
  for (const job of jobs) {
    const answer = await answerJob(job, parsed[job.record] ?? {}, eventTimesMs[job.record]);
    await reply({ index: job.index, answer });
  }
}

/** Settles once the message is on its way: whatever the next job does, this answer arrives. */
function reply(message: JobReply): Promise<void> {
  return new Promise((resolve) => {
    process.send?.(message, undefined, undefined, () => resolve());
  });
}
