import type { AlertIndex } from '@trailhound/ports';
import type { Io } from '../../io.js';
import { configuredSources } from '../collecting.js';
import type { RunContext, Stores } from '../context.js';
import { notifying } from '../notifying.js';
import { serving } from '../serving.js';
import { watchingTrails } from '../watching-trails.js';
import { writingRules } from '../writing-rules.js';
import { collectUntilStopped } from './collect-until-stopped.js';
import { openConsoleIndex } from './console-index.js';
import { matchingRevisions } from './matching-revisions.js';
import type { Cluster } from './open-cluster.js';
import type { ServiceDefinition } from './run-service.js';

/** The services of a cluster, each composed of the same parts that `up` runs in one process. */
function collectorService(io: Io): ServiceDefinition {
  return {
    name: 'collector',
    async compose(context, cluster) {
      const sources = await configuredSources(context, io);
      const working = { ...context, stores: storesOf(cluster) };
      const watch = watchingTrails(working, sources, io);
      const parts = [...(watch ? [watch] : []), collectUntilStopped(working, sources)];
      return { parts, running: parts };
    },
  };
}

const matcherService: ServiceDefinition = {
  name: 'matcher',
  async compose(context, cluster) {
    const part = await matchingRevisions({ ...context, stores: storesOf(cluster) });
    return { parts: [part], running: [part] };
  },
};

const notifierService: ServiceDefinition = {
  name: 'notifier',
  async compose(context, cluster) {
    const { part } = await notifying({ ...context, stores: storesOf(cluster) });
    return { parts: [part], running: [part] };
  },
};

function consoleService(io: Io): ServiceDefinition {
  return {
    name: 'console',
    async compose(context, cluster) {
      const { stores: index, group } = await openConsoleIndex(context.config.data, context.clock);
      const withIndex: RunContext = { ...context, stores: storesOf(cluster, index.alerts) };
      const { writer, part: writing } = writingRules(withIndex);
      const serve = await serving(withIndex, { listens: true, indexerGroup: group, writer });
      const announcing = {
        name: 'announcement',
        start: async () => io.say(`API at ${serve.url()} (token ${serve.generatedToken ?? 'as configured'})`),
      };
      return {
        early: [{ name: 'alert index', stop: () => index.close() }, ...(serve.api ? [serve.api] : []), announcing],
        parts: [serve.indexer, writing],
        running: [serve.indexer, writing],
      };
    },
  };
}

/** Only the console looks alerts up. */
const noAlertIndex: AlertIndex = {
  put: () => Promise.reject(new TypeError('this service keeps no index of alerts')),
  get: () => Promise.reject(new TypeError('this service keeps no index of alerts')),
  list: () => Promise.reject(new TypeError('this service keeps no index of alerts')),
  putChanges: () => Promise.reject(new TypeError('this service keeps no index of alerts')),
  changes: () => Promise.reject(new TypeError('this service keeps no index of alerts')),
  close: async () => undefined,
};

function storesOf({ log, state }: Cluster, alerts: AlertIndex = noAlertIndex): Stores {
  return { log, state, alerts };
}

/** The services of a cluster, by the command that runs each. */
export type ServiceName = 'collector' | 'matcher' | 'notifier' | 'console';

export function serviceNamed(name: ServiceName, io: Io): ServiceDefinition {
  switch (name) {
    case 'collector':
      return collectorService(io);
    case 'matcher':
      return matcherService;
    case 'notifier':
      return notifierService;
    case 'console':
      return consoleService(io);
    default:
      return name satisfies never;
  }
}
