import { parseDuration, printable } from '@trailhound/contracts';
import type { Undelivered } from '@trailhound/notifier';
import { createLifecycle, runUntilSignal } from '@trailhound/runtime';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { countOf } from '../terminal/counted.js';
import { tableLines } from '../terminal/table.js';
import { configuredSources } from './collecting.js';
import { type Embedded, embedded } from './embedded.js';
import { processContext, readConfig } from './read-config.js';
import { watchingTrails } from './watching-trails.js';

export interface UpOptions {
  readonly config: string;
  readonly once?: boolean;
  readonly drainTimeout: string;
}

/** What stopping may take: batches in hand and exchanges under way. */
const graceMs = 15_000;

/** Runs `trailhound up`; answers the exit code. */
export async function runUp(io: Io, options: UpOptions): Promise<number> {
  const drainTimeoutMs = parseDuration(options.drainTimeout);
  if (drainTimeoutMs === undefined)
    throw new CommandFailure(
      `--drain-timeout takes a duration such as 30s or 2m, not ${options.drainTimeout}`,
      exitCodes.usage,
    );
  const { config, given } = await readConfig(io, options.config);
  const context = processContext(config, 'trailhound', io);
  const sources = await configuredSources(context, io);
  const endless = sources.find(({ isLasting }) => isLasting);
  if (options.once && endless)
    throw new CommandFailure(
      `--once works sources to their end, and ${endless.kind} has none: run without --once`,
      exitCodes.usage,
    );
  const all = await embedded({
    ...{ context, dataFolder: config.data, sources },
    // What ends is not waited for, and that nothing more comes of it means nothing.
    also: (shared) =>
      [...(options.once ? [] : [watchingTrails(shared, sources, io)])].filter((part) => part !== undefined),
    listens: !options.once || given.has('api'),
  });
  const lifecycle = createLifecycle(all.parts, context.clock, context.logger);
  const finished = options.once ? once(io, all, drainTimeoutMs) : Promise.race([announce(io, all), all.failed]);
  return await runUntilSignal(lifecycle, { graceMs, logger: context.logger, health: context.health, finished });
}

/** Says where the API is; then only a signal ends the run. */
async function announce(io: Io, all: Embedded): Promise<never> {
  const { rules } = all.matching.rules.current().compiled;
  const lookMs = 20;
  while (all.serving.url() === undefined) await new Promise((resolve) => setTimeout(resolve, lookMs));
  io.say(
    `${countOf(rules.length, 'rule')}; API at ${all.serving.url()} (token ${all.serving.generatedToken ?? 'as configured'})`,
  );
  return new Promise<never>(() => {});
}

/** Works everything to its end; answers the exit code. */
async function once(io: Io, all: Embedded, drainTimeoutMs: number): Promise<number> {
  const collected = await Promise.race([all.collected, all.failed]);
  await Promise.race([all.settled(), all.failed]);
  const undelivered = await Promise.race([all.drain(drainTimeoutMs), all.failed]);
  for (const { input, message } of collected.unreadable)
    io.say(`${io.errStyle.red('error')} ${printable(input)} cannot be read: ${printable(message)}`);
  io.say(
    `${collected.records} records from ${collected.inputs} inputs matched; ${undelivered.length} notifications not delivered`,
  );
  if (undelivered.length > 0) {
    for (const line of undeliveredTable(undelivered)) io.say(line);
    return exitCodes.undelivered;
  }
  return collected.unreadable.length > 0 ? exitCodes.environment : exitCodes.ok;
}

function undeliveredTable(undelivered: readonly Undelivered[]): readonly string[] {
  const columns = [
    { heading: 'ALERT' },
    { heading: 'DESTINATION' },
    { heading: 'STATE' },
    { heading: 'ATTEMPTS' },
    { heading: 'REASON', maxWidth: 80 },
  ];
  return tableLines(
    columns,
    undelivered.map(({ alertId, destination, state, attempts, reason }) => [
      alertId,
      destination,
      state,
      String(attempts),
      reason,
    ]),
  );
}
