import type { KafkaClientName } from '@trailhound/adapter-kafka';
import type { Fault } from '@trailhound/testkit';

/** Planted bugs, for the test of the test: see `planted/`. */
export const plantedBugs = [
  'skip-rewind',
  'mark-before-publish',
  'commit-before-publish',
  'drop-late',
  'count-twice',
] as const;
export type PlantedBug = (typeof plantedBugs)[number];

/** How the processes of a run are set up; faults that last for the whole run change it before the start. */
export interface LabSettings {
  matchers: number;
  notifiers: number;
  /** By process, `matcher-1`: failpoints, each to be run into once, one process after the other. */
  readonly failpoints: Map<string, readonly string[]>;
  /** By service, `matcher`: arguments of node. */
  readonly nodeArgs: Map<string, readonly string[]>;
  /** By service: variables of the environment, in addition to the usual ones. */
  readonly env: Map<string, Readonly<Record<string, string>>>;
  /** How the receiver of the destination `soc` misbehaves. */
  misbehave?: (request: { readonly id: string; readonly count: number }) => Fault | undefined;
  planted?: PlantedBug;
  /** What all services reach Kafka with. */
  client: KafkaClientName;
  /** So many unreadable records come one after the other, and nothing else with them. */
  poisonFlood: number;
}

export function defaultSettings(): LabSettings {
  return {
    ...{ matchers: 2, notifiers: 2, client: 'kafkajs', poisonFlood: 0 },
    ...{ failpoints: new Map(), nodeArgs: new Map(), env: new Map() },
  };
}
