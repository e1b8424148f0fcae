import { severities } from '@trailhound/contracts';
import { z } from 'zod';
import type { Rule } from '../rule.js';
import { NamedValuesKeys } from '../rule-file/rule-schema.js';

/** How the configuration adapts one pack without touching its files: an entry of `packs:`. */
export const PackAdaptation = z.strictObject({
  values: NamedValuesKeys.optional().meta({ description: "Win over the rules' own values of the same name." }),
  severity: z.enum(severities).optional().meta({ description: 'For every rule of the pack.' }),
  disable: z
    .union([z.literal(true), z.array(z.string())], { error: 'must be true, or a list of rule ids' })
    .optional()
    .meta({ description: 'true: the whole pack; otherwise the rules with these ids.' }),
  audit: z.boolean().optional().meta({ description: 'true: record its alerts, notify nobody.' }),
});
export type PackAdaptation = z.infer<typeof PackAdaptation>;

/** `packs:` of the configuration, by pack name. */
export type PackAdaptations = Readonly<Record<string, PackAdaptation>>;

/** The adaptation of a pack; own members only, for pack names are folder names. */
export function adaptationOf(packs: PackAdaptations, pack: string | undefined): PackAdaptation {
  return pack !== undefined && Object.hasOwn(packs, pack) ? (packs[pack] ?? {}) : {};
}

/** The rule as the configuration wants it. Its values were bound when its condition was lowered. */
export function adaptRule(rule: Rule, { severity, disable, audit }: PackAdaptation): Rule {
  const isDisabled = disable === true || (Array.isArray(disable) && disable.includes(rule.id));
  return {
    ...rule,
    severity: severity ?? rule.severity,
    enabled: rule.enabled && !isDisabled,
    audit: audit ?? rule.audit,
  };
}
