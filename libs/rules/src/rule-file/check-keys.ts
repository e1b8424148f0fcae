import { didYouMean, type Problem } from '@trailhound/contracts';
import { z } from 'zod';
import type { SourceDocument, SourcePath } from '../source/source-document.js';
import { valueAt } from '../source/value-at.js';

/** What a document's keys are checked as: `ok` with the typed value, or every deviation with its place and fix. */
export type CheckedKeys<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Holds a document against a schema whose messages read `must …`. Unknown keys are refused with the nearest known one. */
export function checkKeys<T>(document: SourceDocument, schema: z.ZodType<T>): CheckedKeys<T> {
  const result = schema.safeParse(document.value);
  if (result.success) return { ok: true, value: result.data };
  return { ok: false, problems: result.error.issues.flatMap((issue) => describe(issue, schema, document)) };
}

function describe(issue: z.core.$ZodIssue, schema: z.ZodType, document: SourceDocument): Problem[] {
  const path = issue.path.filter((step): step is string | number => typeof step !== 'symbol');
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, path);
    return issue.keys.map((key) => unknownKey([...path, key], known, document));
  }
  const subject = path.length === 0 ? 'the document' : formatPath(path);
  if (issue.code === 'invalid_key') {
    const message = `${subject} ${issue.issues[0]?.message ?? issue.message}`;
    return [{ code: 'RULE_BAD_VALUE', message, place: document.placeOfKey(path) }];
  }
  const value = valueAt(document.value, path);
  const place = document.placeOf(path);
  if (value === undefined) return [{ code: 'RULE_MISSING_KEY', message: `${subject} is missing`, place }];
  const near = issue.code === 'invalid_value' ? didYouMean(String(value), issue.values.map(String)) : undefined;
  const fix = near === undefined ? {} : { fix: `did you mean ${near}?` };
  return [{ code: 'RULE_BAD_VALUE', message: `${subject} ${issue.message}${shown(value)}`, ...fix, place }];
}

/** What stands there instead, where it is short enough to say. */
function shown(value: unknown): string {
  const text = typeof value === 'object' ? undefined : JSON.stringify(value);
  return text === undefined || text.length > 60 ? '' : `, not ${text}`;
}

function unknownKey(path: SourcePath, known: readonly string[], document: SourceDocument): Problem {
  const key = String(path.at(-1));
  const near = didYouMean(key, known);
  return {
    code: 'RULE_UNKNOWN_KEY',
    message: `${formatPath(path)} is not a known key`,
    fix: near ? `did you mean ${near}?` : `known here: ${known.join(', ')}`,
    place: document.placeOfKey(path),
  };
}

/** The keys an object schema knows at `path`; empty where it is no object. */
function knownKeys(schema: z.ZodType, path: SourcePath): readonly string[] {
  let here: unknown = schema;
  for (const step of path) {
    here = unwrap(here);
    if (here instanceof z.ZodArray) here = here.element;
    else if (here instanceof z.ZodObject) here = (here.shape as Record<string, unknown>)[String(step)];
  }
  here = unwrap(here);
  if (here instanceof z.ZodUnion) here = here.options.find((option: unknown) => option instanceof z.ZodObject);
  return here instanceof z.ZodObject ? Object.keys(here.shape as object) : [];
}

function unwrap(schema: unknown): unknown {
  return schema instanceof z.ZodOptional ? unwrap(schema.unwrap()) : schema;
}

/** `suppressions[0].reason`, as a person would point at it. */
export function formatPath(path: SourcePath): string {
  let text = '';
  for (const step of path) text += typeof step === 'number' ? `[${step}]` : text === '' ? step : `.${step}`;
  return text;
}
