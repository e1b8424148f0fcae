import type { Problem } from '@trailhound/contracts';
import type { Io } from './io.js';
import { findingLine, findingOfProblem } from './rules/lint-line.js';

/** Says each problem on stderr, in the form `rules lint` has and editors turn into links. */
export function reportProblems(io: Io, problems: readonly Problem[]): void {
  for (const problem of problems) io.say(findingLine(findingOfProblem(problem), io.errStyle));
}
