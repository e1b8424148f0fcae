import type { BenchIo } from '../bench-command.js';
import { keepReport, type Report, reportText } from './report.js';

/** Tells what a run found and, where it was a whole one, keeps it for `bench docs`. */
export function endRun(report: Report, io: Pick<BenchIo, 'say'>, { isWhole = true } = {}): void {
  io.say(`\n${reportText(report)}\n`);
  if (isWhole) io.say(`kept in ${keepReport(report)}`);
}
