import { type Severity, severityFrom } from '@trailhound/contracts';
import { lintAt } from '../../lint/placed-lint.js';
import type { FieldRef, RuleTest } from '../../rule.js';
import { fieldRef } from '../../rule-file/field-ref.js';
import type { RuleKeys } from '../../rule-file/rule-draft.js';
import { readTestKeys } from '../../rule-file/rule-tests.js';
import type { SourceDocument, SourcePath } from '../../source/source-document.js';
import { valueAt } from '../../source/value-at.js';
import type { NamedValue, NamedValues } from '../language.js';
import { frameworksOf } from './attack-tags.js';
import type { Findings } from './read-detection.js';

/** Everything a Sigma document says of its rule besides detection and counting. */
export type Metadata = Omit<RuleKeys, 'counting'> & { readonly name?: string };

/**
 * Reads what Sigma documents have in common, and Trailhound's own `tests`, `lint`, `enabled`, `audit`, `runbook` and
 * `actions`, which a Sigma document may carry. Keys nobody knows are left alone; a value of the wrong kind in what is only
 * shown to people is left out.
 */
export function readMetadata(document: SourceDocument, id: string, findings: Findings): Metadata {
  const text = (key: string): string | undefined => textAt(document, [key]);
  const tags = textsAt(document, ['tags']);
  const references = textsAt(document, ['references']);
  const [reference] = references;
  const falsePositives = textsAt(document, ['falsepositives']);
  const flag = (key: string): boolean | undefined => {
    const value = valueAt(document.value, [key]);
    return typeof value === 'boolean' ? value : undefined;
  };
  const actions = valueAt(document.value, ['actions']);
  const shown = {
    title: text('title'),
    description: text('description'),
    runbook: text('runbook'),
    reference,
    author: text('author'),
    status: text('status'),
    date: text('date'),
    modified: text('modified'),
    name: text('name'),
    severity: readLevel(document, findings),
  };
  return {
    ...present(shown),
    id,
    enabled: flag('enabled') ?? true,
    audit: flag('audit') ?? false,
    ...(references.length > 0 && { references }),
    ...(falsePositives.length > 0 && { falsePositives }),
    fields: readFields(document, findings),
    tags,
    frameworks: frameworksOf(tags),
    actions: Array.isArray(actions) ? actions : [],
    tests: readTests(document, findings),
    acceptedLints: textsAt(document, ['lint', 'accept']),
    place: document.place,
  };
}

/** The values placeholders stand for: the document's own, which the configuration's win over. */
export function readValues(document: SourceDocument, configured: NamedValues): NamedValues {
  const own = valueAt(document.value, ['values']);
  const isValue = (value: unknown): value is NamedValue =>
    Array.isArray(value) ? value.every(isScalar) : isScalar(value);
  const members = typeof own === 'object' && own !== null && !Array.isArray(own) ? Object.entries(own) : [];
  return Object.fromEntries([...members.filter(([, value]) => isValue(value)), ...Object.entries(configured)]);
}

/** The text at a path, as it was typed: a date stays a date. */
export function textAt(document: SourceDocument, path: SourcePath): string | undefined {
  const value = valueAt(document.value, path);
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
  return typeof value === 'number' ? document.lexemeAt(path) : undefined;
}

/** The texts of a list, or the one text where it is none. */
export function textsAt(document: SourceDocument, path: SourcePath): readonly string[] {
  const value = valueAt(document.value, path);
  if (!Array.isArray(value)) return [textAt(document, path)].filter((text) => text !== undefined);
  return value.map((_, index) => textAt(document, [...path, index])).filter((text) => text !== undefined);
}

function readLevel(document: SourceDocument, { lints, subject }: Findings): Severity | undefined {
  const level = textAt(document, ['level']);
  if (level === undefined) return undefined;
  const severity = severityFrom(level);
  if (severity !== undefined) return severity;
  const message = `${JSON.stringify(level.slice(0, 40))} is no level; the rule is of level medium`;
  const advice = 'write critical, high, medium, low or informational';
  lints.push(lintAt(document.placeOf(['level']), { code: 'W-UNKNOWN-LEVEL', message, advice }, subject));
  return undefined;
}

function readFields(document: SourceDocument, { lints, subject }: Findings): readonly FieldRef[] {
  return textsAt(document, ['fields']).flatMap((name) => {
    const field = fieldRef(name);
    if (field.ok) return [field.value];
    const message = `fields names ${JSON.stringify(name.slice(0, 80))}, which is no field path: alerts do not carry it`;
    lints.push(lintAt(document.placeOf(['fields']), { code: 'W-UNKNOWN-FIELD', message }, subject));
    return [];
  });
}

/** Tests decide nothing about the rule, but one that cannot be run must not look as if it passed. */
function readTests(document: SourceDocument, { problems }: Findings): readonly RuleTest[] {
  if (valueAt(document.value, ['tests']) === undefined) return [];
  const tests = readTestKeys(document);
  if (tests.ok) return tests.value;
  problems.push(...tests.problems);
  return [];
}

function present<T extends object>(members: T): { readonly [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    readonly [K in keyof T]?: NonNullable<T[K]>;
  };
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
