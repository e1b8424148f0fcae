import { windowSpecOf } from '@trailhound/detection';
import type { LogBatch, RecordLog } from '@trailhound/ports';
import type { Rule } from '@trailhound/rules';

const hourMs = 3_600_000;

/** How late a record may come and still be counted exactly. */
export const latenessMs = 24 * hourMs;

/**
 * From where a partition must be read again when the window state is lost: far enough back that every window still open
 * is counted anew: the longest window and bucket of the rules, the lateness budget, and an hour for slow clocks. Never
 * after the batch in hand.
 */
export async function rebuildOffset(
  log: Pick<RecordLog, 'offsetsForTime'>,
  rules: readonly Rule[],
  batch: LogBatch,
  nowMs: number,
): Promise<bigint> {
  let longestMs = 0;
  for (const rule of rules) {
    const spec = windowSpecOf(rule);
    if (spec !== null) longestMs = Math.max(longestMs, spec.withinMs + spec.dedupMs);
  }
  const offsets = await log.offsetsForTime(batch.topic, nowMs - longestMs - latenessMs - hourMs);
  const here = batch.records.at(0)?.offset ?? batch.endOffset;
  const wanted = offsets.get(batch.partition);
  return wanted === undefined || wanted > here ? here : wanted;
}
