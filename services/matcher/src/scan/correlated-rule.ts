import { canonicalJson, type GroupValue } from '@trailhound/contracts';
import {
  type CorrelationEntry,
  type CorrelationFiring,
  compareCorrelationEntries,
  correlationFirings,
  correlationGroup,
} from '@trailhound/detection';
import { type Correlation, type CorrelationInput, leafNumber, type Rule, type Suppression } from '@trailhound/rules';
import { appliedSuppressions, type MatchedRecord } from '../detect/match.js';
import { holds } from '../detect/record-knowledge.js';
import { createKnownFacts, type KnownFacts, recordFacts } from './correlated-facts.js';
import { isEarlierRef } from './earlier-ref.js';

/** Everything that entered a correlation, kept until the end of the input; its alerts are a function of that set. */
export interface CorrelatedRule {
  readonly rule: Rule;
  /** Suppressions that muted some record, with the event times they were seen at. */
  readonly muted: readonly { readonly eventTimeMs: number; readonly by: readonly Suppression[] }[];
  /** Matches without one of the groups or values the correlation needs. */
  readonly leftOut: number;
  /** Takes a record that some rule below the correlation matches. `suppressedBy` is what mutes it as a whole. */
  add(record: MatchedRecord, suppressedBy: readonly Suppression[]): void;
  /** The alerts, marked ones too, with final counts. */
  firings(): readonly CorrelationFiring[];
}

/** One correlation of a chain: its entries by group, each once. */
interface Link {
  readonly rule: Rule;
  readonly correlation: Correlation;
  readonly groups: Map<
    string,
    { readonly group: readonly GroupValue[]; readonly entries: Map<string, CorrelationEntry> }
  >;
}

export function createCorrelatedRule(rule: Rule): CorrelatedRule {
  const links = linksOf(rule);
  const facts = createKnownFacts([...links.values()].flatMap(({ correlation }) => correlation.inputs));
  const muted: { eventTimeMs: number; by: readonly Suppression[] }[] = [];
  let leftOut = 0;

  function enter(link: Link, input: CorrelationInput, known: KnownFacts, entry: Omit<CorrelationEntry, 'input'>): void {
    const group = input.groupBy.map((field) => known.valueOf(field));
    const measured = measuredBy(
      link.correlation,
      input.values.map((field) => known.valueOf(field)),
    );
    if (measured === undefined || (link.correlation.needsGroup && group.includes(null))) {
      leftOut += 1;
      return;
    }
    const name = canonicalJson(group);
    const place = link.groups.get(name) ?? { group, entries: new Map<string, CorrelationEntry>() };
    link.groups.set(name, place);
    const whole = { ...entry, ...measured, input: link.correlation.inputs.indexOf(input) };
    const { refs, ...rest } = whole;
    const copy = canonicalJson(rest);
    const [before] = place.entries.get(copy)?.refs ?? [];
    const [now] = refs;
    if (before === undefined || (now !== undefined && isEarlierRef(now, before))) place.entries.set(copy, whole);
  }

  function addTo(link: Link, record: MatchedRecord, isMuted: boolean): void {
    const known = recordFacts(record.view);
    for (const input of link.correlation.inputs) {
      if (input.rule.correlation !== undefined || holds(input.rule.condition, record.view) !== 'match') continue;
      const by = isMuted ? [] : appliedSuppressions(input.rule, record);
      if (by.length > 0) muted.push({ eventTimeMs: record.eventTimeMs, by });
      const { uid, eventTimeMs: atMs, ref } = record;
      enter(link, input, known, { uid, atMs, suppressed: isMuted || by.length > 0, refs: [ref] });
    }
  }

  const answered = new Map<string, readonly CorrelationFiring[]>();
  function firingsOf(link: Link): readonly CorrelationFiring[] {
    const before = answered.get(link.rule.id);
    if (before !== undefined) return before;
    for (const input of link.correlation.inputs) {
      const below = input.rule.correlation === undefined ? undefined : links.get(input.rule.id);
      for (const alert of below === undefined ? [] : alertsOfBuckets(firingsOf(below))) {
        const known = facts.of(alert.records[0]?.uid);
        const { alertId: uid, reachedMs: atMs, suppressed, records: refs } = alert;
        enter(link, input, known, { uid, atMs, suppressed, refs });
      }
    }
    const { withinMs, test } = link.correlation;
    const firings = [...link.groups.values()].flatMap(({ group, entries }) => {
      const key = { ruleId: link.rule.id, stateHash: link.rule.stateHash, group };
      const sorted = [...entries.values()].sort(compareCorrelationEntries);
      return correlationFirings(correlationGroup(key, { withinMs, test }), { withinMs, test }, sorted);
    });
    answered.set(link.rule.id, firings);
    return firings;
  }

  return {
    rule,
    muted,
    get leftOut() {
      return leftOut;
    },
    add(record, suppressedBy) {
      if (suppressedBy.length > 0) muted.push({ eventTimeMs: record.eventTimeMs, by: suppressedBy });
      facts.add(record);
      for (const link of links.values()) {
        const by = link.rule === rule ? suppressedBy : appliedSuppressions(link.rule, record);
        addTo(link, record, suppressedBy.length > 0 || by.length > 0);
      }
    },
    firings() {
      const top = links.get(rule.id);
      return top === undefined ? [] : firingsOf(top);
    },
  };
}

/** The correlation and all those below it, each once. */
function linksOf(rule: Rule): ReadonlyMap<string, Link> {
  const links = new Map<string, Link>();
  const pending = [rule];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { correlation } = next;
    if (correlation === undefined || links.has(next.id)) continue;
    links.set(next.id, { rule: next, correlation, groups: new Map() });
    pending.push(...correlation.inputs.map((input) => input.rule));
  }
  return links;
}

/** One alert a bucket: the one people see, else the marked one. */
function alertsOfBuckets(firings: readonly CorrelationFiring[]): readonly CorrelationFiring[] {
  const seen = new Set(firings.filter(({ suppressed }) => !suppressed).map(bucketName));
  return firings.filter((firing) => !firing.suppressed || !seen.has(bucketName(firing)));
}

function bucketName({ key, bucket }: CorrelationFiring): string {
  return canonicalJson([key.group, bucket]);
}

/** What the correlation counts or computes of a match; undefined where the match has no such value. */
function measuredBy(
  { test }: Correlation,
  values: readonly GroupValue[],
): Pick<CorrelationEntry, 'value' | 'number'> | undefined {
  if (test.kind === 'rules' || test.measure.of === 'events' || test.measure.of === 'rules') return {};
  if (values.length === 0 || values.includes(null)) return undefined;
  if (test.measure.of === 'values') return { value: canonicalJson(values) };
  const number = leafNumber(values[0]);
  return number === undefined ? undefined : { number };
}
