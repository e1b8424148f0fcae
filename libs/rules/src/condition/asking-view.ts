import type { FieldPath, RecordView, Root } from '@trailhound/cloudtrail';
import type { Outcome, Question } from './condition.js';

/** What is known of one record: the outcome of questions by their keys. */
export type Answers = ReadonlyMap<string, Outcome>;

const noAnswers: Answers = new Map();

/**
 * A record with the answers known so far. A question that has none is remembered and counts as ERROR, which is how
 * conditions treat what they do not know: where the outcome hangs on it, it is ERROR as well; where not, it is certain.
 */
export class AskingView implements RecordView {
  readonly #record: RecordView;
  readonly #answers: Answers;
  readonly #asked = new Map<string, Question>();

  constructor(record: RecordView, answers: Answers = noAnswers) {
    this.#record = record;
    this.#answers = answers;
  }

  /** The questions that came up and have no answer yet. */
  get asked(): readonly Question[] {
    return [...this.#asked.values()];
  }

  get answers(): Answers {
    return this.#answers;
  }

  answer(question: Question): Outcome {
    const known = this.#answers.get(question.key);
    if (known === undefined) this.#asked.set(question.key, question);
    return known ?? 'error';
  }

  root(name: Root): unknown {
    return this.#record.root(name);
  }

  resolve(path: FieldPath): readonly unknown[] {
    return this.#record.resolve(path);
  }
}

/** The outcome of a question on a record; ERROR where nobody can have asked it. */
export function answerTo(question: Question, record: RecordView): Outcome {
  return record instanceof AskingView ? record.answer(question) : 'error';
}

/** The questions that must be answered before the outcome on this record is certain. */
export function askedOf(record: RecordView): readonly Question[] {
  return record instanceof AskingView ? record.asked : [];
}

/** The same record read anew, with the answers the other view has. */
export function withAnswersOf(known: RecordView, record: RecordView): RecordView {
  return known instanceof AskingView ? new AskingView(record, known.answers) : record;
}
