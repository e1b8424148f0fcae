import type { Parsed, Problem } from '@trailhound/contracts';
import type { Condition } from '../../condition/condition.js';
import { printCondition } from '../../condition/print-condition.js';
import type { LanguageName } from '../language.js';

/** Thrown inside of a printer for a part its language has no words for; never leaves {@link printed}. */
class Unsayable extends Error {
  readonly part: Condition;

  constructor(part: Condition, reason: string) {
    super(reason);
    this.part = part;
  }
}

/** Gives up on a condition because of one part of it. */
export function cannotSay(part: Condition, reason: string): never {
  throw new Unsayable(part, reason);
}

/** What a printer writes, or the part it cannot write and why, as a problem `E-CANNOT-SAY`. */
export function printed(language: LanguageName, print: () => string): Parsed<string> {
  try {
    return { ok: true, value: print() };
  } catch (error) {
    if (!(error instanceof Unsayable)) throw error;
    const problem: Problem = {
      code: 'E-CANNOT-SAY',
      message: `${language} cannot say "${printCondition(error.part)}": ${error.message}`,
      fix: 'keep the rule in its own language, or change that part',
    };
    return { ok: false, problems: [problem] };
  }
}
