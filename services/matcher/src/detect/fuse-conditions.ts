import type { ConditionAnswer, ConditionAsk, ConditionWorker } from '@trailhound/ports';
import type { Question } from '@trailhound/rules';

export interface FuseOptions {
  /** Evaluations of one expression that had to be stopped before it is asked no more. */
  readonly maxStops: number;
  /** Told once, when an expression is switched off. */
  readonly onSwitchedOff: (question: Question, code: string) => void;
}

/**
 * A worker that stops asking what keeps having to be stopped: an expression that was stopped so often is answered with an
 * error at once from then on, for the life of the process. Errors of other kinds switch nothing off.
 */
export function fuseConditions(worker: ConditionWorker, { maxStops, onSwitchedOff }: FuseOptions): ConditionWorker {
  const stops = new Map<string, number>();
  const isOff = ({ key }: Question) => (stops.get(key) ?? 0) >= maxStops;

  function count(question: Question, answer: ConditionAnswer | undefined): void {
    if (answer?.kind !== 'stopped' || isOff(question)) return;
    stops.set(question.key, (stops.get(question.key) ?? 0) + 1);
    if (isOff(question)) onSwitchedOff(question, answer.code);
  }

  return {
    async answer(asks) {
      const open = asks.map((ask): ConditionAsk => ({ ...ask, questions: ask.questions.filter((one) => !isOff(one)) }));
      const lists = await worker.answer(open.filter(({ questions }) => questions.length > 0));
      const rest = [...lists];
      return asks.map(({ questions }, index) => {
        const asked = open[index]?.questions ?? [];
        const answers = asked.length > 0 ? (rest.shift() ?? []) : [];
        const byKey = new Map(asked.map((question, at) => [question.key, answers[at]]));
        return questions.map((question): ConditionAnswer => {
          const answer = byKey.get(question.key);
          count(question, answer);
          return answer ?? { kind: 'stopped', code: 'switched-off' };
        });
      });
    },
    texts: (asks) => worker.texts(asks),
    stop: () => worker.stop(),
  };
}
