import type { Parsed } from '@trailhound/contracts';
import type { Environment } from '../config/environment.js';
import type { FailpointName } from './failpoint-names.js';
import { Failpoints } from './failpoints.js';
import { type Failpoint, parseFailpoints } from './parse-failpoints.js';

let armed: Failpoints | undefined;

/**
 * Sets the points that `TRAILHOUND_FAILPOINT` names, for the life of the process; answers them, none where the variable
 * is not set. Nothing is set where one of them is not understood.
 */
export function armFailpoints(environment: Environment): Parsed<readonly Failpoint[]> {
  const parsed = parseFailpoints(environment['TRAILHOUND_FAILPOINT'] ?? '');
  if (parsed.ok) armed = parsed.value.length > 0 ? new Failpoints(parsed.value) : undefined;
  return parsed;
}

/** A point of the work at which a test may break the process. Nothing, unless it was set. */
export function failpoint(name: FailpointName): Promise<void> | undefined {
  return armed?.reach(name);
}

/** A step during which a test may break the process: once it has begun, at the latest when it has its answer. */
export function failpointDuring<T>(name: FailpointName, step: () => Promise<T>): Promise<T> {
  return armed === undefined ? step() : armed.during(name, step);
}
