import type { AddBench } from '../bench-command.js';
import { endRun } from '../kit/end-run.js';
import { median } from '../kit/median.js';
import { count } from '../kit/option-values.js';
import { orSkipped } from '../kit/prerequisite.js';
import type { Report } from '../kit/report.js';
import { roundsOption } from '../kit/shared-options.js';
import { rate, ratio } from '../kit/table.js';
import { batchSize, updatesPerSecond } from './measure-store.js';
import { embeddedUnderTest, redisUnderTest, type StoreUnderTest } from './store-under-test.js';

interface StateOptions {
  readonly groups: number;
  readonly hot: number;
  readonly perGroup: number;
  readonly rounds: number;
}

/** What one store did. */
export interface StoreFigures {
  readonly store: StoreUnderTest['name'];
  readonly updatesPerSecond: number;
  /** Where all matches fall into one group. */
  readonly hotPerSecond: number;
  /** Of the engine beneath it, counting and nothing else. */
  readonly barePerSecond: number;
  readonly bytesPerGroup: number;
}

const details = `
Counts matches of threshold rules in batches of ${batchSize}, as a matcher does, on a Redis of its own and on a data folder,
both with the durability the product asks for. Held against the least their engines could do: INCR in a pipeline, and an
upsert of a counter in a transaction, in batches of the same size.

Examples:
  $ npm run bench -- state
  $ npm run bench -- state --groups 1000 --hot 5000 --rounds 1`;

/** Fifty matches a second, so that every bucket of the hot group has its alert. */
const hotEveryMs = 20;

export const addState: AddBench = (parent, io) => {
  parent
    .command('state')
    .description('window updates a second and bytes a live group, on Redis and embedded')
    .option('--groups <n>', 'live groups', count, 20_000)
    .option('--per-group <n>', 'matches of each group', count, 5)
    .option('--hot <n>', 'matches of one group that all fall into', count, 20_000)
    .addOption(roundsOption())
    .addHelpText('after', details)
    .action(async (options: StateOptions) => {
      const figures: StoreFigures[] = [];
      for (const open of [redisUnderTest, embeddedUnderTest]) {
        const store = await orSkipped('redis', open, io);
        if (store === undefined) continue;
        try {
          const found = await measureStore(store, options, io.say);
          io.print(JSON.stringify(found));
          figures.push(found);
        } finally {
          await store.stop();
        }
      }
      const report = stateReport(figures, options);
      endRun(report, io);
    });
};

async function measureStore(
  store: StoreUnderTest,
  { groups, perGroup, hot, rounds }: StateOptions,
  say: (line: string) => void,
): Promise<StoreFigures> {
  const [counted, bare, bytes, hottest]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (let round = 1; round <= rounds; round++) {
    say(`${store.name}: round ${round} of ${rounds} …`);
    bare.push(await store.bareUpdates(groups * perGroup, batchSize));
    const before = await store.storedBytes();
    counted.push(await updatesPerSecond(store.state.windows, `round-${round}`, { groups, perGroup, round }));
    bytes.push((await store.storedBytes()) - before);
    const one = { groups: 1, perGroup: hot, round: `hot-${round}`, everyMs: hotEveryMs };
    hottest.push(await updatesPerSecond(store.state.windows, one.round, one));
  }
  return {
    store: store.name,
    updatesPerSecond: median(counted),
    hotPerSecond: median(hottest),
    barePerSecond: median(bare),
    bytesPerGroup: Math.round(median(bytes) / groups),
  };
}

export function stateReport(figures: readonly StoreFigures[], { groups, perGroup, hot, rounds }: StateOptions): Report {
  return {
    name: 'state',
    title: 'Counting matches',
    sections: [
      {
        title: 'Window updates',
        text: [
          `${groups.toLocaleString('en')} live groups of threshold rules with ${perGroup} matches each, in batches of ${batchSize}, every ` +
            'batch durable before the next. Held against counting alone: INCR in a pipeline on the same Redis, an upsert a ' +
            `counter in a transaction on the same disk. Medians of ${rounds} rounds in turns.`,
        ],
        table: {
          headings: ['store', 'updates/s', 'counting alone', 'share', 'bytes a live group', 'bytes a match'],
          rows: figures.map(({ store, updatesPerSecond: own, barePerSecond, bytesPerGroup }) => [
            store,
            rate(own),
            rate(barePerSecond),
            ratio(own, barePerSecond),
            String(bytesPerGroup),
            String(Math.round(bytesPerGroup / perGroup)),
          ]),
        },
      },
      {
        title: 'One group that every match falls into',
        text: [
          `${hot.toLocaleString('en')} matches of one group, ${1000 / hotEveryMs} a second of event time and so above its threshold in every ` +
            'bucket, in the same batches; its alerts are marked as published. Held against the many groups above.',
        ],
        table: {
          headings: ['store', 'updates/s', 'of many groups'],
          rows: figures.map(({ store, updatesPerSecond: many, hotPerSecond }) => [
            ...[store, rate(hotPerSecond), ratio(hotPerSecond, many)],
          ]),
        },
      },
    ],
    targets: [],
  };
}
