import { formatProblem, type Problem, printable } from '@trailhound/contracts';
import type { Io } from './io.js';

/** Says each problem on stderr, in the form editors turn into links. */
export function reportProblems(io: Io, problems: readonly Problem[]): void {
  for (const problem of problems) io.say(`${io.errStyle.red('error')} ${printable(formatProblem(problem))}`);
}
