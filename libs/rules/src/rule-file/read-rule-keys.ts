import type { Parsed, Problem } from '@trailhound/contracts';
import type { ReadContext } from '../languages/document-language.js';
import type { SourceDocument } from '../source/source-document.js';
import { actionProblems } from './actions.js';
import { checkKeys } from './check-keys.js';
import { readCounting, readField } from './counting.js';
import type { RuleKeys } from './rule-draft.js';
import { RuleFileKeys } from './rule-schema.js';
import { testsAsWritten } from './rule-tests.js';
import { readWatch } from './watch.js';

/** A rule document's keys, checked and read, beside the keys as written for whoever reads the condition. */
export interface ReadRuleKeys {
  readonly keys: RuleKeys;
  readonly written: RuleFileKeys;
}

/**
 * Reads every key of a Trailhound rule document but the condition, the trigger keys and the suppressions: what the
 * languages have in common. All problems of the document are found at once.
 */
export function readRuleKeys(document: SourceDocument, context: ReadContext): Parsed<ReadRuleKeys> {
  const checked = checkKeys(document, RuleFileKeys);
  if (!checked.ok) return checked;
  const written = checked.value;
  const problems: Problem[] = [];
  const watch = readWatch(document, written, problems);
  problems.push(...actionProblems(document, written.actions ?? []));
  const keys: RuleKeys = {
    id: written.id ?? context.defaultId,
    title: written.title,
    description: written.description,
    severity: written.severity,
    enabled: written.enabled ?? true,
    audit: written.audit ?? false,
    counting: readCounting(document, written, problems),
    ...(watch && { watch }),
    fields: (written.fields ?? []).map((name, index) => readField(document, ['fields', index], name, problems)),
    tags: written.tags ?? [],
    frameworks: readFrameworks(document, written),
    runbook: written.runbook,
    reference: written.reference,
    falsePositives: written.falsePositives,
    actions: written.actions ?? [],
    tests: testsAsWritten(document, written.tests),
    acceptedLints: written.lint?.accept ?? [],
    place: document.place,
  };
  return problems.length === 0 ? { ok: true, value: { keys, written } } : { ok: false, problems };
}

/** Controls as they were typed: `3.10` is not 3.1. */
function readFrameworks(document: SourceDocument, { frameworks }: RuleFileKeys): Record<string, readonly string[]> {
  const entries = Object.entries(frameworks ?? {}).map(([name, controls]) => [
    name,
    controls.map((control, index) => document.lexemeAt(['frameworks', name, index]) ?? String(control)),
  ]);
  return Object.fromEntries(entries) as Record<string, readonly string[]>;
}
