import { RevisionMessage, severities } from '@trailhound/contracts';
import { suppressionStates } from '@trailhound/rules';
import { z } from 'zod';

const inForce = z
  .object({
    revision: z.int().nullable().describe('number of the revision in force; null where no rules were ever pushed'),
    at: z.string().nullable().describe('when it was pushed, ISO 8601'),
    by: z.string().nullable().describe('who pushed it'),
  })
  .meta({ id: 'RevisionInForce' });

/** A rule in a list. */
export const RuleSummary = z
  .object({
    id: z.string(),
    title: z.string(),
    severity: z.enum(severities),
    language: z.string(),
    pack: z.string().optional(),
    enabled: z.boolean(),
    audit: z.boolean().describe('its alerts are recorded and notify nobody'),
    tags: z.array(z.string()),
    file: z.string(),
    line: z.int(),
  })
  .meta({ id: 'RuleSummary' });
export type RuleSummary = z.output<typeof RuleSummary>;

/** A rule with what it looks for. */
export const RuleDetail = RuleSummary.extend({
  description: z.string().optional(),
  condition: z.string().describe('as its author wrote it'),
  groupBy: z.array(z.string()),
  threshold: z
    .object({ count: z.int(), withinSeconds: z.number(), distinct: z.string().optional() })
    .optional()
    .describe('absent: each matching record counts alone'),
  dedupSeconds: z.number().nullable().describe('null: every matching record is an alert'),
  frameworks: z.record(z.string(), z.array(z.string())),
  runbook: z.string().optional(),
  reference: z.string().optional(),
  tests: z.int().describe('how many tests it has'),
  lints: z.array(z.object({ code: z.string(), message: z.string() })).describe('doubts about it'),
  text: z.string().describe('the file it stands in, whole'),
}).meta({ id: 'RuleDetail' });
export type RuleDetail = z.output<typeof RuleDetail>;

const problems = z
  .array(z.object({ code: z.string(), message: z.string(), file: z.string().optional(), line: z.int().optional() }))
  .describe('what of it cannot run in this version, and why');

export const RuleList = z.object({ inForce, rules: z.array(RuleSummary), problems }).meta({ id: 'RuleList' });
export type RuleList = z.output<typeof RuleList>;

export const SuppressionView = z
  .object({
    id: z.string(),
    state: z.enum(suppressionStates).describe('by the wall clock; what is muted goes by event time'),
    rules: z.array(z.string()).describe('ids of rules; * stands for every rule'),
    packs: z.array(z.string()),
    from: z.string().nullable().describe('ISO 8601, inclusive; null: from the beginning'),
    until: z.string().nullable().describe('ISO 8601, exclusive; null: it has no end'),
    owner: z.string(),
    reason: z.string(),
    file: z.string(),
    line: z.int(),
  })
  .meta({ id: 'Suppression' });
export type SuppressionView = z.output<typeof SuppressionView>;

export const SuppressionList = z
  .object({ inForce, suppressions: z.array(SuppressionView), problems })
  .meta({ id: 'SuppressionList' });
export type SuppressionList = z.output<typeof SuppressionList>;

export const RevisionView = RevisionMessage.pick({ revision: true, rules: true, suppressions: true, changes: true })
  .extend(RevisionMessage.shape.origin.shape)
  .meta({ id: 'Revision' });
export type RevisionView = z.output<typeof RevisionView>;

export const RevisionList = z.object({ revisions: z.array(RevisionView) }).meta({ id: 'RevisionList' });
export type RevisionList = z.output<typeof RevisionList>;
