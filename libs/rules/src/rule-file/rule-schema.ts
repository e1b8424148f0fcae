import { durationPattern, severities } from '@trailhound/contracts';
import { z } from 'zod';
import { languageNames } from '../languages/language.js';
import { languageOptionKeys } from '../languages/language-options.js';

/** The most a threshold counts; beyond it exact counting in event time would need unbounded memory a group. */
export const maxThresholdCount = 1000;
/** The longest `within` and `dedup`: counting state is kept this long, and alerts are remembered a little longer. */
export const maxWindow = { text: '31d', ms: 31 * 86_400_000 } as const;

// Every schema says what it wants as `must …`, so that a problem reads as a sentence behind the key's name.
const line = (max: number) =>
  z
    .string({ error: 'must be text' })
    .max(max, { error: `must be at most ${max} characters` })
    .regex(/^(?=.*\S)[^\p{Cc}]*$/u, { error: 'must be one line of text that is not empty' });
const text = z.string({ error: 'must be text' });
const listOf = <T extends z.ZodType>(item: T, max: number) =>
  z.array(item, { error: 'must be a list' }).max(max, { error: `must be a list of at most ${max}` });
const flag = z.boolean({ error: 'must be true or false' });

const Duration = z
  .string({ error: 'must be a duration such as 90s, 10m, 24h or 7d' })
  .regex(durationPattern, { error: 'must be a duration such as 90s, 10m, 24h or 7d' })
  .meta({ examples: ['10m', '24h', '7d'] });

const FieldName = line(256).meta({ examples: ['userIdentity.arn', 'sourceIPAddress', 'user'] });

const NamedScalar = z.union([z.string(), z.number(), z.boolean()], {
  error: 'must be a text, a number, true or false, or a list of these',
});

const NamedValuesKeys = z.record(
  z
    .string()
    .regex(/^(?!__proto__$)[A-Za-z_][A-Za-z0-9_-]*$/, { error: 'must be named with letters, digits, _ and - only' }),
  z.union([NamedScalar, z.array(NamedScalar)], {
    error: 'must be a text, a number, true or false, or a list of these',
  }),
  { error: 'must be a mapping of names to values' },
);

/** ISO 8601: a date (its first moment in UTC) or a date and time with `Z` or an offset. */
const Instant = z
  .string({ error: 'must be a date such as 2026-12-31 or a time such as 2026-12-31T18:00:00Z' })
  .meta({ examples: ['2026-12-31', '2026-12-31T18:00:00Z'] });

/** The keys that say who muted what and for how long; a rule's own and those of suppression files. */
export const suppressionKeys = {
  when: text.meta({ description: "A filter in the rule's language: records it holds for are muted." }),
  reason: line(1000).meta({ description: 'Why, for whoever finds the muted alert.' }),
  owner: line(200).meta({ description: 'Who answers for it.' }),
  from: Instant.optional().meta({ description: 'First moment of event time, inclusive; absent: always.' }),
  until: Instant.optional().meta({
    description: 'End in event time, exclusive; absent: no end, which lint points out.',
  }),
} as const;

const RuleTestKeys = z
  .strictObject({
    name: line(200),
    event: z.record(z.string(), z.unknown(), { error: 'must be one CloudTrail record, as a mapping' }).optional(),
    events: listOf(
      z.record(z.string(), z.unknown(), { error: 'must be a CloudTrail record, as a mapping' }),
      1000,
    ).optional(),
    expect: z
      .union([z.enum(['match', 'no-match']), z.strictObject({ alerts: z.number().int().min(0).max(100_000) })], {
        error: 'must be match, no-match or { alerts: n }',
      })
      .meta({
        description: 'match: the condition holds for some event; no-match: for none; { alerts: n }: n alerts result.',
      }),
  })
  .check((context) => {
    const { event, events } = context.value;
    if ((event === undefined) === (events === undefined))
      context.issues.push({ code: 'custom', message: 'must have either event or events', input: context.value });
  });

/**
 * A rule document of Trailhound's own form, as written. Its shape only: what the shape cannot say (that `dedup` is not
 * shorter than `within`, that paths and dates are well formed) is checked where the key is read.
 */
export const RuleFileKeys = z
  .strictObject({
    id: line(200)
      .optional()
      .meta({ description: "The rule's identity in alerts and state; absent: the file's name without its ending." }),
    title: line(500)
      .optional()
      .meta({ description: 'Shown in alerts; {field} is replaced by the value in the record.' }),
    description: text.optional(),
    severity: z
      .enum(severities, { error: `must be one of ${severities.join(', ')}` })
      .optional()
      .meta({ description: 'medium where absent.' }),
    enabled: flag.optional(),
    audit: flag.optional().meta({ description: 'true: record its alerts, notify nobody.' }),
    language: z
      .enum(languageNames, { error: `must be one of ${languageNames.join(', ')}` })
      .optional()
      .meta({ description: 'Needed only where the shape of the document does not tell.' }),
    condition: z
      .union([text, z.record(z.string(), z.unknown())], {
        error: 'must be text, or a mapping in languages that have one',
      })
      .optional(),
    ...languageOptionKeys,
    eventNames: listOf(line(256), 1000).optional().meta({ description: 'Trigger languages only.' }),
    eventSources: listOf(line(256), 1000).optional().meta({ description: 'Trigger languages only.' }),
    accounts: listOf(z.string({ error: 'must be text: put the number in quotes' }), 1000)
      .optional()
      .meta({ description: 'Trigger languages only.' }),
    regions: listOf(line(256), 1000).optional().meta({ description: 'Trigger languages only.' }),
    groupBy: listOf(FieldName, 10)
      .optional()
      .meta({ description: 'Matches are counted apart by the values of these fields.' }),
    threshold: z
      .strictObject(
        {
          count: z
            .int({ error: 'must be a whole number' })
            .min(1, { error: 'must be at least 1' })
            .max(maxThresholdCount, { error: `must be at most ${maxThresholdCount}` }),
          within: Duration.optional(),
          distinct: FieldName.optional().meta({
            description: 'Count different values of this field instead of records.',
          }),
        },
        { error: 'must be a mapping with count and within' },
      )
      .optional(),
    dedup: z
      .union([Duration, z.literal('none')], { error: 'must be none or a duration such as 1h' })
      .optional()
      .meta({
        description: 'At most one alert a group in this span of event time; none where absent, within for thresholds.',
      }),
    absence: z
      .strictObject(
        {
          of: text.optional().meta({
            description: 'What must follow, in the language of the condition; absent: another match of the condition.',
          }),
          within: Duration,
        },
        { error: 'must be a mapping with within, and of where something else must follow' },
      )
      .optional()
      .meta({ description: 'Alerts where nothing follows a match within this span of event time.' }),
    firstSeen: z
      .strictObject(
        {
          of: listOf(FieldName, 5).min(1, { error: 'must name at least one field' }),
          within: Duration,
          learn: Duration.optional().meta({
            description: 'How long a new group is only learnt, from its first record on; 0 where absent.',
          }),
        },
        { error: 'must be a mapping with of and within' },
      )
      .optional()
      .meta({ description: 'Alerts on values of these fields that their group did not have within this history.' }),
    suppressions: listOf(
      z.strictObject(suppressionKeys, { error: 'must be a mapping with when, reason and owner' }),
      100,
    ).optional(),
    values: NamedValuesKeys.optional().meta({
      description: 'Bound to {{name}} in the condition; packs can be given others.',
    }),
    actions: listOf(z.unknown(), 100)
      .optional()
      .meta({
        description: 'What is told besides the routes, and when: notify: DESTINATION, wait: 10m, in order.',
        examples: [
          [
            { notify: 'soc' },
            { wait: '10m' },
            { notify: 'soc', summarise: { eventNames: ['RunInstances'], groupBy: ['autoScalingGroup'] } },
          ],
        ],
      }),
    fields: listOf(FieldName, 50).optional().meta({ description: 'Record paths carried in the alert.' }),
    tags: listOf(line(200), 100).optional(),
    frameworks: z
      .record(line(100), listOf(z.union([z.string(), z.number()], { error: 'must be text or a number' }), 100), {
        error: 'must be a mapping of framework names to lists of controls',
      })
      .optional()
      .meta({ examples: [{ 'MITRE ATT&CK': ['T1562.008'], CIS: ['3.5'] }] }),
    runbook: text.optional(),
    reference: text.optional(),
    falsePositives: listOf(text, 50)
      .optional()
      .meta({ description: 'When it fires although nothing is wrong, for whoever gets the alert.' }),
    tests: listOf(RuleTestKeys, 1000).optional(),
    lint: z
      .strictObject(
        { accept: listOf(line(100), 100).meta({ description: 'Lint codes this rule means to keep.' }) },
        { error: 'must be a mapping with accept' },
      )
      .optional(),
  })
  .meta({ title: 'Trailhound rule' });
export type RuleFileKeys = z.infer<typeof RuleFileKeys>;

/** docs/reference/rule.schema.json: JSON Schema (draft 2020-12) of a rule document, for editors. */
export function ruleSchemaText(): string {
  const schema = z.toJSONSchema(RuleFileKeys, { io: 'input', target: 'draft-2020-12' });
  return `${JSON.stringify(schema, null, 2)}\n`;
}
