import type { Severity } from '@trailhound/contracts';
import type { NamedValues } from '../languages/language.js';
import type { Rule } from '../rule.js';

/** How the configuration adapts one pack without touching its files: an entry of `packs:`. */
export interface PackAdaptation {
  /** Win over the rules' own values of the same name. */
  readonly values?: NamedValues | undefined;
  /** For every rule of the pack. */
  readonly severity?: Severity | undefined;
  /** true: the whole pack; otherwise the rules with these ids. */
  readonly disable?: true | readonly string[] | undefined;
  /** true: record its alerts, notify nobody. */
  readonly audit?: boolean | undefined;
}

/** `packs:` of the configuration, by pack name. */
export type PackAdaptations = Readonly<Record<string, PackAdaptation>>;

/** The adaptation of a pack; own members only, for pack names are folder names. */
export function adaptationOf(packs: PackAdaptations, pack: string | undefined): PackAdaptation {
  return pack !== undefined && Object.hasOwn(packs, pack) ? (packs[pack] ?? {}) : {};
}

/** The rule as the configuration wants it. Its values were bound when its condition was lowered. */
export function adaptRule(rule: Rule, { severity, disable, audit }: PackAdaptation): Rule {
  const isDisabled = disable === true || (disable?.includes(rule.id) ?? false);
  return {
    ...rule,
    severity: severity ?? rule.severity,
    enabled: rule.enabled && !isDisabled,
    audit: audit ?? rule.audit,
  };
}
