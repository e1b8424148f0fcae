import {
  insightOf,
  isJsonObject,
  type JsonObject,
  type RecordView,
  recordFacts,
  sourcesOf,
} from '@trailhound/cloudtrail';
import {
  type Alert,
  type AppliedSuppression,
  cutText,
  type GroupValue,
  maxAlertRecordBytes,
  type Origin,
  printable,
} from '@trailhound/contracts';
import type { Firing } from '@trailhound/detection';
import { fieldValues, parseTitle, type Rule, type Suppression, type TitlePart } from '@trailhound/rules';
import { tallyPlacesOf } from '../tally/tallier.js';
import { boundedValue } from './bounded-value.js';
import { cutBytes } from './cut-bytes.js';
import { fillTitle } from './fill-title.js';
import type { MatchedRecord } from './match.js';

import { holds, isoTime, recordOf } from './record-knowledge.js';
import { topValues } from './top-values.js';

/** Longest group value an alert shows, in bytes; its identity is computed over the whole value. */
export const maxGroupValueBytes = 1_024;
const maxSentences = 50;
const overflowSentence =
  'the rule has more groups than are counted one by one; this alert stands for all groups beyond them';

const maxSentenceLength = 1_024;
/** Most bytes of `fields` an alert carries, as JSON. */
const maxFieldsBytes = 32 * 1_024;

/** Says why a rule matched a record, one sentence a condition. */
export type Why = (rule: Rule, view: RecordView) => readonly string[];

/** The record an alert carries, with its bytes and where it came from. */
export interface CarriedRecord extends MatchedRecord {
  readonly bytes: Uint8Array;
  readonly origin: Origin | undefined;
}

/** The records of an alert that are at hand. */
export interface AlertRecords {
  /** The one it carries. */
  readonly first: CarriedRecord;
  /** All of them, the first too; asked for only where the rule sums them up. */
  readonly all: () => readonly CarriedRecord[];
}

/** What detection says of one alert. */
export interface FiredAlert extends Omit<Firing, 'bucket'> {
  /** For a marked alert: what muted it. */
  readonly suppressedBy: readonly Suppression[];
}

/** Builds alerts of one rule set; remembers each rule's title as a template. */
export interface AlertBuilder {
  /** The alert to publish. `revision` is the rule set's; `firedAtMs` is wall clock, epoch milliseconds. */
  build(rule: Rule, fired: FiredAlert, records: AlertRecords, revision: string, firedAtMs: number): Alert;
}

export function createAlertBuilder(why: Why): AlertBuilder {
  const titles = new WeakMap<Rule, readonly TitlePart[]>();

  function titleOf(rule: Rule): readonly TitlePart[] {
    const known = titles.get(rule);
    if (known !== undefined) return known;
    const parsed = rule.titleParts ?? parseTitle(rule.title);
    titles.set(rule, parsed);
    return parsed;
  }

  return {
    build(rule, fired, { first: record, all }, revision, firedAtMs) {
      const { view, origin } = record;
      return {
        version: 1,
        id: fired.alertId,
        ...ruleFacts(rule),
        severity: severityOf(rule, view),
        revision,
        title: fillTitle(titleOf(rule), view),
        backfill: origin?.backfill === true,
        notifyBackfill: origin?.backfill === true && origin.notify === true,
        suppressedBy: fired.suppressed ? appliedSuppressions(fired.suppressedBy) : [],
        group: Object.fromEntries(rule.groupBy.map((field, at) => [field.name, shownGroupValue(fired.key.group[at])])),
        count: fired.count,
        firstEventTime: isoTime(fired.firstEventTimeMs),
        lastEventTime: isoTime(fired.lastEventTimeMs),
        firedAt: isoTime(firedAtMs),
        ...shownFacts(view),
        ...knownBesides(view),
        why: [...why(rule, view), ...(fired.overflow ? [overflowSentence] : [])]
          .slice(-maxSentences)
          .map((sentence) => cutText(printable(sentence), maxSentenceLength)),
        fields: carriedFields(rule, view),
        ...summaryOf(rule, all),
        ...talliesOf(rule, record),
        records: [...fired.records],
        ...carriedRecord(record),
      };
    },
  };
}

function ruleFacts(rule: Rule) {
  const { threshold } = rule;
  return {
    rule: rule.id,
    ruleTitle: rule.title,
    language: rule.language,
    ...(rule.pack !== undefined && { pack: rule.pack }),
    ...(rule.description !== undefined && { description: rule.description }),
    audit: rule.audit,
    ...(threshold !== null && {
      threshold: {
        count: threshold.count,
        withinSeconds: threshold.withinMs / 1_000,
        ...(threshold.distinct && { distinct: threshold.distinct.name }),
      },
    }),
    tags: [...rule.tags],
    frameworks: Object.fromEntries(Object.entries(rule.frameworks).map(([name, ids]) => [name, [...ids]])),
    ...(rule.runbook !== undefined && { runbook: rule.runbook }),
    ...(rule.reference !== undefined && { reference: rule.reference }),
    actions: [...rule.actions],
    ...(rule.destinations !== undefined && { destinations: [...rule.destinations] }),
  };
}

/** The first severity whose condition holds for the record, else the rule's own. */
function severityOf({ severity, severityCases = [] }: Rule, view: RecordView): Rule['severity'] {
  return severityCases.find(({ when }) => holds(when, view) === 'match')?.severity ?? severity;
}

function summaryOf({ summary = [] }: Rule, all: AlertRecords['all']): Pick<Alert, 'summary'> {
  if (summary.length === 0) return {};
  const views = all().map(({ view }) => view);
  return { summary: topValues(summary, views) };
}

function talliesOf(rule: Rule, record: CarriedRecord): Pick<Alert, 'tallies'> {
  const tallies = tallyPlacesOf(rule, record);
  return tallies.length > 0 ? { tallies: [...tallies] } : {};
}

function shownFacts(view: RecordView) {
  const record = recordOf(view);
  const { eventID: _, eventTime: __, actor, ...texts } = recordFacts(record);
  const shown = <T extends object>(facts: T): T =>
    Object.fromEntries(Object.entries(facts).map(([name, text]) => [name, cut(text)])) as T;
  return { ...shown(texts), actor: shown(actor), ...shownInsight(record) };
}

/** Of what Insights found, the calls it is about stand where those of an event do; nobody made them alone. */
function shownInsight(record: JsonObject): Partial<Alert> {
  const found = insightOf(record);
  if (found === undefined) return {};
  const { insight, ...about } = found;
  const leading = insight.leading.map((one) => ({ ...one, value: cutText(one.value, maxSentenceLength) }));
  const [eventName, eventSource, errorCode] = [about.eventName, about.eventSource, about.errorCode].map((text) =>
    text === null ? null : cutText(text, maxSentenceLength),
  ) as [string | null, string | null, string | null];
  return { eventName, eventSource, errorCode, actor: insightActor, insight: { ...insight, leading } };
}

const insightActor = { type: 'AWSService', name: 'CloudTrail Insights' };

/** Most bytes of enriched values an alert carries, as JSON. */
const maxEnrichedBytes = 16 * 1_024;

/** What enrichments know of the record, whether the rule asks for it or not. */
function knownBesides(view: RecordView): Pick<Alert, 'enriched'> {
  const root = view.root('enriched');
  if (!isJsonObject(root)) return {};
  let bytes = 0;
  const enriched = [...sourcesOf(root)].map(([member, source]) => {
    const value = boundedValue(root[member]);
    bytes += JSON.stringify(value)?.length ?? 0;
    return { member, value: bytes > maxEnrichedBytes ? '…' : value, source };
  });
  return enriched.length > 0 ? { enriched } : {};
}

function cut(text: unknown): unknown {
  return typeof text === 'string' ? cutText(text, maxSentenceLength) : text;
}

function carriedFields(rule: Rule, view: RecordView): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  let bytes = 0;
  for (const field of rule.fields) {
    const values = fieldValues(field, view);
    const value = values.length === 0 ? null : boundedValue(values.length === 1 ? values[0] : values);
    bytes += JSON.stringify(value).length;
    fields[field.name] = bytes > maxFieldsBytes ? '…' : value;
  }
  return fields;
}

function carriedRecord({ bytes, view }: CarriedRecord): { record: unknown; recordTruncated: boolean } {
  const fits = bytes.length <= maxAlertRecordBytes;
  return { record: fits ? view.root('record') : null, recordTruncated: !fits };
}

function shownGroupValue(value: GroupValue | undefined): GroupValue {
  return value === null || value === undefined ? null : cutBytes(value, maxGroupValueBytes);
}

// An alert is marked as suppressed by having an entry here, so it must have one even when the suppression that muted an
// earlier record of the window is not in force any more.
function appliedSuppressions(suppressions: readonly Suppression[]): AppliedSuppression[] {
  if (suppressions.length === 0) {
    return [{ id: 'lifted', reason: 'a suppression that is no longer in force', owner: 'unknown' }];
  }
  return suppressions.map(({ id, reason, owner, untilMs }) => ({
    id,
    reason,
    owner,
    ...(untilMs !== undefined && { until: isoTime(untilMs) }),
  }));
}
