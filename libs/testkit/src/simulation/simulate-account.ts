import { seededRandom } from '../random.js';
import type { CloudTrailRecord } from '../record/cloudtrail-record.js';
import { ordinaryActivity } from './activity/ordinary-activity.js';
import { attackPlans } from './attacks/index.js';
import { foundCompany } from './company.js';
import { type DeliveredObject, deliver } from './deliver.js';
import { script } from './session.js';

export interface SimulationOptions {
  /** The same options give the same simulation, byte for byte. */
  readonly seed: string | number;
  /** When it begins. */
  readonly start: Date;
  /** How long it lasts. Default 24, at least 1. */
  readonly hours?: number;
  /** Default true; false leaves only the ordinary activity, which is the same either way. */
  readonly attacks?: boolean;
}

/** One entry of the answer key. Nothing in the records themselves says that they belong to an attack. */
export interface Attack {
  readonly name: string;
  readonly description: string;
  /** The events that make it up, in order of time, preparation included. */
  readonly eventIDs: readonly string[];
  /** Ids of the rules of pack `threat-stack` that alert on it. */
  readonly rules: readonly string[];
}

export interface Simulation {
  /** The log files, in order of delivery. */
  readonly objects: readonly DeliveredObject[];
  /** The records of all objects, in order of delivery: a bit out of order, a few twice. */
  readonly records: readonly CloudTrailRecord[];
  readonly attacks: readonly Attack[];
}

const hourMs = 3_600_000;

/**
 * Simulates three AWS accounts of a small company: people, pipeline, services and machines at their ordinary work, and
 * attacks between them. Throws RangeError for fewer hours than the attacks need.
 */
export function simulateAccount(options: SimulationOptions): Simulation {
  const { seed, start, hours = 24 } = options;
  if (!(hours >= 1)) throw new RangeError(`hours: at least 1, not ${hours}`);
  const random = seededRandom(`account/${seed}`);
  const company = foundCompany(random.fork('company'));
  const end = new Date(start.getTime() + hours * hourMs);
  const records = [...ordinaryActivity(company, start, end, random.fork('ordinary'))];
  const attacks: Attack[] = [];
  if (options.attacks !== false) {
    const slotMs = (hours * hourMs - 10 * 60_000) / attackPlans.length;
    for (const [slot, { play, ...plan }] of random.fork('order').shuffled(attackPlans).entries()) {
      const own = random.fork(plan.name);
      const began = new Date(start.getTime() + Math.floor((slot + own.next()) * slotMs));
      const scene = script(own.uuid(), began);
      play({ script: scene, company, random: own });
      records.push(...scene.records);
      attacks.push({ ...plan, eventIDs: scene.records.map((record) => record.eventID) });
    }
  }
  const objects = deliver(records, random.fork('delivery'));
  return { objects, records: objects.flatMap((object) => object.records), attacks };
}
