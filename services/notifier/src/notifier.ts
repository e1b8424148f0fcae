import type {
  ClaimedDelivery,
  Clock,
  DeliveryStatus,
  RecordLog,
  Sender,
  StateStore,
  TemplateWorker,
} from '@trailhound/ports';
import type { Health, Logger, Metrics } from '@trailhound/runtime';
import type { NotifierConfig } from './config/open-destinations.js';
import { Deliverer } from './deliver/deliverer.js';
import { DestinationLoop } from './deliver/destination-loop.js';
import { DestinationState } from './deliver/destination-state.js';
import { DueWatch } from './deliver/due-watch.js';
import { LeaseKeeper } from './deliver/lease-keeper.js';
import { AlertStates } from './journal/alert-states.js';
import { DeliveryJournal } from './journal/delivery-journal.js';
import { notifierMetrics } from './notifier-metrics.js';
import { AlertIntake } from './route/alert-intake.js';
import { ChangeIntake } from './route/change-intake.js';
import type { EarliestDue } from './route/earliest-due.js';
import { Heartbeats } from './route/heartbeats.js';

export interface NotifierOptions {
  readonly config: NotifierConfig;
  readonly log: RecordLog;
  readonly state: StateStore;
  readonly sender: Sender;
  /** Needed where a destination has a template; whoever made it ends it. */
  readonly templates?: TemplateWorker;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** In [0, 1), for jitter. */
  readonly random: () => number;
  /** Gets a note for each destination in trouble. */
  readonly health?: Health;
}

/** What `drain` could not deliver. */
export interface Undelivered {
  readonly id: string;
  readonly alertId: string;
  readonly destination: string;
  /** Given up, or still to be tried. */
  readonly state: 'dead' | 'pending' | 'inflight';
  readonly attempts: number;
  readonly reason: string;
}

export interface DestinationHealth {
  readonly kind: string;
  /** Scheme and host. */
  readonly target: string;
  readonly inFlight: number;
  /** Absent when all is well. */
  readonly trouble?: string;
}

export interface Notifier {
  /** Works until {@link stop}; rejects when the log can be read no longer. */
  run(): Promise<void>;
  /** Claims nothing more and lets exchanges under way end; cuts them when the signal aborts. Then `run` resolves. */
  stop(signal?: AbortSignal): Promise<void>;
  /**
   * Resolves when every alert in the log is delivered or given up, when what is left is not due before `timeoutMs` are
   * over, or when they are; answers what was not delivered since the start. `run` must be running.
   */
  drain(timeoutMs: number): Promise<readonly Undelivered[]>;
  health(): ReadonlyMap<string, DestinationHealth>;
}

const watchEveryMs = 1_000;
const orphansEveryRounds = 60;
const drainLookMs = 50;
/** Enough to name; more are counted by the metric. */
const maxNamed = 1_000;

export function createNotifier(options: NotifierOptions): Notifier {
  const { config, log, state, clock, logger, health } = options;
  const metrics = notifierMetrics(options.metrics);
  const journal = new DeliveryJournal(log);
  const alertStates = new AlertStates(log);
  const stopping = new AbortController();
  const cutting = new AbortController();
  const leases = new LeaseKeeper(state.deliveries, clock);
  const dead = new Map<string, Undelivered>();
  const states = new Map([...config.destinations].map(([name, { pace }]) => [name, new DestinationState(pace)]));
  const loops = new Map([...states].map(([name, destination]) => [name, loopOf(name, destination)]));
  const intake = new AlertIntake({
    ...{ routes: config.routes, routing: config.routing, destinations: new Set(config.destinations.keys()) },
    ...{ log, state, clock, logger, metrics },
    onEnqueued: wakeAll,
  });
  const changes = new ChangeIntake({
    ...{ destinations: config.destinations, log, ledger: state.deliveries, clock, logger },
    onEnqueued: wakeAll,
  });
  const dueWatch = new DueWatch({
    ...{ destinations: [...loops.keys()], ledger: state.deliveries, clock, logger },
    onDue: (name, dueMs) => loops.get(name)?.expect(dueMs),
  });
  const heartbeats = new Heartbeats(config.routes, state.deliveries, wakeAll);
  let running: Promise<void> | undefined;

  function wakeAll(due: EarliestDue): void {
    for (const [name, dueMs] of due) loops.get(name)?.expect(dueMs);
  }

  function loopOf(name: string, destination: DestinationState): DestinationLoop {
    const channel = config.destinations.get(name);
    if (!channel) throw new TypeError(`no destination ${name}`);
    const shared = { destination: name, state: destination, ledger: state.deliveries, clock, logger };
    const onDead = ({ id, alertId, attempt }: ClaimedDelivery, reason: string) => {
      if (dead.size < maxNamed) {
        dead.set(id, { id, alertId, destination: name, state: 'dead', attempts: attempt, reason });
      }
    };
    const { sender, random, templates } = options;
    const { tallies } = state;
    const deliverer = new Deliverer({
      ...shared,
      channel,
      tallies,
      routing: config.routing,
      log,
      journal,
      states: alertStates,
      sender,
      ...(templates && { templates }),
      metrics,
      random,
      onDead,
    });
    return new DestinationLoop({ ...shared, deliverer, leases });
  }

  /** Whatever ends first ends all: a notifier of which half works would look alive. */
  function endsAll(part: Promise<void>): Promise<void> {
    return part.finally(() => stopping.abort());
  }

  async function work(): Promise<void> {
    const journalRead = Promise.withResolvers<void>();
    const statesRead = Promise.withResolvers<void>();
    const stopped = new Promise<void>((resolve) => {
      stopping.signal.addEventListener('abort', () => resolve(), { once: true });
      if (stopping.signal.aborted) resolve();
    });
    const reading = Promise.all([
      endsAll(journal.run(journalRead.resolve)),
      endsAll(alertStates.run(statesRead.resolve)),
    ]);
    // Its failure is thrown below, after everything else has ended.
    reading.catch(() => undefined);
    const [result] = await Promise.allSettled([
      Promise.race([Promise.all([journalRead.promise, statesRead.promise]), stopped]).then(deliverUntilStopped),
      stopped.then(() => Promise.all([intake.stop(), changes.stop()])),
    ]);
    // The journal goes last: deliveries under way still write to it.
    await Promise.all([journal.stop(), alertStates.stop()]);
    await reading;
    if (result.status === 'rejected') throw result.reason;
  }

  async function deliverUntilStopped(): Promise<void> {
    if (stopping.signal.aborted) return;
    const ended = new AbortController();
    const leasing = leases.run(ended.signal);
    const delivering = [...loops.values()].map((loop) => endsAll(loop.run(stopping.signal, cutting.signal)));
    const parts = await Promise.allSettled([
      ...[endsAll(intake.run()), endsAll(changes.run()), watch(), dueWatch.run(stopping.signal)],
      ...delivering,
    ]);
    ended.abort();
    await leasing;
    for (const part of parts) if (part.status === 'rejected') throw part.reason;
  }

  /** Reports lag, destinations in trouble, and deliveries nobody here can make. */
  async function watch(): Promise<void> {
    let isSilent = false;
    for (let round = 0; !stopping.signal.aborted; round += 1) {
      for (const [name, destination] of states) health?.note(`destination ${name}`, destination.trouble);
      try {
        await heartbeats.beat(clock.now());
        await intake.reportLag();
        if (round % orphansEveryRounds === 0) await reportOrphans();
        isSilent = false;
      } catch (error) {
        if (!isSilent) logger.warn({ err: error }, 'log or ledger do not answer');
        isSilent = true;
      }
      await clock.sleep(watchEveryMs, stopping.signal);
    }
  }

  /** Deliveries of a destination that was renamed or removed wait: a configuration put right finds them. */
  async function reportOrphans(): Promise<void> {
    const open = await state.deliveries.open(maxNamed);
    const names = [...new Set(open.map(({ destination }) => destination))].filter((name) => !loops.has(name)).sort();
    const note = `deliveries wait for destinations that are not configured: ${names.join(', ')}`;
    health?.note('deliveries', names.length > 0 ? note : undefined);
    if (names.length > 0)
      logger.warn({ destinations: names }, 'deliveries wait for destinations that are not configured');
  }

  const notifier: Notifier = {
    run() {
      running ??= work();
      return running;
    },
    async stop(signal) {
      stopping.abort();
      const cut = () => cutting.abort();
      if (signal?.aborted) cut();
      signal?.addEventListener('abort', cut, { once: true });
      await running?.catch(() => undefined);
      signal?.removeEventListener('abort', cut);
    },
    async drain(timeoutMs) {
      const endMs = clock.now() + timeoutMs;
      while (clock.now() < endMs && !(await isDrained(endMs))) await clock.sleep(drainLookMs, stopping.signal);
      const open = await state.deliveries.open(maxNamed);
      return [...dead.values(), ...open.map(undelivered)];
    },
    health() {
      return new Map(
        [...loops].map(([name, { inFlight }]) => {
          const { kind = '', target = '' } = config.destinations.get(name) ?? {};
          const trouble = states.get(name)?.trouble;
          return [name, { kind, target, inFlight, ...(trouble !== undefined && { trouble }) }];
        }),
      );
    },
  };

  async function isDrained(endMs: number): Promise<boolean> {
    if (stopping.signal.aborted) return true;
    if (!(await intake.isCaughtUp())) return false;
    const open = await state.deliveries.open(maxNamed);
    return open.every((delivery) => !loops.has(delivery.destination) || isBeyond(delivery, endMs));
  }
  return notifier;
}

/** Waiting for a retry that comes too late; one in flight carries the end of its lease. */
function isBeyond({ state, dueMs }: DeliveryStatus, endMs: number): boolean {
  return state === 'pending' && dueMs !== undefined && dueMs > endMs;
}

function undelivered(delivery: DeliveryStatus): Undelivered {
  const { id, alertId, destination, attempts, lastError } = delivery;
  const state = delivery.state === 'inflight' ? 'inflight' : 'pending';
  return { id, alertId, destination, state, attempts, reason: lastError ?? 'not tried yet' };
}
