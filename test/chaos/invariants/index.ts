import type { Evidence, Invariant } from './evidence.js';
import { everyNotification, noneTwice } from './notifications.js';
import { poisonSetAside } from './poison.js';
import { allDone, offsetsGrow, soundProcesses } from './processes.js';
import { sameAlerts } from './same-alerts.js';
import { truthfulAlerts } from './truthful-alerts.js';

const invariants: readonly Invariant[] = [
  sameAlerts,
  everyNotification,
  noneTwice,
  poisonSetAside,
  allDone,
  offsetsGrow,
  soundProcesses,
  truthfulAlerts,
];

/** What a run came to. */
export interface Verdict {
  readonly lost: number;
  readonly repeated: number;
  readonly resent: number;
  /** Each with the letter of its invariant; none after a good run. */
  readonly problems: readonly string[];
}

/** Holds a run against every invariant. */
export function judge(evidence: Evidence): Verdict {
  const findings = invariants.map(({ letter, check }) => ({ letter, ...check(evidence) }));
  const sum = (of: 'lost' | 'repeated' | 'resent') =>
    findings.reduce((total, finding) => total + (finding[of] ?? 0), 0);
  return {
    ...{ lost: sum('lost'), repeated: sum('repeated'), resent: sum('resent') },
    problems: findings.flatMap(({ letter, problems }) => problems.map((problem) => `${letter}: ${problem}`)),
  };
}
