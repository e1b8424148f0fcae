import { type CorrelationTest, canonicalJson, type Parsed, type Problem } from '@trailhound/contracts';
import { stringify } from 'yaml';
import type { CorrelationDraft, CorrelationType } from '../../../correlation/correlation.js';
import { lintAt, type PlacedLint } from '../../../lint/placed-lint.js';
import { acceptLints } from '../../../lint/rule-key-lints.js';
import type { FieldRef } from '../../../rule.js';
import { checkKeys } from '../../../rule-file/check-keys.js';
import { accountGroup } from '../../../rule-file/field-ref.js';
import type { RuleDraft } from '../../../rule-file/rule-draft.js';
import type { SourceDocument, SourcePath } from '../../../source/source-document.js';
import { valueAt } from '../../../source/value-at.js';
import type { ReadContext } from '../../document-language.js';
import { fieldAt } from '../alert/field-reader.js';
import { parseKeyPath } from '../simple/key-path.js';
import { type CorrelationDetection, type CorrelationEntry, CorrelationRuleKeys } from './correlation-keys.js';
import { type Findings, readMetadata } from './metadata.js';
import { PantherKeys, unknownKeys } from './panther-keys.js';

/** Panther looks back a day where a file does not say how far. */
const defaultLookbackMinutes = 1_440;
const minuteMs = 60_000;

/**
 * Reads a correlation rule: a Group of rules that match in one window, or a Sequence of them in order. It is evaluated
 * over event time as records come, not on a schedule; its rules alert on their own as they do without it.
 */
export function readPantherCorrelation(document: SourceDocument, context: ReadContext): Parsed<readonly RuleDraft[]> {
  const checked = checkKeys(document, PantherKeys.omit({ Tests: true }));
  const body = checkKeys(document, CorrelationRuleKeys);
  if (!checked.ok || !body.ok) {
    return { ok: false, problems: [...(checked.ok ? [] : checked.problems), ...(body.ok ? [] : body.problems)] };
  }
  const keys: PantherKeys = { ...checked.value, Tests: undefined };
  const [detection] = body.value.Detection;
  const id = keys.RuleID ?? context.defaultId;
  const problems: Problem[] = [];
  const lints: PlacedLint[] = [];
  const findings: Findings = { problems, lints, subject: id };
  const unknown = unknownKeys(document, id);
  problems.push(...unknown.problems);
  lints.push(...unknown.lints, ...testLints(document, id));
  const metadata = readMetadata(document, keys, findings);
  lints.push(...acceptLints(document, metadata));
  const correlation = detection && readBody(document, detection, problems);
  if (correlation === undefined || problems.length > 0) return { ok: false, problems };
  const written = { Detection: valueAt(document.value, ['Detection']) };
  const [first] = correlation.inputs;
  const draft: RuleDraft = {
    ...metadata,
    title: keys.DisplayName,
    fields: [],
    counting: {
      groupBy: first?.groupBy ?? [],
      threshold: thresholdOf(correlation),
      dedupMs: correlation.withinMs,
    },
    language: 'panther',
    sourceText: canonicalJson(written),
    conditionText: stringify(written, { lineWidth: 0 }),
    // No record enters a correlation whose rules are not found yet.
    condition: { kind: 'false' },
    suppressions: [],
    correlation,
    lints,
    ...(keys.CreateAlert === false && { isSilent: true }),
  };
  return { ok: true, value: [draft] };
}

const at: SourcePath = ['Detection', 0];

function readBody(
  document: SourceDocument,
  detection: CorrelationDetection,
  problems: Problem[],
): CorrelationDraft | undefined {
  const refuse = (path: SourcePath, message: string, fix: string): undefined => {
    problems.push({ code: 'RULE_BAD_VALUE', message, fix, place: document.placeOf([...at, ...path]) });
    return undefined;
  };
  const { Group: group, Sequence: sequence } = detection;
  const entries = group ?? sequence;
  if (entries === undefined || (group !== undefined && sequence !== undefined)) {
    return refuse([], 'Detection needs a Group or a Sequence, and not both', 'keep the one that is meant');
  }
  const list = group === undefined ? 'Sequence' : 'Group';
  const test = readTest(entries, list, refuse);
  const withinMs = readWindow(detection, refuse);
  const groupBy = readGroups(detection, entries, refuse);
  if (test === undefined || withinMs === undefined || groupBy === undefined) return undefined;
  const type: CorrelationType =
    test.kind === 'number' ? 'event_count' : group === undefined ? 'temporal_ordered' : 'temporal';
  const inputs = entries.map(({ RuleID: name }, index) => ({
    reference: { name, place: document.placeOf([...at, list, index, 'RuleID']) },
    groupBy: groupBy.map((fields) => fields[index] ?? accountGroup),
    values: [],
  }));
  const hasGroup = groupBy.length > 0;
  return {
    type,
    withinMs,
    test,
    needsGroup: hasGroup,
    inputs: hasGroup ? inputs : inputs.map((input) => ({ ...input, groupBy: [accountGroup] })),
    generate: true,
  };
}

type Refuse = (path: SourcePath, message: string, fix: string) => undefined;

/** Rules that match in one window; or, where there is one rule, how often it does. */
function readTest(entries: readonly CorrelationEntry[], list: string, refuse: Refuse): CorrelationTest | undefined {
  const [only, ...others] = entries;
  const counted = entries.findIndex(({ MinMatchCount: min = 1, MaxMatchCount: max }) => min > 1 || max !== undefined);
  if (only !== undefined && others.length === 0 && only.MaxMatchCount === undefined && only.Absence !== true) {
    const bounds = [{ op: 'gte', value: only.MinMatchCount ?? 1 } as const];
    return { kind: 'number', measure: { of: 'events' }, bounds };
  }
  if (counted >= 0) {
    const message = `${list}[${counted}] counts its matches, which is read only where it is the only rule`;
    return refuse([list, counted], message, 'make the count a rule of its own with Threshold, and name that one');
  }
  const numbered = entries.map(({ Absence: isAbsent }, index) => ({ index, isAbsent: isAbsent === true }));
  const all = numbered.filter(({ isAbsent }) => !isAbsent).map(({ index }) => index);
  const none = numbered.filter(({ isAbsent }) => isAbsent).map(({ index }) => index);
  if (all.length === 0) {
    return refuse([list], `${list} holds only rules that must not match`, 'name one that must');
  }
  return { kind: 'rules', ordered: list === 'Sequence', alternatives: [{ all, none }] };
}

/** How close together the matches stand. A time frame of one transition is that of the whole sequence. */
function readWindow(detection: CorrelationDetection, refuse: Refuse): number | undefined {
  const { LookbackWindowMinutes: lookback = defaultLookbackMinutes, Transitions: transitions = [] } = detection;
  const frames = transitions.flatMap(({ WithinTimeFrameMinutes: frame }) => (frame === undefined ? [] : [frame]));
  const [frame] = frames;
  if (frame === undefined) return lookback * minuteMs;
  if (transitions.length > 1) {
    const message = 'several transitions with a WithinTimeFrameMinutes each cannot be read as one window';
    return refuse(['Transitions'], message, 'leave the time frames out: LookbackWindowMinutes bounds all of it');
  }
  return Math.min(lookback, frame) * minuteMs;
}

/** For each shared value where each rule has it; every rule must have every value. */
function readGroups(
  detection: CorrelationDetection,
  entries: readonly CorrelationEntry[],
  refuse: Refuse,
): readonly (readonly FieldRef[])[] | undefined {
  const named = Object.entries(detection.MatchCriteria ?? {}).map(([name, matches]) => ({
    path: ['MatchCriteria', name],
    name,
    of: new Map(matches.map(({ GroupID: id, Match: path }) => [id, path])),
  }));
  const shared = [...named, ...transitionGroups(detection)];
  const groups: (readonly FieldRef[])[] = [];
  for (const { path, name, of } of shared) {
    const fields: FieldRef[] = [];
    for (const { ID: id } of entries) {
      const written = of.get(id);
      const segments = written === undefined ? undefined : parseKeyPath(written);
      if (segments === undefined) {
        const message =
          written === undefined ? `${name} says no field of ${id}` : `${name}: ${written} is no field path`;
        return refuse(path, message, 'say for each rule of the group where the value stands');
      }
      fields.push({ ...fieldAt(segments), name });
    }
    groups.push(fields);
  }
  return groups;
}

/** The values that the matches of a sequence share; one that several transitions name is one value. */
function transitionGroups({ Transitions: transitions = [] }: CorrelationDetection) {
  const shared = new Map<string, Map<string, string>>();
  for (const { From: from, To: to, Match: matches = [] } of transitions) {
    for (const { On: on, From: left = on ?? '', To: right = on ?? '' } of matches) {
      const name = on ?? left;
      const of = shared.get(name) ?? new Map<string, string>();
      shared.set(name, of.set(from, left).set(to, right));
    }
  }
  return [...shared].map(([name, of]) => ({ path: ['Transitions'], name, of }));
}

function thresholdOf({ test, withinMs }: CorrelationDraft): RuleDraft['counting']['threshold'] {
  const [bound] = test.kind === 'number' ? test.bounds : [];
  return bound === undefined || bound.value === 1 ? null : { count: bound.value, withinMs };
}

/** Tests of correlation rules give what other rules answered, not records. */
function testLints(document: SourceDocument, id: string): PlacedLint[] {
  const tests = valueAt(document.value, ['Tests']);
  if (!Array.isArray(tests) || tests.length === 0) return [];
  const message = `${tests.length} tests give outputs of other rules instead of records, so they are not run`;
  const advice = 'test it by records: a rule test of the rules it names, and scan';
  return [lintAt(document.placeOf(['Tests']), { code: 'I-RULE-OUTPUTS', message, advice }, id)];
}
