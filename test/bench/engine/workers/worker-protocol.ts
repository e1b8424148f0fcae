/**
 * How the benchmark talks to an engine, a process of its own: one command a line on stdin, one JSON object a line on
 * stdout as its answer. The first line, before any command, is `Ready`. The Java harness speaks it too.
 *
 * - `round`: run over all records once; answer `Round`
 * - `verify N`: run over the first N records; answer `Verdict`
 * - `pairs FILE`: write every `line:rule` to the file, in order; answer `{}`
 */
export interface Ready {
  readonly ready: true;
  readonly events: number;
}

export interface Round {
  /** CPU time of the whole process: with a processor of its own that is the time on the clock, whatever else runs. */
  readonly cpuSeconds: number;
  readonly matches: number | null;
}

export interface Verdict {
  readonly matches: number;
  readonly checksum: number;
}
