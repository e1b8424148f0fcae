import { setImmediate } from 'node:timers/promises';
import { hasCode, topics } from '@trailhound/contracts';
import type { ConditionWorker, LogBatch, LogConsumer } from '@trailhound/ports';
import { failpoint, HoleWatch } from '@trailhound/runtime';
import type { BatchReport } from './batch-report.js';
import { evaluateSlice } from './evaluate-slice.js';
import { type LogPosition, openPosition } from './log-positions.js';
import type { MatcherMetrics } from './matcher-metrics.js';
import type { NumberedRules } from './matcher-rules.js';
import type { SpanObserved } from './observe-span.js';
import type { PathWatch } from './path-watch.js';
import { rebuildStart } from './rebuild-offset.js';
import { reportRebuildGap } from './report-rebuild-gap.js';
import { type SettleParts, settlePosition, settleSlice } from './settle-slice.js';
import type { UidConflicts } from './uid-conflicts.js';
import { lookAtUntouched } from './untouched-partitions.js';

export interface BatchLoopParts extends SettleParts {
  readonly consumer: LogConsumer;
  readonly conditions: ConditionWorker | undefined;
  readonly conflicts: UidConflicts;
  readonly paths: Pick<PathWatch, 'see'>;
  readonly metrics: Pick<MatcherMetrics, 'rewound'>;
  readonly report: BatchReport;
}

/** The matcher's work on batches, one a partition at a time and several partitions side by side. */
export interface BatchLoop {
  /** Resolves when every effect of the batch is durable, or reading was sent back. Rejects where it must come again. */
  handle(batch: LogBatch, signal: AbortSignal): Promise<void>;
  /**
   * Lets stamps and commits follow in all partitions of which no batch is in hand, and reads again where the store lost its
   * end: a partition without new records would not find out. What fails is left for later.
   */
  settleAll(): Promise<void>;
}

const topic = topics.records;
/** While there is more to read, stamps and commits follow no more often than this. */
const settleEveryMs = 500;

/** A partition being worked, under one assignment: with the partition goes all that was known of it. */
interface Lane {
  readonly partition: number;
  readonly position: LogPosition;
  /** What was evaluated since the stamp last moved was evaluated under these. */
  under: NumberedRules;
  settledMs: number;
  /** Of the last batch: aborts when the assignment it came under is over. */
  signal: AbortSignal;
  readonly holes: HoleWatch;
}

export function createBatchLoop(parts: BatchLoopParts): BatchLoop {
  const {
    log,
    consumer,
    clock,
    logger,
    rules,
    conditions,
    conflicts,
    paths,
    metrics,
    report,
    stopping,
    windows,
    stream,
  } = parts;
  const lanes = new Map<number, Lane>();
  const inHand = new Set<number>();
  let settling: Promise<void> = Promise.resolve();

  async function handle(batch: LogBatch, signal: AbortSignal): Promise<void> {
    const last = batch.records.at(-1);
    if (last === undefined) return;
    const startedMs = clock.now();
    await failpoint('M1');
    const inForce = rules.current();
    const lane = await take(batch, inForce, signal);
    if (lane === undefined) return;
    if (!(await follows(lane, batch, inForce))) return;
    const next = last.offset + 1n;
    if (!(await work(lane, batch, next))) return;
    if (isTaken(signal)) return forget(lane);
    paths.see(batch.partition, batch.records, signal);
    // Before the end of the log another batch will come, which can take stamp and commit along.
    const isDue = startedMs - lane.settledMs >= settleEveryMs;
    if (isDue || next >= batch.endOffset || stopping.aborted) {
      const refused = await settlePosition(lane, parts);
      if (refused !== undefined) return await goBack(lane, refused, firstOf(batch));
      lane.settledMs = startedMs;
    }
    report.batchDone((clock.now() - startedMs) / 1_000);
  }

  /** The partition is another member's by now, who reads it from what is committed: nothing of it is ours to move. */
  function isTaken(signal: AbortSignal): boolean {
    return signal.aborted && !stopping.aborted;
  }

  /** Undefined where the batch is not to be worked: it is another member's, or what lies before it comes first. */
  async function take(batch: LogBatch, under: NumberedRules, signal: AbortSignal): Promise<Lane | undefined> {
    const { partition } = batch;
    const known = lanes.get(partition);
    // With the partition every seek is undone, and reading goes on where the log says, not where it was sent.
    const isKnown = known !== undefined && !known.signal.aborted;
    const lane: Lane = isKnown
      ? known
      : {
          ...{ partition, position: await openPosition(consumer, batch), under, signal },
          ...{ settledMs: Number.NEGATIVE_INFINITY, holes: new HoleWatch(log) },
        };
    if (isTaken(signal)) return undefined;
    lane.signal = signal;
    lanes.set(partition, lane);
    if (!(await isContinued(lane, batch)) || isTaken(signal)) return undefined;
    lane.position.startAt(firstOf(batch));
    return lane;
  }

  /** Whether nothing is left out before the batch. What the stamp passes over is never counted again. */
  async function isContinued({ position, holes }: Lane, batch: LogBatch): Promise<boolean> {
    const { partition } = batch;
    const found = await holes.judge(batch, position.handled);
    if (found.kind === 'passed-over') report.passedOver(batch, found.offsets);
    if (found.kind !== 'hole') return true;
    const facts = { topic, partition, from: String(found.from), to: String(firstOf(batch)) };
    logger.error(facts, 'records not yet matched were passed over, reading them again');
    metrics.rewound('hole');
    position.readFrom(found.from);
    return false;
  }

  /**
   * The rules may have changed since the last batch: what was evaluated under the others is settled under them. False where
   * reading was sent back.
   */
  async function follows(lane: Lane, batch: LogBatch, inForce: NumberedRules): Promise<boolean> {
    const { compiled, revision } = lane.under;
    const isSame = compiled === inForce.compiled && revision === inForce.revision;
    if (!isSame && lane.position.isStampBehind) {
      const refused = await settlePosition(lane, parts);
      if (refused !== undefined) {
        await goBack(lane, refused, firstOf(batch));
        return false;
      }
    }
    lane.under = inForce;
    return true;
  }

  /** Evaluates a batch and makes its effects durable, stretch by stretch. False where reading was sent back. */
  async function work(lane: Lane, batch: LogBatch, next: bigint): Promise<boolean> {
    const { records } = batch;
    const evaluating = { rules: lane.under.compiled, conditions, conflicts };
    for (let at = 0; at < records.length; ) {
      const slice = await evaluateSlice(batch, at, evaluating);
      at = slice.end;
      const settled = await settleSlice(slice, { ...lane, to: records[at]?.offset ?? next }, parts);
      if (settled.kind !== 'settled') {
        await goBack(lane, settled, firstOf(batch));
        return false;
      }
      report.settled(slice, settled.due, clock.now());
      if (at < records.length) await setImmediate(); // the rest of the process gets its turn
    }
    return true;
  }

  async function goBack(
    { partition, position, signal }: Lane,
    refused: Exclude<SpanObserved, { kind: 'ok' }>,
    here: bigint,
  ): Promise<void> {
    if (isTaken(signal)) return;
    if (refused.kind === 'outdated') return position.seekStamp();
    const { stamp } = refused;
    if (stamp !== undefined) {
      logger.warn({ topic, partition, stamp: String(stamp) }, 'window state is behind the log, reading again');
      metrics.rewound('stamp');
      return position.seek(stamp, false);
    }
    const { offset, gap } = await rebuildStart(
      log,
      rules.current().compiled.rules,
      { topic, partition, here },
      clock.now(),
    );
    if (isTaken(signal)) return;
    logger.error({ topic, partition, from: String(offset) }, 'window state is lost, rebuilding it from the log');
    // Said before reading goes on: after that nobody would know any more.
    if (gap !== undefined) await reportRebuildGap({ topic, partition, offset, gap }, parts);
    metrics.rewound('rebuild');
    position.seek(offset, true);
  }

  function forget(lane: Lane): void {
    if (lanes.get(lane.partition) === lane) lanes.delete(lane.partition);
  }

  async function settleIdle(): Promise<void> {
    for (const lane of [...lanes.values()]) {
      if (inHand.has(lane.partition)) continue;
      if (lane.signal.aborted) {
        // Whoever has it now may have come further; a commit of ours would move that back.
        forget(lane);
        continue;
      }
      try {
        const refused = (await settlePosition(lane, parts)) ?? (await lossOf(lane));
        if (refused !== undefined) await goBack(lane, refused, lane.position.handled);
      } catch (error) {
        if (hasCode(error, 'LOG_PARTITION_LOST')) forget(lane);
        else logger.debug({ err: error, partition: lane.partition }, 'stamp and commit could not follow yet');
      }
    }
  }

  /** What the store would say to the next batch, where it has lost what it was told. */
  async function lossOf({ partition, position }: Lane): Promise<Exclude<SpanObserved, { kind: 'ok' }> | undefined> {
    const stamp = await windows.stamp(stream, partition);
    return position.isLost(stamp) ? { kind: 'regressed', stamp } : undefined;
  }

  function isWorked(partition: number): boolean {
    return lanes.has(partition) || inHand.has(partition);
  }

  return {
    async handle(batch, signal) {
      const { partition } = batch;
      inHand.add(partition);
      try {
        await settling; // what it has begun with this partition
        if (isTaken(signal)) return;
        await handle(batch, signal);
      } finally {
        inHand.delete(partition);
      }
    },
    settleAll() {
      settling = settling.then(settleIdle);
      if (!stopping.aborted) settling = settling.then(() => lookAtUntouched({ ...parts, isWorked }));
      return settling;
    },
  };
}

function firstOf({ records, endOffset }: LogBatch): bigint {
  return records[0]?.offset ?? endOffset;
}
