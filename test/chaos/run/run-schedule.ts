import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KafkaClientName } from '@trailhound/adapter-kafka';
import type { ChaosFault, FaultPlan } from '../faults/fault.js';
import { deletedIn } from '../faults/log-deleted.js';
import { chaosObjects } from '../input/objects.js';
import { type ChaosRecords, chaosRecords } from '../input/records.js';
import { chaosRules } from '../input/rules.js';
import type { Evidence } from '../invariants/evidence.js';
import { judge, type Verdict } from '../invariants/index.js';
import { type Lab, openLab } from '../lab/lab.js';
import { defaultSettings, type PlantedBug } from '../lab/lab-settings.js';
import type { Machines } from '../lab/machines.js';
import { gapAlerts } from '../oracle/gap-alerts.js';
import { type ExpectedAlert, referenceAlerts } from '../oracle/reference.js';
import { releasing } from './releasing.js';
import { recoverWithinMs, type Schedule } from './schedule.js';

export interface RunOptions {
  readonly machines: Machines;
  readonly schedule: Schedule;
  /** Every fault the schedule may name. */
  readonly faults: readonly ChaosFault[];
  /** Kept: logs, the schedule, what was received. */
  readonly folder: string;
  readonly planted?: PlantedBug;
  /** Default kafkajs. */
  readonly client?: KafkaClientName;
  /** Processes of a service, in place of two. */
  readonly processes?: { readonly matchers: number; readonly notifiers: number };
  /** Told what goes on, in a few words. */
  readonly onProgress?: (text: string) => void;
  /** How long everything may take to be worked off after the last fault. Default 5 minutes. */
  readonly drainMs?: number;
}

export interface RunResult extends Verdict {
  readonly seed: number;
  readonly alerts: number;
  /** Fault → seconds from its mending until records were matched and alerts delivered again; null where they were not. */
  readonly recovery: ReadonlyMap<number, number | null>;
  readonly seconds: number;
}

const objectsPerSecond = 2;
/** A second delivery would come within this time: claims are looked for every second. */
const quietMs = 2_500;

/** Plays a schedule against an installation of its own and judges what came of it. */
export async function runSchedule(options: RunOptions): Promise<RunResult> {
  const { machines, schedule, folder, onProgress = () => undefined } = options;
  const startedMs = Date.now();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'schedule.json'), JSON.stringify(schedule, null, 2));
  const faults = schedule.faults.map(({ fault, ...planned }) => {
    const known = options.faults.find(({ number }) => number === fault);
    if (known === undefined) throw new Error(`there is no fault ${fault}`);
    return { known, ...planned };
  });
  const { planted, processes, client } = options;
  const settings = { ...defaultSettings(), ...processes, ...(planted && { planted }), ...(client && { client }) };
  for (const { known, plan } of faults) known.prepare?.(settings, plan);
  const input = chaosRecords(schedule.seed, schedule.records, settings.poisonFlood);
  const reference = referenceAlerts(chaosRules, input.records);
  const objects = chaosObjects(input, Math.ceil(schedule.loadSeconds * objectsPerSecond));
  const prefix = `chaos-${schedule.seed}-${startedMs.toString(36)}.`;
  const lab = await openLab({ machines, settings, objects, folder, prefix });
  try {
    const recovery = new Map<number, number | null>();
    const notInjected: string[] = [];
    const moments = faults.filter(({ known }) => known.inject !== undefined);
    const release = releasing(lab, moments.length, objectsPerSecond);
    await flows(lab, { committed: 0n, accepted: 0 }, recoverWithinMs);
    for (const { known: fault, plan, afterSeconds } of moments) {
      await sleep(afterSeconds * 1_000);
      onProgress(`fault ${fault.number}: ${fault.title}`);
      await fault.inject?.(lab, plan).catch((error: unknown) => {
        notInjected.push(`fault ${fault.number} went wrong itself: ${error instanceof Error ? error.message : error}`);
      });
      const mendedMs = Date.now();
      release.faultIsOver();
      const isBack = await flows(lab, progressOf(lab), recoverWithinMs);
      recovery.set(fault.number, isBack ? (Date.now() - mendedMs) / 1_000 : null);
    }
    release.all();
    onProgress('working off what is left');
    const isDrained = await drained(lab, options.drainMs ?? 300_000, onProgress);
    const evidence = await gather(lab, { input, reference, isDrained });
    const verdict = judge(evidence);
    const ownProblems = await problemsOf(lab, faults);
    const told = [...reference.values()].filter(({ isSuppressed }) => !isSuppressed).length;
    return {
      ...verdict,
      ...{ seed: schedule.seed, alerts: told, recovery, seconds: (Date.now() - startedMs) / 1_000 },
      problems: [...verdict.problems, ...notInjected, ...ownProblems],
    };
  } finally {
    await lab.close();
  }
}

interface Progress {
  readonly committed: bigint;
  readonly accepted: number;
}

function progressOf(lab: Lab): Progress {
  let committed = 0n;
  for (const offset of lab.watch.latest.get('trailhound-matcher')?.committed.values() ?? []) committed += offset;
  return { committed, accepted: lab.soc.requests.length };
}

/** True once records were matched and alerts delivered beyond what was before. */
async function flows(lab: Lab, before: Progress, timeoutMs: number): Promise<boolean> {
  for (const endMs = Date.now() + timeoutMs; Date.now() < endMs; await sleep(100)) {
    const { committed, accepted } = progressOf(lab);
    if (committed > before.committed && accepted > before.accepted) return true;
  }
  return false;
}

async function drained(lab: Lab, timeoutMs: number, onProgress: (text: string) => void): Promise<boolean> {
  for (const endMs = Date.now() + timeoutMs; Date.now() < endMs; await sleep(500)) {
    onProgress(`working off what is left, ${lab.soc.requests.length} notifications so far`);
    if (!(await lab.isDrained().catch(() => false))) continue;
    await sleep(quietMs);
    if (await lab.isDrained().catch(() => false)) return true;
  }
  return false;
}

async function problemsOf(
  lab: Lab,
  faults: readonly { readonly known: ChaosFault; readonly plan: FaultPlan }[],
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const { known, plan } of faults) {
    for (const problem of (await known.judge?.(lab, plan)) ?? []) problems.push(`fault ${known.number}: ${problem}`);
  }
  return problems;
}

async function gather(
  lab: Lab,
  known: {
    readonly input: ChaosRecords;
    readonly reference: ReadonlyMap<string, ExpectedAlert>;
    readonly isDrained: boolean;
  },
): Promise<Evidence> {
  const read = (topic: string) => lab.topics.readAll(topic);
  const [alerts, quarantine, journal, deadLetters] = await Promise.all(
    ['alerts', 'cloudtrail.quarantine', 'alert.deliveries', 'alerts.dlq'].map(read),
  );
  const logs = new Map(lab.services().map(({ name, logFile }) => [name, readFileSync(logFile, 'utf8')]));
  const gaps = gapAlerts(alerts ?? [], deletedIn(lab), [...logs.values()]);
  return {
    ...known,
    reference: new Map([...known.reference, ...gaps]),
    ...{ alerts: alerts ?? [], quarantine: quarantine ?? [], journal: journal ?? [], deadLetters: deadLetters ?? [] },
    ...{ soc: lab.soc.requests, legacy: lab.legacy.requests },
    crashes: lab.services().flatMap(({ crashes }) => crashes),
    freezes: lab.services().flatMap(({ freezes }) => freezes),
    ...{ stepsBack: lab.watch.stepsBack, memory: lab.watch.memory },
    logs,
  };
}
