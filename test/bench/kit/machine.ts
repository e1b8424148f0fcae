import { cpus, totalmem } from 'node:os';

/** What a run was made on: figures of different machines are not to be compared, ratios within limits. */
export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryGiB: number;
  readonly node: string;
  readonly v8: string;
  /** Day of the run, UTC. */
  readonly date: string;
}

export function thisMachine(now: Date): Machine {
  const processors = cpus();
  return {
    cores: processors.length,
    processor: processors[0]?.model.trim() ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    v8: process.versions.v8,
    date: now.toISOString().slice(0, 10),
  };
}
