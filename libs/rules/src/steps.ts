/** Long work that can be laid aside after each small step. */
export type Steps<T> = Generator<void, T>;

/** When work that must hold nothing up lets others have their turn. */
export interface Turns {
  /** Whether this turn has lasted long enough. Asked after every step, so it must be cheap. */
  isOver(): boolean;
  /** Resolves when it is this work's turn again. */
  next(): Promise<void>;
}

/** Does the work without a break. Throws as a step does. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Does the work in turns, as long as each may last, whatever a step costs. Rejects as a step throws. */
export async function inTurns<T>(steps: Steps<T>, turns: Turns): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (turns.isOver()) await turns.next();
  }
}
