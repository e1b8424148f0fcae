import { s3ObjectStore } from '@trailhound/adapter-aws';
import { backfillSource, type CollectorSummary, collectorMetrics, createCollector } from '@trailhound/collector';
import { type Source } from '@trailhound/collector/inputs';
import { printable } from '@trailhound/contracts';
import { periodOf } from '../../backtest/period.js';
import { ProgressBar } from '../../backtest/progress-bar.js';
import { CommandFailure, exitCodes } from '../../exit-codes.js';
import { connectionOf } from '../../inputs/aws-connection.js';
import type { Io } from '../../io.js';
import { countOf } from '../../terminal/counted.js';
import { placesOf } from '../../verify/places.js';
import type { RunContext } from '../context.js';
import { processContext, readConfig } from '../read-config.js';
import { type Cluster, openCluster } from './open-cluster.js';

export interface CollectOptions {
  readonly config: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly from: string;
  readonly to?: string;
  readonly accounts?: string;
  readonly regions?: string;
  readonly notify?: boolean;
  readonly concurrency: number;
  readonly region?: string;
  readonly role?: string;
  readonly externalId?: string;
}

/** Unreadable files named one by one; the rest is a number. */
const maxNamed = 20;

/** Runs `trailhound collect`; answers the exit code. */
export async function backfill(io: Io, options: CollectOptions): Promise<number> {
  const { bucket, prefix, from, to, notify = false, concurrency } = options;
  const { fromMs = 0, toMs = Date.now() } = periodOf({ from, ...(to !== undefined && { to }) });
  if (fromMs >= Date.now()) throw new CommandFailure(`--from ${from} lies in the future`, exitCodes.usage);
  const { accounts, regions } = placesOf(options);
  if (options.externalId !== undefined && options.role === undefined)
    throw new CommandFailure('--external-id belongs to --role: name the role too', exitCodes.usage);
  const { config } = await readConfig(io, options.config);
  const context = processContext({ ...config, log: { level: 'warn', format: 'pretty' } }, 'collect', io);
  const cluster = await openCluster(context, 'collector');
  const store = s3ObjectStore(connectionOf(options), io.env);
  const bar = new ProgressBar(io);
  const progress = { days: 0, daysDone: 0, records: 0 };
  const source = backfillSource({
    ...{ store, bucket, prefix, fromMs, toMs: Math.min(toMs, Date.now()), concurrency, notify },
    ...(accounts && { accounts }),
    ...(regions && { regions }),
    onProgress: (now) => Object.assign(progress, now),
  });
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const draw = setInterval(() => {
    bar.total = progress.days;
    bar.draw(progress.daysDone, progress.records);
  }, 250);
  try {
    await cluster.part.start?.();
    const did = await collect(context, cluster, source, stopping.signal, (records) => {
      progress.records += records;
    });
    bar.clear();
    return report(io, did, progress.days);
  } finally {
    clearInterval(draw);
    bar.clear();
    process.off('SIGINT', stop).off('SIGTERM', stop);
    await Promise.all([cluster.part.stop?.(AbortSignal.timeout(5_000)), store.close()]);
  }
}

function collect(
  { logger, clock, metrics }: Omit<RunContext, 'stores'>,
  { log, state }: Cluster,
  source: Source,
  signal: AbortSignal,
  onRecords: (count: number) => void,
): Promise<CollectorSummary> {
  const counts = collectorMetrics(metrics);
  const counting: typeof counts = {
    ...counts,
    collected(kind, records, bytes) {
      onRecords(records);
      counts.collected(kind, records, bytes);
    },
  };
  const { checkpoints } = state;
  return createCollector({ sources: [source], log, checkpoints, metrics: counting, logger, clock }).run(signal);
}

function report(io: Io, did: CollectorSummary, days: number): number {
  const { isComplete, inputs, knownInputs, records, unreadable } = did;
  for (const { input, message } of unreadable.slice(0, maxNamed))
    io.say(`${io.errStyle.red('error')} ${printable(input)} cannot be read: ${printable(message)}`);
  if (unreadable.length > maxNamed) io.say(`and ${unreadable.length - maxNamed} more cannot be read`);
  const quarantined = Object.values(did.quarantined).reduce((sum, count) => sum + count, 0);
  const more = [
    ...(knownInputs > 0 ? [`${countOf(knownInputs, 'file')} read before`] : []),
    ...(quarantined > 0 ? [`${quarantined} set aside in quarantine`] : []),
    ...(unreadable.length > 0 ? [`${unreadable.length} not readable`] : []),
  ];
  const said = [`${countOf(records, 'record')} from ${countOf(inputs, 'file')}`, ...more].join('; ');
  if (!isComplete) io.say(`${said}; ended before it was through: the same command goes on from here`);
  else if (days === 0 && unreadable.length === 0)
    io.say('no account and region of a trail was found: is --prefix right?');
  else io.say(said);
  return isComplete && unreadable.length === 0 && days > 0 ? exitCodes.ok : exitCodes.environment;
}
