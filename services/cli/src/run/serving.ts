import {
  type ApiTokens,
  createAlertIndexer,
  createApi,
  type DestinationTrials,
  type RulesWriter,
  readApiTokens,
} from '@trailhound/console-api';
import { formatProblem } from '@trailhound/contracts';
import type { PartitionLag } from '@trailhound/ports';
import { type Part, parseListenAddress } from '@trailhound/runtime';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import { version } from '../version.js';
import type { RunContext } from './context.js';
import { type RunningPart, runningPart } from './running-part.js';
import { foldersRefusal, testRules } from './writing-rules.js';

/** The console: the index of alerts, and the API over it where it listens. */
export interface Serving {
  readonly parts: readonly Part[];
  readonly indexer: RunningPart;
  /** One of the parts; absent where the API does not listen. */
  readonly api?: Part;
  /** What is still to be indexed. */
  lag(): Promise<readonly PartitionLag[]>;
  /** Where the API answers; known once its part is up, absent where it does not listen. */
  url(): string | undefined;
  /** The token that was made for this run; absent where the configuration names tokens or asks for none. */
  readonly generatedToken?: string;
}

export interface ServingOptions {
  readonly listens: boolean;
  /** Consumer group of the index, where it is one of several. */
  readonly indexerGroup?: string;
  /** Absent where the rules are those of folders. */
  readonly writer?: RulesWriter;
}

export async function serving(context: RunContext, options: ServingOptions): Promise<Serving> {
  const { listens, indexerGroup: group, writer = foldersRefusal(context.config) } = options;
  const { config, stores, logger, metrics, clock } = context;
  const shared = { log: stores.log, alerts: stores.alerts, metrics, logger, clock };
  const alertIndexer = createAlertIndexer({ ...shared, ...(group !== undefined && { group }) });
  const indexer = runningPart('alert index', alertIndexer);
  const lag = () => alertIndexer.lag();
  if (!listens) return { parts: [indexer], indexer, lag, url: () => undefined };
  const read = await readApiTokens(config.api, context.secrets);
  if (!read.ok) throw new CommandFailure(read.problems.map(formatProblem).join('\n'), exitCodes.usage);
  const { tokens, generated } = { generated: undefined, ...read.value };
  const created = await apiOf(context, tokens, writer);
  let url: string | undefined;
  const api: Part = {
    name: 'api',
    start: async () => {
      url = await created.listen();
    },
    stop: () => created.close(),
  };
  return {
    parts: [indexer, api],
    indexer,
    api,
    lag,
    url: () => url,
    ...(generated !== undefined && { generatedToken: generated }),
  };
}

async function apiOf(
  context: RunContext,
  tokens: ApiTokens | 'off',
  writer: RulesWriter | { readonly refusal: string },
) {
  const { config, stores, health, metrics, logger, clock } = context;
  const listen = parseListenAddress(config.api.listen);
  if (!listen) throw new CommandFailure(`api.listen: ${config.api.listen} is no address`, exitCodes.usage);
  return createApi({
    alerts: stores.alerts,
    windows: stores.state.windows,
    deliveries: stores.state.deliveries,
    log: stores.log,
    checkpoints: stores.state.checkpoints,
    clock,
    writer,
    testRules,
    destinations: Object.keys(config.destinations),
    trials: trialsOf(context),
    health,
    metrics,
    logger,
    tokens,
    listen,
    version,
  });
}

/** The same trials as those of `trailhound notify test`, of the destinations of this process's configuration. */
function trialsOf(context: RunContext): DestinationTrials {
  return {
    names: Object.keys(context.config.destinations),
    async tryOut(destination, { severity, dryRun }) {
      const { tryDestination } = await import('../notify/send-trial.js');
      const { trialReport } = await import('../notify/trial-report.js');
      const tried = await tryDestination(context, { destination, severity, send: !dryRun });
      return tried.ok ? { ok: true, value: trialReport(destination, tried.value) } : tried;
    },
  };
}
