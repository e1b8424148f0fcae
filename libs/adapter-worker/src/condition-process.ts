import type {
  ConditionAnswer,
  ConditionAsk,
  ConditionWorker,
  ExpressionJson,
  ExpressionText,
  TemplateWorker,
} from '@trailhound/ports';
import { EvaluationProcess, unavailable } from './evaluation-process.js';
import type { Job, JobAnswer, ProcessRequest } from './messages.js';

export interface ConditionProcessOptions {
  /** How long one question may take before the process is killed. Default 1,000. */
  readonly hardStopMs?: number;
  /** Memory for values, in MiB. Default 64. */
  readonly maxHeapMib?: number;
}

/** Deaths without working on anything, one after the other, before nothing more is expected of it. */
const maxIdleDeaths = 3;

/**
 * Answers questions in a process of its own, started when it is first asked: neither an endless evaluation nor one that
 * uses up memory reaches the caller. (A thread would not do: where V8 finds no memory it ends the whole process.) A
 * question that does not end in time, or takes the process down, is answered `stopped`; the others are asked again.
 */
export function createConditionProcess(options: ConditionProcessOptions = {}): ConditionWorker & TemplateWorker {
  const evaluation = new EvaluationProcess(options.hardStopMs ?? 1_000, options.maxHeapMib ?? 64);
  let last: Promise<unknown> = Promise.resolve();
  // One request at a time: which job hangs must never be in doubt.
  const enqueue = <T>(asks: readonly ConditionAsk[], want: Job['want']): Promise<T[][]> => {
    const turn = last.then(() => askAll<T>(evaluation, asks, want));
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    answer: (asks) => enqueue<ConditionAnswer>(asks, 'outcome'),
    texts: (asks) => enqueue<ExpressionText>(asks, 'text'),
    json: (asks) => enqueue<ExpressionJson>(asks, 'json'),
    stop: () => evaluation.stop(),
  };
}

async function askAll<T>(
  evaluation: EvaluationProcess,
  asks: readonly ConditionAsk[],
  want: Job['want'],
): Promise<T[][]> {
  const jobs: Job[] = [];
  for (const [record, { questions }] of asks.entries()) {
    for (const question of questions) jobs.push({ index: jobs.length, record, question, want });
  }
  const answers = new Map<number, JobAnswer>();
  let idleDeaths = 0;
  while (answers.size < jobs.length) {
    const open = jobs.filter(({ index }) => !answers.has(index));
    const end = await evaluation.run(requestOf(asks, open), ({ index, answer }) => answers.set(index, answer));
    if (end.kind === 'done') continue;
    const culprit = open.find(({ index }) => !answers.has(index));
    if (end.kind === 'stopped' && culprit !== undefined) {
      answers.set(culprit.index, { kind: 'stopped', code: end.code });
      idleDeaths = 0;
    } else idleDeaths += 1;
    if (idleDeaths >= maxIdleDeaths) throw unavailable(`the process died ${idleDeaths} times without working`);
  }
  const inOrder = jobs.map(({ index }) => answers.get(index) as T);
  return asks.map(({ questions }) => inOrder.splice(0, questions.length));
}

/** The records the jobs are about, each once. */
function requestOf(asks: readonly ConditionAsk[], jobs: readonly Job[]): ProcessRequest {
  const used = [...new Set(jobs.map(({ record }) => record))];
  const position = new Map(used.map((record, index) => [record, index]));
  return {
    records: used.map((record) => asks[record]?.record ?? new Uint8Array()),
    eventTimesMs: used.map((record) => asks[record]?.eventTimeMs),
    jobs: jobs.map((job) => ({ ...job, record: position.get(job.record) ?? 0 })),
  };
}
