/** How many records were done with at a time. */
export interface Progress {
  readonly atMs: number;
  readonly count: number;
}

/**
 * The part of a run that is looked at: neither its start, where things connect and are compiled, nor its end, where
 * little is left.
 */
const from = 0.25;
const to = 0.95;

/** Records a second between 25 % and 95 % of `total`, between samples by straight lines. Throws RangeError where it never got there. */
export function steadyRate(samples: readonly Progress[], total: number): number {
  const start = timeOf(samples, total * from);
  const end = timeOf(samples, total * to);
  return (total * (to - from)) / ((end - start) / 1000);
}

function timeOf(samples: readonly Progress[], count: number): number {
  const after = samples.findIndex((sample) => sample.count >= count);
  const [before, at] = [samples[after - 1], samples[after]];
  if (at === undefined) throw new RangeError(`never came to ${count} records`);
  if (before === undefined || at.count === before.count) return at.atMs;
  return before.atMs + ((count - before.count) / (at.count - before.count)) * (at.atMs - before.atMs);
}

/** The sum of a counter over all its labels, in the text format of Prometheus; 0 where it is not there yet. */
export function counterSum(metrics: string, name: string): number {
  let sum = 0;
  for (const line of metrics.split('\n')) {
    if (!line.startsWith(name) || !/[{ ]/.test(line.charAt(name.length))) continue;
    sum += Number(line.slice(line.lastIndexOf(' ') + 1));
  }
  return sum;
}
