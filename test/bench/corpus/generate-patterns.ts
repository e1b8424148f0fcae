import { type Random, seededRandom } from '@trailhound/testkit';
import { accountId, accountsOfCorpus } from './organisation.js';
import {
  commonCondition,
  eventlessCondition,
  knownAccounts,
  type Pattern,
  selectiveCondition,
} from './pattern-condition.js';
import { type Traffic, trafficOf } from './traffic.js';

/**
 * Sets of rules that grow as sets in use do: 100 rules that catch something now and then, all others about one role,
 * bucket, account or network each, so that the number of matches hardly grows with that of the rules. In
 * `watched-changes` no rule is about a call that only reads, so that most records concern none.
 */
export const patternSets = ['mixed', 'one-account-each', 'names-only', 'some-without-name', 'watched-changes'] as const;
export type PatternSet = (typeof patternSets)[number];

const catchingRules = 100;
const readingNames = 0.3;
/** Of the rules without an event name in the set `some-without-name`. */
const eventlessShare = 0.2;

/** EventBridge patterns over the record itself; the first are the same whatever their number. */
export function generatePatterns(set: PatternSet, { seed, rules }: { seed: string; rules: number }): Pattern[] {
  const random = seededRandom(`${seed}/patterns/${set}`);
  const names = namePicker(trafficOf(seed), set === 'watched-changes' ? 0 : readingNames, random);
  return Array.from({ length: rules }, (_, n) => pattern(set, { n, random, names }));
}

/** Finds events for a rule to name. */
interface NamePicker {
  /** One to three events of one source; `seen` is the chance that the corpus has them. */
  names(seen: number): { readonly eventName: readonly string[]; readonly eventSource: readonly string[] };
  readonly sources: readonly string[];
}

function pattern(
  set: PatternSet,
  { n, random, names }: { readonly n: number; readonly random: Random; readonly names: NamePicker },
): Pattern {
  switch (set) {
    case 'mixed':
      return named(n, random, names);
    case 'one-account-each':
      return { ...names.names(1), recipientAccountId: [accountId(n % knownAccounts)] };
    case 'names-only': {
      const { eventName } = names.names(n < catchingRules ? 0.5 : 0.02);
      return { eventName };
    }
    case 'some-without-name':
      return n % Math.round(1 / eventlessShare) === 0
        ? eventlessCondition(random, names.sources)
        : named(n, random, names);
    case 'watched-changes':
      return n % 5 === 0
        ? { ...names.names(1), recipientAccountId: [accountId(random.int(0, accountsOfCorpus - 1))] }
        : { ...names.names(0.5), ...selectiveCondition(random) };
    default:
      return set satisfies never;
  }
}

function named(n: number, random: Random, names: NamePicker): Pattern {
  const { eventName, eventSource } = names.names(n < catchingRules ? 0.8 : 0.5);
  const condition = n < catchingRules ? commonCondition(random) : selectiveCondition(random);
  // One rule in five trusts the event names to be unambiguous.
  return random.chance(0.8) ? { eventSource, eventName, ...condition } : { eventName, ...condition };
}

/** `reading` is the share of the corpus' reading calls that rules are about; rules are about what changes something, mostly. */
function namePicker({ calls, otherNames }: Traffic, reading: number, random: Random): NamePicker {
  const bySource = new Map<string, { readonly seen: string[]; readonly other: string[] }>();
  const entry = (source: string) => {
    const known = bySource.get(source) ?? { seen: [], other: [] };
    bySource.set(source, known);
    return known;
  };
  for (const { event, name } of calls)
    if (!event.readOnly.value || random.chance(reading)) entry(event.source).seen.push(name);
  for (const { name, source } of otherNames) entry(source).other.push(name);
  const choices = [...bySource].flatMap(([source, { seen, other }]) => ({ source, seen, other }));
  const withSeen = choices.filter(({ seen }) => seen.length > 0);
  const withOther = choices.filter(({ other }) => other.length > 0);
  return {
    sources: [...new Set(calls.map(({ event }) => event.source))],
    names: (share) => {
      const isSeen = random.chance(share);
      const { source, seen, other } = random.pick(isSeen ? withSeen : withOther);
      const from = isSeen ? seen : other;
      const eventName = [...new Set(Array.from({ length: random.int(1, 3) }, () => random.pick(from)))];
      return { eventName, eventSource: [source] };
    },
  };
}
