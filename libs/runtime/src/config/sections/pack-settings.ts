import { severities } from '@trailhound/contracts';
import { z } from 'zod';

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** `packs.<name>` of the configuration: a pack adapted without touching its files. */
export const PackSettings = z.strictObject({
  values: z
    .record(
      z.string().regex(/^[A-Za-z_]\w*$/, 'the name of a value has letters, digits and underscores'),
      z.union([scalar, z.array(scalar)]),
    )
    .default({})
    .describe('named values, in place of those in the rule files'),
  severity: z.enum(severities).optional().describe('a severity for every rule of the pack'),
  disable: z
    .union([z.literal(true), z.array(z.string().min(1))])
    .optional()
    .describe('ids of rules that do not run; true for all of them'),
  audit: z.boolean().optional().describe('true: its alerts are recorded and notify nobody'),
});
export type PackSettings = z.output<typeof PackSettings>;

/** `packs` of the configuration: name of the pack (its folder) → settings. */
export const Packs = z.record(z.string().regex(/^[\w.-]+$/, 'a pack is named by its folder'), PackSettings);
