import { evaluateRecord, matchLine } from '@trailhound/matcher/offline';
import { countOf } from '../terminal/counted.js';
import { jsonLine } from '../terminal/json-line.js';
import { type Scan, visitAnswered } from './visit-answered.js';

/**
 * Prints a line for each (rule, record) pair, those of a piece of an input together, and keeps none of them, however long
 * the input is. Answers how many there were.
 */
export async function printMatches(scan: Scan): Promise<number> {
  const { io, rules, tally, errors } = scan;
  let found = 0;
  let lines: string[] = [];
  await visitAnswered(scan, {
    record(record) {
      const { input, index } = record.at;
      const evaluation = evaluateRecord(record, rules);
      if (evaluation.kind === 'bad') {
        tally.reject(input, { index, ...evaluation });
        return;
      }
      errors.count(evaluation.failed);
      // A correlation holds for no single record; the rules it looks at do.
      const matches = evaluation.matches.filter(({ rule }) => rule.correlation === undefined);
      found += matches.length;
      for (const match of matches) lines.push(jsonLine(matchLine(match)));
    },
    async progress(input) {
      const printed = lines;
      lines = [];
      if (printed.length > 0) await io.print(printed.join('\n'));
      // Lines on the same terminal would be torn by a line of progress.
      if (!io.out.isTTY) tally.progress(input, () => countOf(found, 'match', 'matches'));
    },
  });
  return found;
}
