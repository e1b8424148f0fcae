import { instancesOf, own, parseRecord, recordFacts, recordUid, viewOf } from '@trailhound/cloudtrail';
import { type GroupValue, type TallyEntry, type TallyPlace, tallyKey } from '@trailhound/contracts';
import type { TallyRecord } from '@trailhound/ports';
import { type CompiledRules, type Counted, countedBy, type Rule } from '@trailhound/rules';
import type { MatchedRecord } from '../detect/match.js';
import { eventTimeOf, recordOf } from '../detect/record-knowledge.js';
import { latenessMs } from '../match/rebuild-offset.js';

interface Counting {
  readonly rule: Rule;
  readonly counted: Counted;
}

/** What later messages of alerts count, over one rule set. */
export interface Tallier {
  /** Whether a record of this event is counted by anything; undefined stands for a name nobody told. */
  counts(eventName: string | undefined): boolean;
  /** What a record adds; nothing where it failed, cannot be read, or is counted by nothing. */
  of(bytes: Uint8Array, uid: string | undefined): readonly TallyRecord[];
}

const talliers = new WeakMap<CompiledRules, Tallier>();

/** The tallier of a rule set; made once for each. */
export function tallierOf(rules: CompiledRules): Tallier {
  const known = talliers.get(rules);
  if (known !== undefined) return known;
  const made = createTallier(rules.rules);
  talliers.set(rules, made);
  return made;
}

function createTallier(rules: readonly Rule[]): Tallier {
  const byName = new Map<string, Counting[]>();
  for (const rule of rules) {
    for (const counted of countedBy(rule.actions)) {
      for (const name of counted.eventNames) byName.set(name, [...(byName.get(name) ?? []), { rule, counted }]);
    }
  }
  return {
    counts: (eventName) => byName.size > 0 && (eventName === undefined || byName.has(eventName)),
    of(bytes, uid) {
      const read = parseRecord(bytes);
      if (!read.ok || own(read.value, 'errorCode') !== undefined) return [];
      const { eventName, account, region } = recordFacts(read.value);
      const atMs = eventTimeOf(read.value);
      if (eventName === null || atMs === undefined) return [];
      const { launched, terminated } = instancesOf(read.value);
      const known = uid ?? recordUid(read.value).uid;
      const entry: TallyEntry = {
        ...{ uid: known, atMs, eventName },
        ...(launched.length > 0 && { launched: [...launched] }),
        ...(terminated.length > 0 && { terminated: [...terminated] }),
      };
      const view = viewOf(read.value);
      return (byName.get(eventName) ?? []).map(({ rule, counted }) => ({
        key: tallyKey(rule.id, counted, { account, region, group: withoutGaps(counted.group(view)) }),
        uid: known,
        entry: JSON.stringify(entry),
        keepMs: counted.afterMs + latenessMs,
      }));
    },
  };
}

/** The places of what the later messages of an alert on this record count. */
export function tallyPlacesOf(rule: Rule, { view }: MatchedRecord): readonly TallyPlace[] {
  const { account, region } = recordFacts(recordOf(view));
  return countedBy(rule.actions).map((counted) => {
    const group = counted.group(view);
    const at = (values: readonly GroupValue[]) => tallyKey(rule.id, counted, { account, region, group: values });
    return {
      action: counted.action,
      group: Object.fromEntries(counted.groupBy.map((name, index) => [name, group[index] ?? null])),
      key: at(withoutGaps(group)),
      ...(group.length > 0 && !group.includes(null) && { ungroupedKey: at(noGroup(group.length)) }),
    };
  });
}

/** A record that does not say all of its group is of none: part of a group is no group. */
function withoutGaps(group: readonly GroupValue[]): readonly GroupValue[] {
  return group.includes(null) ? noGroup(group.length) : group;
}

function noGroup(length: number): readonly GroupValue[] {
  return Array.from({ length }, () => null);
}
