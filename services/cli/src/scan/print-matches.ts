import { evaluateRecord, matchLine } from '@trailhound/matcher/offline';
import { countOf } from '../terminal/counted.js';
import { jsonLine } from '../terminal/json-line.js';
import { type Scan, visitAnswered } from './visit-answered.js';

/**
 * Prints a line for each (rule, record) pair as it is found and keeps none of them, however long the input is. Answers
 * how many there were.
 */
export async function printMatches(scan: Scan): Promise<number> {
  const { io, rules, tally, errors } = scan;
  let found = 0;
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
      if (matches.length > 0) return io.print(matches.map(matchLine).map(jsonLine).join('\n'));
    },
    progress(input) {
      // Lines on the same terminal would be torn by a line of progress.
      if (!io.out.isTTY) tally.progress(input, () => countOf(found, 'match', 'matches'));
    },
  });
  return found;
}
