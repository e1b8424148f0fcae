import { seededRandom } from '@trailhound/testkit';
import type { ChaosFault, FaultPlan } from '../faults/fault.js';

/** How long records may take to be matched, and alerts to be delivered, again after a fault was mended. */
export const recoverWithinMs = 90_000;

/** All that decides a run besides the timing of the machine: the same schedule gives the same records and faults. JSON. */
export interface Schedule {
  readonly version: 1;
  readonly seed: number;
  /** Records before copies and poison. */
  readonly records: number;
  /** How long they take to arrive, when nothing holds them up. */
  readonly loadSeconds: number;
  /** Those of a moment come one after the other, in this order. */
  readonly faults: readonly ScheduledFault[];
}

export interface ScheduledFault {
  /** Its number in the matrix. */
  readonly fault: number;
  readonly plan: FaultPlan;
  /** Seconds after the one before was over and alerts flowed again. */
  readonly afterSeconds: number;
}

export interface ScheduleSize {
  readonly records: number;
  readonly loadSeconds: number;
}

/** The schedule of a seed: every fault given, in an order and with the details that the seed chooses. */
export function scheduleOf(seed: number, faults: readonly ChaosFault[], size: ScheduleSize): Schedule {
  const random = seededRandom(`schedule ${seed}`);
  const scheduled = random.shuffled(faults).map((fault): ScheduledFault => {
    const plan = fault.plan(random.fork(`fault ${fault.number}`));
    return { fault: fault.number, plan, afterSeconds: random.int(1, 3) };
  });
  return { version: 1, seed, ...size, faults: scheduled };
}

/** Reads a schedule that was written by a run. Throws with a sentence where it is none. */
export function parseSchedule(text: string, source: string): Schedule {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Error(`${source} is no JSON: ${error instanceof Error ? error.message : error}`);
  }
  const schedule = json as Partial<Schedule> | null;
  const isWhole =
    schedule?.version === 1 &&
    [schedule.seed, schedule.records, schedule.loadSeconds].every(Number.isFinite) &&
    Array.isArray(schedule.faults);
  if (!isWhole) throw new Error(`${source} is no schedule: it needs version 1, seed, records, loadSeconds and faults`);
  return schedule as Schedule;
}
