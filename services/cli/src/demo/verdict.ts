import type { Alert } from '@trailhound/contracts';
import type { Attack, Simulation } from '@trailhound/testkit';

/** What became of one attack of the simulated account. */
export interface AttackVerdict {
  readonly attack: Attack;
  /** Ids of the rules that alerted on one of its records. */
  readonly foundBy: readonly string[];
}

/** The demo's result, held against the simulation's answer key. */
export interface Verdict {
  readonly attacks: readonly AttackVerdict[];
  /** Alerts on records that belong to no attack. */
  readonly falseAlarms: readonly Alert[];
  /** Ids of rules that were loaded and never alerted. */
  readonly silentRules: readonly string[];
}

/**
 * Compares alerts with the answer key. Nothing in the records says which of them belong to an attack: an alert is
 * credited to the attack one of whose events it names.
 */
export function judge(
  attacks: Simulation['attacks'],
  alerts: readonly Alert[],
  loadedRules: readonly string[],
): Verdict {
  const attackOf = new Map(attacks.flatMap((attack) => attack.eventIDs.map((id) => [id, attack] as const)));
  const foundBy = new Map<Attack, Set<string>>();
  const falseAlarms: Alert[] = [];
  for (const alert of alerts) {
    const attack = alert.records
      .map(({ eventID }) => (eventID === null ? undefined : attackOf.get(eventID)))
      .find((one) => one !== undefined);
    if (attack) foundBy.set(attack, (foundBy.get(attack) ?? new Set()).add(alert.rule));
    else falseAlarms.push(alert);
  }
  const alerted = new Set(alerts.map(({ rule }) => rule));
  return {
    attacks: attacks.map((attack) => ({ attack, foundBy: [...(foundBy.get(attack) ?? [])].sort() })),
    falseAlarms,
    silentRules: loadedRules.filter((rule) => !alerted.has(rule)),
  };
}
