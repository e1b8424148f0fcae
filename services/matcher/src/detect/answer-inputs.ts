import type { ConditionAnswer, ConditionAsk, ConditionWorker } from '@trailhound/ports';
import type { Answers, CompiledRules, Outcome, Question } from '@trailhound/rules';
import { evaluateRecord, type RecordInput } from './evaluate-record.js';
import { eventTimeOf, recordOf } from './record-knowledge.js';

/** Rounds of questions: a rule's condition, then the suppressions of what it matched. More means something is wrong. */
const maxRounds = 8;

interface Asking {
  readonly input: RecordInput;
  readonly questions: readonly Question[];
}

/**
 * The records with the answers their evaluation hangs on, asked for together: one message a round. What a rule set does not
 * ask costs nothing. Questions that nobody answers, for there is no worker, leave their rules in error. Rejects as the
 * worker does: then nothing is known, and the whole batch is to be tried again.
 */
export async function answerInputs(
  inputs: readonly RecordInput[],
  rules: CompiledRules,
  conditions: ConditionWorker | undefined,
): Promise<readonly RecordInput[]> {
  if (!rules.asks || conditions === undefined) return inputs;
  const answered = [...inputs];
  let open = inputs.map((_, index) => index);
  for (let round = 0; round < maxRounds && open.length > 0; round += 1) {
    const asking = new Map<number, Asking>();
    for (const index of open) {
      const input = answered[index];
      const questions = input === undefined ? [] : questionsOf(input, rules);
      if (input !== undefined && questions.length > 0) asking.set(index, { input, questions });
    }
    if (asking.size === 0) break;
    const lists = await conditions.answer([...asking.values()].map((one) => askOf(one, rules)));
    for (const [at, [index, { input, questions }]] of [...asking].entries()) {
      const { bytes, at: place, origin, uid, eventTimeMs, hints } = input;
      const answers = joined(input.answers, questions, lists[at] ?? []);
      answered[index] = { bytes, at: place, origin, uid, eventTimeMs, hints, answers };
    }
    open = [...asking.keys()];
  }
  return answered;
}

function questionsOf(input: RecordInput, rules: CompiledRules): readonly Question[] {
  const evaluation = evaluateRecord(input, rules);
  return evaluation.kind === 'evaluated' ? evaluation.asked : [];
}

function askOf({ input, questions }: Asking, rules: CompiledRules): ConditionAsk {
  const eventTimeMs = input.eventTimeMs ?? eventTimeOf(recordOf(rules.view(input.bytes)));
  return { record: input.bytes, eventTimeMs, questions };
}

function joined(
  before: Answers | undefined,
  questions: readonly Question[],
  list: readonly ConditionAnswer[],
): Answers {
  const answers = new Map<string, Outcome>(before);
  for (const [index, { key }] of questions.entries()) answers.set(key, outcomeOf(list[index]));
  return answers;
}

function outcomeOf(answer: ConditionAnswer | undefined): Outcome {
  return answer?.kind === 'answered' ? answer.outcome : 'error';
}
