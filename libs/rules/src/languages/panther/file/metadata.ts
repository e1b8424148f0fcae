import { type Problem, type Severity, severityFrom } from '@trailhound/contracts';
import { lintAt, type PlacedLint } from '../../../lint/placed-lint.js';
import type { FieldRef, RuleTest } from '../../../rule.js';
import type { RuleKeys } from '../../../rule-file/rule-draft.js';
import type { SourceDocument } from '../../../source/source-document.js';
import { valueAt } from '../../../source/value-at.js';
import { fieldAt } from '../alert/field-reader.js';
import { isKnownIndicator } from '../alert/indicators.js';
import { parseKeyPath } from '../simple/key-path.js';
import type { PantherKeys } from './panther-keys.js';

/** What is found on the way through a file. */
export interface Findings {
  readonly problems: Problem[];
  readonly lints: PlacedLint[];
  /** The rule's id. */
  readonly subject: string;
}

type Metadata = Omit<RuleKeys, 'counting' | 'fields' | 'title'>;

/** What a Panther file says of its rule besides when it matches and how it alerts. */
export function readMetadata(document: SourceDocument, keys: PantherKeys, findings: Findings): Metadata {
  const { subject: id } = findings;
  return {
    id,
    description: keys.Description?.trim(),
    severity: readSeverityKey(document, keys.Severity, findings),
    enabled: keys.Enabled ?? true,
    audit: false,
    tags: keys.Tags ?? [],
    frameworks: readReports(document, keys),
    runbook: keys.Runbook,
    reference: keys.Reference,
    status: keys.Status,
    actions: [],
    tests: readTests(document, keys),
    acceptedLints: keys.lint?.accept ?? [],
    place: document.place,
    ...(keys.OutputIds !== undefined && keys.OutputIds.length > 0 && { destinations: keys.OutputIds }),
    ...(keys.SummaryAttributes !== undefined && { summary: readSummary(document, keys.SummaryAttributes, findings) }),
  };
}

function readSeverityKey(
  document: SourceDocument,
  text: string | undefined,
  { problems }: Findings,
): Severity | undefined {
  const severity = text === undefined ? undefined : severityFrom(text);
  if (text !== undefined && severity === undefined) {
    const message = `Severity must be Info, Low, Medium, High or Critical, not ${JSON.stringify(text.slice(0, 40))}`;
    problems.push({ code: 'RULE_BAD_VALUE', message, place: document.placeOf(['Severity']) });
  }
  return severity;
}

/** Controls as they were typed: `3.10` is not 3.1. */
function readReports(document: SourceDocument, { Reports: reports = {} }: PantherKeys): RuleKeys['frameworks'] {
  const entries = Object.entries(reports).map(([name, controls]): [string, readonly string[]] => [
    name,
    controls.map((control, index) => document.lexemeAt(['Reports', name, index]) ?? String(control)),
  ]);
  return Object.fromEntries(entries);
}

function readSummary(document: SourceDocument, names: readonly string[], { lints, subject }: Findings): FieldRef[] {
  return names.flatMap((name, index) => {
    const segments = parseKeyPath(name);
    const place = document.placeOf(['SummaryAttributes', index]);
    const message = `SummaryAttributes: ${name}`;
    if (segments === undefined) {
      lints.push(lintAt(place, { code: 'W-UNKNOWN-FIELD', message: `${message} is no field path` }, subject));
      return [];
    }
    if (name.startsWith('p_any_') && !isKnownIndicator(name)) {
      lints.push(lintAt(place, { code: 'W-UNKNOWN-FIELD', message: `${message} is not derived here` }, subject));
    }
    return [fieldAt(segments)];
  });
}

/** Logs are taken from the document itself: the check of the keys would copy them and lose a member named `__proto__`. */
function readTests(document: SourceDocument, { Tests: tests = [] }: PantherKeys): RuleTest[] {
  return tests.map(({ Name: name, ExpectedResult: expected, Mocks: mocks = [] }, index) => {
    const path = ['Tests', index];
    const names = mocks.map(({ objectName }) => objectName ?? 'unnamed');
    return {
      name: name ?? `test ${index + 1}`,
      events: [valueAt(document.value, [...path, 'Log']) ?? {}],
      expect: expected ? 'match' : 'no-match',
      place: document.placeOf(path),
      ...(names.length > 0 && { mocks: names }),
    };
  });
}
