import type { AttackPlan } from './attack-plan.js';
import { discoveryAttacks } from './discovery.js';
import { exposureAttacks } from './exposure.js';
import { identityAttacks } from './identities.js';
import { loggingAttacks } from './logging.js';
import { resourceAttacks } from './resources.js';
import { signInAttacks } from './sign-ins.js';

/** Every attack of the simulated account; a new one is one entry in the file of its kind. */
export const attackPlans: readonly AttackPlan[] = [
  ...discoveryAttacks,
  ...signInAttacks,
  ...identityAttacks,
  ...exposureAttacks,
  ...resourceAttacks,
  ...loggingAttacks,
];
