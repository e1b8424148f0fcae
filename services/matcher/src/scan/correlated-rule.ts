import { canonicalJson } from '@trailhound/contracts';
import {
  type CorrelationEntry,
  type CorrelationFiring,
  compareCorrelationEntries,
  correlationFirings,
  correlationGroup,
  reachedMoments,
  type WindowKey,
} from '@trailhound/detection';
import type { Rule, Suppression } from '@trailhound/rules';
import { type ChainEntry, chainOf, type Entered, type Link } from '../detect/correlation-chain.js';
import type { MatchedRecord } from '../detect/match.js';
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

/** The entries of one group of one correlation of the chain, each once. */
interface Group {
  readonly key: WindowKey;
  readonly entries: Map<string, CorrelationEntry>;
}

const always = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY };

export function createCorrelatedRule(rule: Rule): CorrelatedRule {
  const chain = chainOf(rule);
  const groups = new Map(chain.links.map((link) => [link, new Map<string, Group>()]));
  const muted: { eventTimeMs: number; by: readonly Suppression[] }[] = [];
  let leftOut = 0;

  function take(entered: Entered): void {
    leftOut += entered.leftOut;
    for (const entry of entered.entries) place(entry);
  }

  function place({ link, key, entry }: ChainEntry): void {
    const name = canonicalJson(key.group);
    const ofLink = groups.get(link);
    const group = ofLink?.get(name) ?? { key, entries: new Map<string, CorrelationEntry>() };
    ofLink?.set(name, group);
    const { refs, ...rest } = entry;
    const copy = canonicalJson(rest);
    const [before] = group.entries.get(copy)?.refs ?? [];
    const [now] = refs;
    if (before === undefined || (now !== undefined && isEarlierRef(now, before))) group.entries.set(copy, entry);
  }

  /** A link's groups, when all below it have handed up their alerts. */
  const climbed = new Map<Link, readonly (Group & { readonly sorted: readonly CorrelationEntry[] })[]>();
  function settled(link: Link) {
    const known = climbed.get(link);
    if (known !== undefined) return known;
    for (const input of link.correlation.inputs) {
      const below = chain.links.find((one) => one.rule.id === input.rule.id);
      if (below !== undefined) settled(below);
    }
    const all = [...(groups.get(link)?.values() ?? [])].map((group) => {
      return { ...group, sorted: [...group.entries.values()].sort(compareCorrelationEntries) };
    });
    climbed.set(link, all);
    if (link.isTop) return all;
    for (const { key, sorted } of all) {
      const moments = reachedMoments(correlationGroup(key, link.spec), link.spec, sorted, always);
      take(chain.climb(link, moments));
    }
    return all;
  }

  return {
    rule,
    muted,
    get leftOut() {
      return leftOut;
    },
    add(record, suppressedBy) {
      const entered = chain.enter(record, suppressedBy);
      if (entered.mutedBy.length > 0) muted.push({ eventTimeMs: record.eventTimeMs, by: entered.mutedBy });
      take(entered);
    },
    firings() {
      const [top] = chain.links;
      if (top === undefined) return [];
      return settled(top).flatMap(({ key, sorted }) =>
        correlationFirings(correlationGroup(key, top.spec), top.spec, sorted),
      );
    },
  };
}
