import { didYouMean, type Problem } from '@trailhound/contracts';
import { z } from 'zod';
import { lintAt, type PlacedLint } from '../../../lint/placed-lint.js';
import { maxThresholdCount, maxWindow } from '../../../rule-file/rule-schema.js';
import type { SourceDocument } from '../../../source/source-document.js';

const text = z.string({ error: 'must be text' });
const line = text.regex(/^(?=.*\S)[^\p{Cc}]{1,500}$/u, { error: 'must be one line of text that is not empty' });
const texts = z.array(text, { error: 'must be a list' }).max(500, { error: 'must be a list of at most 500' });
const flag = z.boolean({ error: 'must be true or false' });
const mapping = z.record(z.string(), z.unknown(), { error: 'must be a mapping' });
const whole = (max: number) =>
  z
    .int({ error: 'must be a whole number' })
    .min(1, { error: 'must be at least 1' })
    .max(max, { error: `must be at most ${max}` });

const TestKeys = z.looseObject(
  {
    Name: line.optional(),
    ExpectedResult: flag,
    Log: mapping.optional(),
    Mocks: z
      .array(z.looseObject({ objectName: text.optional() }, { error: 'must be a mapping with objectName' }), {
        error: 'must be a list',
      })
      .optional(),
  },
  { error: 'must be a mapping with Name, ExpectedResult and Log' },
);

/** The keys of a Panther rule file that have a shape of their own; match expressions are read elsewhere. */
export const PantherKeys = z.looseObject({
  AnalysisType: text.optional(),
  RuleID: line.optional(),
  DisplayName: line.optional(),
  Filename: text.optional(),
  Enabled: flag.optional(),
  LogTypes: texts.optional(),
  Severity: text.optional(),
  Description: text.optional(),
  Runbook: text.optional(),
  Reference: text.optional(),
  Status: text.optional(),
  Tags: texts.optional(),
  Reports: z
    .record(
      z.string(),
      z.array(z.union([z.string(), z.number()], { error: 'must be text or a number' }), { error: 'must be a list' }),
      { error: 'must be a mapping of framework names to lists' },
    )
    .optional(),
  SummaryAttributes: texts.optional(),
  OutputIds: texts.optional(),
  CreateAlert: flag.optional(),
  Threshold: whole(maxThresholdCount).optional(),
  DedupPeriodMinutes: whole(maxWindow.ms / 60_000).optional(),
  AlertTitle: line.optional(),
  AlertContext: z.array(mapping, { error: 'must be a list' }).optional(),
  GroupBy: z.array(mapping, { error: 'must be a list' }).optional(),
  DynamicSeverities: z.array(mapping, { error: 'must be a list' }).optional(),
  Tests: z
    .array(TestKeys, { error: 'must be a list' })
    .max(1000, { error: 'must be a list of at most 1000' })
    .optional(),
  lint: z.strictObject({ accept: texts }, { error: 'must be a mapping with accept' }).optional(),
});
export type PantherKeys = z.infer<typeof PantherKeys>;

/** Keys that are read elsewhere, or mean nothing outside of Panther. */
const otherKeys = [
  'language',
  'Detection',
  'InlineFilters',
  'ScheduledQueries',
  'OnlyUseBaseRiskScore',
  'Suppressions',
  'BaseVersion',
] as const;
const knownKeys = [...Object.keys(PantherKeys.shape), ...otherKeys];

/** Keys that are near a known one are refused, so that a typo cannot switch part of a rule off; others get a lint. */
export function unknownKeys(
  document: SourceDocument,
  id: string,
): { readonly problems: readonly Problem[]; readonly lints: readonly PlacedLint[] } {
  const problems: Problem[] = [];
  const lints: PlacedLint[] = [];
  for (const key of Object.keys(document.value as object)) {
    if (knownKeys.includes(key)) continue;
    const near = didYouMean(key, knownKeys);
    const place = document.placeOfKey([key]);
    const message = `${key} is not a known key`;
    if (near !== undefined) problems.push({ code: 'RULE_UNKNOWN_KEY', message, fix: `did you mean ${near}?`, place });
    else lints.push(lintAt(place, { code: 'W-IGNORED-KEY', message, advice: 'it changes nothing here' }, id));
  }
  return { problems, lints };
}
