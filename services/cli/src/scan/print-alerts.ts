import { printable } from '@trailhound/contracts';
import { createScanEngine } from '@trailhound/matcher/offline';
import { alertCard } from '../terminal/alert-card.js';
import { counted, countOf } from '../terminal/counted.js';
import { jsonLine } from '../terminal/json-line.js';
import { type Scan, visitAnswered } from './visit-answered.js';

export interface AlertPrinting {
  readonly format: 'pretty' | 'ndjson';
  /** Suppressed alerts are printed too, marked. */
  readonly suppressed: boolean;
  /** Wall clock, epoch milliseconds. */
  readonly nowMs: number;
}

/** Works all inputs through one state, then prints the alerts in the order they happened. Answers what came of it. */
export async function printAlerts(scan: Scan, { format, suppressed, nowMs }: AlertPrinting): Promise<string> {
  const { io, rules, tally, errors } = scan;
  const engine = createScanEngine({ rules, nowMs });
  await visitAnswered(scan, {
    record(record) {
      const { input, index } = record.at;
      const scanned = engine.add(record);
      if (scanned.kind === 'bad') tally.reject(input, { index, ...scanned });
      else errors.count(scanned.failed);
    },
    progress: (input) => tally.progress(input),
  });
  tally.done();
  const { alerts, matches, leftOut } = engine.finish();
  for (const [rule, left] of leftOut) {
    const what = `left out ${countOf(left, 'match', 'matches')} without the group or value it needs`;
    io.say(`${io.errStyle.yellow('warning:')} correlation ${printable(rule)} ${what}`);
  }
  const muted = alerts.filter(({ suppressedBy }) => suppressedBy.length > 0);
  for (const alert of suppressed ? alerts : alerts.filter(({ suppressedBy }) => suppressedBy.length === 0)) {
    if (format === 'ndjson') await io.print(jsonLine(alert));
    else for (const line of [...alertCard(alert, io.outStyle, io.out.columns), '']) await io.print(line);
  }
  const hint = suppressed ? '' : '; --suppressed prints them';
  const mutedToo = muted.length > 0 ? ` and ${counted(muted.length)} suppressed${hint}` : '';
  return `${countOf(matches, 'match', 'matches')}, ${countOf(alerts.length - muted.length, 'alert')}${mutedToo}`;
}
