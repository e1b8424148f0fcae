import { cpus, loadavg, totalmem } from 'node:os';

/** What a run was made on: figures of different machines are not to be compared, ratios within limits. */
export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryGiB: number;
  readonly node: string;
  readonly v8: string;
  /** Day of the run, UTC. */
  readonly date: string;
  /**
   * The one-minute load average before the run and at its end. Before it is what others did: more than a few tenths, and the
   * figures are of a busy machine. At the end it has the run's own work in it.
   */
  readonly load: { readonly before: number; readonly after: number };
}

const loadBefore = oneMinuteLoad();

export function thisMachine(now: Date): Machine {
  const processors = cpus();
  return {
    cores: processors.length,
    processor: processors[0]?.model.trim() ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    v8: process.versions.v8,
    date: now.toISOString().slice(0, 10),
    load: { before: loadBefore, after: oneMinuteLoad() },
  };
}

function oneMinuteLoad(): number {
  const [minute = 0] = loadavg();
  return Math.round(minute * 10) / 10;
}
