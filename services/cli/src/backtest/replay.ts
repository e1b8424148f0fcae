import { readTogether, type Source } from '@trailhound/collector/inputs';
import {
  answerInputs,
  createScanEngine,
  leadMs,
  type Period,
  type RecordInput,
  type ScanResult,
} from '@trailhound/matcher/offline';
import type { ConditionWorker } from '@trailhound/ports';
import type { CompiledRules } from '@trailhound/rules';
import type { InputTally } from '../inputs/input-tally.js';
import { sourceOf } from '../inputs/open-inputs.js';
import type { Io } from '../io.js';
import { mayHold } from './period.js';
import { ProgressBar } from './progress-bar.js';
import { replayTopic } from './replay-topic.js';

export interface ReplayedInputs {
  readonly inputs: readonly string[];
  /** Configuration of the cluster whose topic of records is read; absent: it is not. */
  readonly topicOf?: string;
  readonly period: Period;
  readonly rules: CompiledRules;
  readonly conditions: ConditionWorker | undefined;
  readonly tally: InputTally;
  readonly nowMs: number;
}

/** What came of replaying, and the event times of the records that were evaluated. */
export interface Replayed extends ScanResult {
  readonly firstMs: number;
  readonly lastMs: number;
}

/**
 * Runs rules over stored records on state of its own. Records of the longest window before the period are evaluated too,
 * so that a window open at its beginning is what it would have been.
 */
export async function replay(io: Io, of: ReplayedInputs): Promise<Replayed> {
  const { inputs, topicOf, period, rules, conditions, tally, nowMs } = of;
  const { fromMs, toMs } = period;
  const wide: Period = { ...period, ...(fromMs !== undefined && { fromMs: fromMs - leadMs(rules.rules) }) };
  const engine = createScanEngine({ rules, nowMs });
  const bar = new ProgressBar(io);
  let firstMs = Number.POSITIVE_INFINITY;
  let lastMs = Number.NEGATIVE_INFINITY;

  async function visit(record: RecordInput): Promise<void> {
    const { eventTimeMs } = record;
    if (eventTimeMs !== undefined) {
      if (eventTimeMs < (wide.fromMs ?? eventTimeMs) || eventTimeMs >= (toMs ?? Number.POSITIVE_INFINITY)) return;
      firstMs = Math.min(firstMs, eventTimeMs);
      lastMs = Math.max(lastMs, eventTimeMs);
    }
    const isAsked = rules.asks && conditions !== undefined;
    const [answered = record] = isAsked ? await answerInputs([record], rules, conditions) : [record];
    const scanned = engine.add(answered);
    if (scanned.kind === 'bad') tally.reject(record.at.input, { index: record.at.index, ...scanned });
  }

  const sources = (await Promise.all(inputs.map((input) => sourceOf(io, input)))).map((source) => within(source, wide));
  bar.total = await countInputs(io, sources);
  const begun = new Set<string>();
  for (const source of sources) {
    for await (const { input, items } of readTogether(source)) {
      begun.add(input);
      for (const item of items) {
        tally.count(input, item);
        if (item.kind !== 'record') continue;
        const { bytes, uid, eventTimeMs, index } = item;
        await visit({ bytes, uid, eventTimeMs, at: { input, index } });
      }
      bar.draw(begun.size - 1, tally.records);
    }
  }
  if (topicOf !== undefined) {
    await replayTopic(io, topicOf, wide, bar, async (record) => {
      tally.records += 1;
      await visit(record);
    });
  }
  bar.clear();
  tally.done();
  return { ...engine.finish(), firstMs, lastMs };
}

/** How many inputs there are, where that can be known without reading them: only a terminal is told. */
async function countInputs(io: Io, sources: readonly Source[]): Promise<number> {
  if (!io.err.isTTY || sources.some(({ kind }) => kind === 'stdin')) return 0;
  let inputs = 0;
  for (const source of sources) for await (const _ of source.inputs()) inputs += 1;
  return inputs;
}

/** The source without the objects that hold nothing of the period. */
function within(source: Source, period: Period): Source {
  return {
    ...source,
    async *inputs() {
      for await (const input of source.inputs()) if (mayHold(input.name, period)) yield input;
    },
  };
}
