import type { RecordView } from '@trailhound/cloudtrail';
import { canonicalJson, type GroupValue } from '@trailhound/contracts';
import type { CorrelationEntry, CorrelationSpec, ReachedMoment, WindowKey } from '@trailhound/detection';
import {
  type Correlation,
  type CorrelationInput,
  type FieldRef,
  fieldText,
  leafNumber,
  type Rule,
  type Suppression,
} from '@trailhound/rules';
import { appliedSuppressions, type MatchedRecord } from './match.js';
import { holds } from './record-knowledge.js';

/** One correlation of a chain: the one at the top, whose alerts people see, or one that feeds it. */
export interface Link {
  readonly rule: Rule;
  readonly correlation: Correlation;
  readonly spec: CorrelationSpec;
  readonly isTop: boolean;
}

/** One entry of one correlation of a chain, in its group. */
export interface ChainEntry {
  readonly link: Link;
  readonly key: WindowKey;
  readonly entry: CorrelationEntry;
}

/** What enters the correlations of a chain. */
export interface Entered {
  readonly entries: readonly ChainEntry[];
  /** Matches without one of the groups or values their correlation needs. */
  readonly leftOut: number;
  /** Suppressions that mute some of it. */
  readonly mutedBy: readonly Suppression[];
}

/** A correlation with all those below it. */
export interface CorrelationChain {
  /** Each correlation once, the top first. */
  readonly links: readonly Link[];
  /** The entries a record makes; `suppressedBy` is what mutes it as a whole. */
  enter(record: MatchedRecord, suppressedBy: readonly Suppression[]): Entered;
  /** The entries that the alerts of a link make above it, one for each moment at which its condition held. */
  climb(link: Link, moments: readonly ReachedMoment[]): Entered;
}

const chains = new WeakMap<Rule, CorrelationChain>();

/** The chain under a correlation, made once. */
export function chainOf(rule: Rule): CorrelationChain {
  const known = chains.get(rule) ?? createChain(rule);
  chains.set(rule, known);
  return known;
}

function createChain(top: Rule): CorrelationChain {
  const links = linksOf(top);
  const asked = askedFields(links);

  function enter(record: MatchedRecord, suppressedBy: readonly Suppression[]): Entered {
    const { view, uid, eventTimeMs: atMs, ref } = record;
    const facts = asked.size > 0 ? { facts: factsOf(view, asked) } : {};
    const mutedBy = new Set(suppressedBy);
    const gathered = gather();
    for (const link of links) {
      const whole = link.isTop ? suppressedBy : [...suppressedBy, ...appliedSuppressions(link.rule, record)];
      for (const one of whole) mutedBy.add(one);
      for (const input of link.correlation.inputs) {
        if (input.rule.correlation !== undefined || holds(input.rule.condition, view) !== 'match') continue;
        const own = whole.length > 0 ? [] : appliedSuppressions(input.rule, record);
        for (const one of own) mutedBy.add(one);
        const suppressed = whole.length > 0 || own.length > 0;
        gathered.add(link, input, (field) => fieldText(field, view), { uid, atMs, suppressed, refs: [ref], ...facts });
      }
    }
    return { entries: gathered.entries, leftOut: gathered.leftOut(), mutedBy: [...mutedBy] };
  }

  function climb(from: Link, moments: readonly ReachedMoment[]): Entered {
    const gathered = gather();
    for (const link of links) {
      for (const input of link.correlation.inputs) {
        if (input.rule.correlation === undefined || input.rule.id !== from.rule.id) continue;
        for (const { alertId: uid, atMs, suppressed, refs, facts } of moments) {
          const read = (field: FieldRef) => facts[nameOf(field)] ?? null;
          gathered.add(link, input, read, { uid, atMs, suppressed, refs, facts });
        }
      }
    }
    return { entries: gathered.entries, leftOut: gathered.leftOut(), mutedBy: [] };
  }

  return { links, enter, climb };
}

/** Collects entries, and counts what has not the group or the value its correlation needs. */
function gather() {
  const entries: ChainEntry[] = [];
  let leftOut = 0;
  return {
    entries,
    leftOut: () => leftOut,
    add(
      link: Link,
      input: CorrelationInput,
      read: (field: FieldRef) => GroupValue,
      entry: Omit<CorrelationEntry, 'input'>,
    ): void {
      const group = input.groupBy.map(read);
      const measured = measuredBy(link.correlation, input.values.map(read));
      if (measured === undefined || (link.correlation.needsGroup && group.includes(null))) {
        leftOut += 1;
        return;
      }
      const key = { ruleId: link.rule.id, stateHash: link.rule.stateHash, group };
      entries.push({ link, key, entry: { ...entry, ...measured, input: link.correlation.inputs.indexOf(input) } });
    },
  };
}

function linksOf(top: Rule): readonly Link[] {
  const links = new Map<string, Link>();
  const pending = [top];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { correlation } = next;
    if (correlation === undefined || links.has(next.id)) continue;
    const { withinMs, test } = correlation;
    links.set(next.id, { rule: next, correlation, spec: { withinMs, test }, isTop: next === top });
    pending.push(...correlation.inputs.map((input) => input.rule));
  }
  return [...links.values()];
}

/** The fields by which correlations group and measure the alerts of those below them, by name. */
function askedFields(links: readonly Link[]): ReadonlyMap<string, FieldRef> {
  const inputs = links.flatMap(({ correlation }) => correlation.inputs);
  return new Map(
    inputs
      .filter((input) => input.rule.correlation !== undefined)
      .flatMap(({ groupBy, values }) => [...groupBy, ...values])
      .map((field) => [nameOf(field), field]),
  );
}

function factsOf(view: RecordView, asked: ReadonlyMap<string, FieldRef>): Readonly<Record<string, GroupValue>> {
  return Object.fromEntries([...asked].map(([name, field]) => [name, fieldText(field, view)]));
}

function nameOf({ paths, constant }: FieldRef): string {
  return canonicalJson([paths, constant ?? null]);
}

/** What the correlation counts or computes of a match; undefined where the match has no such value. */
function measuredBy(
  { test }: Correlation,
  values: readonly GroupValue[],
): Pick<CorrelationEntry, 'value' | 'number'> | undefined {
  if (test.kind === 'rules' || test.kind === 'absence') return {};
  if (test.kind === 'number' && (test.measure.of === 'events' || test.measure.of === 'rules')) return {};
  if (values.length === 0 || values.includes(null)) return undefined;
  if (test.kind === 'first-seen' || test.measure.of === 'values') return { value: canonicalJson(values) };
  const number = leafNumber(values[0]);
  return number === undefined ? undefined : { number };
}
