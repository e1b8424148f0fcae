import { maxTallyEntries, type Summarise, type Tally, type TallyEntry } from '@trailhound/contracts';

/** What is kept of one count, and what it is asked. */
export interface TallySources {
  readonly summarise: Summarise;
  readonly group: Readonly<Record<string, string | null>>;
  /** Records of the group. */
  readonly entries: readonly TallyEntry[];
  /** Records of the account and region that do not say which group they belong to. */
  readonly ungrouped: readonly TallyEntry[];
  /** Event time, epoch milliseconds; `untilMs` is not part of it. */
  readonly fromMs: number;
  readonly untilMs: number;
  /** The alert's own records: it counts what happened besides them. */
  readonly except: ReadonlySet<string>;
}

const instanceEvents = ['RunInstances', 'TerminateInstances', 'TerminateInstanceInAutoScalingGroup'];

/**
 * Counts the records of a stretch of event time: a pure function of the set of records, whatever order they came in. A
 * record that names instances and no group (TerminateInstances) is the group's when the group is known to have launched
 * one of them. An instance counts once, however many calls name it.
 */
export function sumTally(sources: TallySources): Tally {
  const { summarise, group, entries, ungrouped, fromMs, untilMs, except } = sources;
  const isCounted = ({ atMs, uid }: TallyEntry) => atMs >= fromMs && atMs < untilMs && !except.has(uid);
  const known = new Set(entries.flatMap(({ launched = [] }) => launched));
  const ofGroup = entries.filter(isCounted);
  const others = ungrouped.filter(isCounted);
  const attributed = others.flatMap((entry) => {
    const terminated = (entry.terminated ?? []).filter((id) => known.has(id));
    return terminated.length > 0 ? [{ ...entry, terminated }] : [];
  });
  const counted = [...ofGroup, ...attributed];
  const unknown = others.length - attributed.length;
  const ids = (of: (entry: TallyEntry) => readonly string[] | undefined) =>
    new Set(counted.flatMap((e) => of(e) ?? []));
  return {
    from: new Date(fromMs).toISOString(),
    until: new Date(untilMs).toISOString(),
    group,
    records: summarise.eventNames.map((eventName) => ({
      eventName,
      count: counted.filter((entry) => entry.eventName === eventName).length,
    })),
    ...(summarise.eventNames.some((name) => instanceEvents.includes(name)) && {
      launched: ids(({ launched }) => launched).size,
      terminated: ids(({ terminated }) => terminated).size,
    }),
    ...(unknown > 0 && { ungrouped: unknown }),
    isAtLeast: entries.length >= maxTallyEntries || ungrouped.length >= maxTallyEntries,
  };
}
