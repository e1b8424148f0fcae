import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Option } from 'commander';
import type { AddBench } from '../bench-command.js';
import { benchCache } from '../kit/cache.js';
import { endRun } from '../kit/end-run.js';
import { logLogPlot } from '../kit/log-log-plot.js';
import { count } from '../kit/option-values.js';
import { orSkipped } from '../kit/prerequisite.js';
import { seedOption } from '../kit/shared-options.js';
import { startBenchCluster } from '../stream/bench-cluster.js';
import { costByGroups } from './cost-by-groups.js';
import { costByRecords } from './cost-by-records.js';
import { costByReplicas } from './cost-by-replicas.js';
import { costByRules, type ScaleRun } from './cost-by-rules.js';
import { type ScaleResult, scaleReport } from './scale-report.js';

const growing = ['rules', 'records', 'groups', 'replicas'] as const;

interface ScaleOptions {
  readonly only?: readonly (typeof growing)[number][];
  readonly most: number;
  readonly seed: string;
}

const details = `
Rules grow from 10 to 30,000 in the compiled rule set, records from 10,000 to 1,000,000 in \`trailhound scan\`, live groups
from 1,000 to 1,000,000 in the store of a single process, matchers from 1 to 4 on a real Kafka. Ends with a plot on
logarithmic axes and the exponents of the power laws that fit.

Examples:
  $ npm run bench -- scale
  $ npm run bench -- scale --only rules groups --most 1000`;

export const addScale: AddBench = (parent, io) => {
  parent
    .command('scale')
    .description('cost a record as rules, records, live groups and matchers grow, with a plot')
    .addOption(new Option('--only <what...>', 'what grows, by default all').choices(growing))
    .option('--most <n>', 'leave out sizes beyond, for a quick run', count, 1_000_000)
    .addOption(seedOption())
    .addHelpText('after', details)
    .action(async ({ only, most, seed }: ScaleOptions) => {
      const results: ScaleResult[] = [];
      for (const what of only ?? growing) {
        const result = await measured[what]({ most, seed, say: io.say });
        if (result === undefined || result.points.length < 2) continue;
        io.print(JSON.stringify({ what, points: result.points }));
        results.push(result);
      }
      const plot = join(benchCache(), 'reports', 'scale.svg');
      mkdirSync(dirname(plot), { recursive: true });
      writeFileSync(plot, logLogPlot(results));
      const report = scaleReport(results, plot);
      endRun(report, io, { isWhole: only === undefined });
      io.say(`plot in ${plot}`);
    });
};

const measured: Readonly<Record<(typeof growing)[number], (run: ScaleRun) => Promise<ScaleResult | undefined>>> = {
  rules: async (run) => ({
    ...{ name: 'rules', title: 'Rules', xLabel: 'rules', yLabel: 'CPU µs a record' },
    how: 'the compiled rule set over 20,000 records on one processor, median of three rounds.',
    points: await costByRules(run),
  }),
  records: async (run) => ({
    ...{ name: 'records', title: 'Records', xLabel: 'records in one scan', yLabel: 'CPU µs a record' },
    how: '`trailhound scan` with 60 Sigma rules, the whole process with its start, records piped in.',
    points: await costByRecords(run),
  }),
  groups: async (run) => ({
    ...{ name: 'live groups', title: 'Live groups', xLabel: 'live groups', yLabel: 'µs a window update' },
    how: 'updates of groups that are there, in batches of 500 in the store of a single process.',
    points: await costByGroups(run),
  }),
  replicas: async (run) => {
    const cluster = await orSkipped('replicas', startBenchCluster, run);
    if (cluster === undefined) return undefined;
    try {
      return {
        ...{ name: 'matchers', title: 'Matchers', xLabel: 'matchers', yLabel: 'CPU µs a record' },
        how: 'all matchers of a group together, on a real Kafka with four partitions, with 1,000 rules.',
        points: await costByReplicas(cluster, run),
      };
    } finally {
      await cluster.stop();
    }
  },
};
