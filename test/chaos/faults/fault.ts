import type { Random } from '@trailhound/testkit';
import type { Lab } from '../lab/lab.js';
import type { LabSettings } from '../lab/lab-settings.js';

/** What a seed chose for a fault: written into the schedule, so that the run can be played again. JSON. */
export type FaultPlan = Readonly<Record<string, unknown>>;

/** One fault of the matrix. A new one is a file beside this one and a line in `index.ts`. */
export interface ChaosFault {
  /** Its number in the matrix, as `--faults` takes it. */
  readonly number: number;
  /** What breaks, in a few words. */
  readonly title: string;
  /** Part of `--faults core`. */
  readonly isCore: boolean;
  /** Why this machine cannot have it, where it cannot. */
  impossible?(): string | undefined;
  /** Chooses what is left to chance: how often, how long, whom. */
  plan(random: Random): FaultPlan;
  /** A fault that lasts for the whole run: changes how its processes are set up. */
  prepare?(settings: LabSettings, plan: FaultPlan): void;
  /**
   * A fault of a moment: breaks something while records flow, and mends it. Resolves when it is mended; the run then
   * measures how long it takes until alerts flow again.
   */
  inject?(lab: Lab, plan: FaultPlan): Promise<void>;
  /** What must hold after the run besides the invariants of all runs; answers sentences about what does not. */
  judge?(lab: Lab, plan: FaultPlan): Promise<readonly string[]>;
}

/** A number of the plan; `plan` came from JSON, so a schedule that was edited by hand may lack it. */
export function numberOf(plan: FaultPlan, name: string): number {
  const value = plan[name];
  if (typeof value !== 'number') throw new Error(`the schedule has no number ${name}: ${JSON.stringify(plan)}`);
  return value;
}
