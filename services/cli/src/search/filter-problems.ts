import { type Problem, printable } from '@trailhound/contracts';
import { filterFile } from '@trailhound/rules';
import { findingLine, findingOfProblem } from '../rules/lint-line.js';
import type { Style } from '../terminal/style.js';

/** What is wrong with a filter: each problem, and under it the line of the filter with the place marked. */
export function filterProblemLines(text: string, problems: readonly Problem[], style: Style): string[] {
  const lines = text.split('\n');
  return problems.flatMap((problem) => {
    const said = findingLine(findingOfProblem(problem), style);
    if (problem.place?.file !== filterFile) return [said];
    const line = lines[problem.place.line - 1] ?? '';
    const before = printable(line.slice(0, problem.place.column - 1));
    return [said, `  ${printable(line)}`, `  ${' '.repeat([...before].length)}${style.red('^')}`];
  });
}
