import type { Topic } from '@trailhound/contracts';
import { windowSpecOf } from '@trailhound/detection';
import type { RecordLog } from '@trailhound/ports';
import { countedBy, type Rule } from '@trailhound/rules';

const hourMs = 3_600_000;

/** How late a record may come and still be counted exactly. */
export const latenessMs = 24 * hourMs;

/** A stretch of time of which the log no longer holds what came in; epoch milliseconds, by when the log took it. */
export interface RebuildGap {
  readonly fromMs: number;
  readonly toMs: number;
}

/** From where a partition is read again to build its window state anew. */
export interface RebuildStart {
  readonly offset: bigint;
  /** What would have had to be read as well and is deleted: counts over it are too low, or missing. */
  readonly gap?: RebuildGap;
}

/** Where reading of a partition stands. */
export interface ReadingPlace {
  readonly topic: Topic;
  readonly partition: number;
  readonly here: bigint;
}

/** To how many milliseconds the end of a gap is found. */
const gapPrecisionMs = 1_000;

/**
 * From where a partition must be read again when the window state is lost: far enough back that every window still open
 * is counted anew: the longest window and bucket of the rules, the longest wait of what they count later, the lateness budget, and an hour for slow clocks. Never
 * after `here`, where reading stands. Where the log does not reach back that far, the answer says which time is missing.
 */
export async function rebuildStart(
  log: Pick<RecordLog, 'offsetsForTime' | 'bounds'>,
  rules: readonly Rule[],
  { topic, partition, here }: ReadingPlace,
  nowMs: number,
): Promise<RebuildStart> {
  let longestMs = 0;
  for (const rule of rules) {
    const spec = windowSpecOf(rule);
    if (spec !== null) longestMs = Math.max(longestMs, spec.withinMs + spec.dedupMs);
    for (const { afterMs } of countedBy(rule.actions)) longestMs = Math.max(longestMs, afterMs);
  }
  const wantedMs = nowMs - longestMs - latenessMs - hourMs;
  const offsetAt = async (ms: number) => (await log.offsetsForTime(topic, ms)).get(partition);
  const [wanted, bounds] = await Promise.all([offsetAt(wantedMs), log.bounds(topic)]);
  const offset = wanted === undefined || wanted > here ? here : wanted;
  const { first = 0n } = bounds.get(partition) ?? {};
  // A log that still has its first message lost nothing, and one that reaches further back than is wanted lacks nothing.
  if (first === 0n || longestMs === 0 || (wanted !== undefined && wanted > first)) return { offset };
  return { offset, gap: { fromMs: wantedMs, toMs: await takenAfter(offsetAt, first, wantedMs, nowMs) } };
}

/** When the log took the message at `first`, the oldest it holds, as near as {@link gapPrecisionMs}. */
async function takenAfter(
  offsetAt: (ms: number) => Promise<bigint | undefined>,
  first: bigint,
  fromMs: number,
  toMs: number,
): Promise<number> {
  let [low, high] = [fromMs, toMs];
  while (high - low > gapPrecisionMs) {
    const middle = Math.floor((low + high) / 2);
    const offset = await offsetAt(middle);
    if (offset !== undefined && offset <= first) low = middle;
    else high = middle;
  }
  return low;
}
