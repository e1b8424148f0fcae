import type { Problem } from '@trailhound/contracts';
import type { Io } from './io.js';
import { findingLine, findingOfProblem, repairedLines } from './rules/lint-line.js';

/** Says each problem on stderr, in the form `rules lint` has and editors turn into links. */
export function reportProblems(io: Io, problems: readonly Problem[]): void {
  for (const problem of problems) {
    const finding = findingOfProblem(problem);
    io.say(findingLine(finding, io.errStyle));
    for (const line of repairedLines(finding)) io.say(line);
  }
}
