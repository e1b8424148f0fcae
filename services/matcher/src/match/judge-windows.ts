import { type Alert, parseOrigin, topics } from '@trailhound/contracts';
import { type AwaitedFiring, isOrderFree } from '@trailhound/detection';
import type { Clock, Logger, RecordLog, WindowStore } from '@trailhound/ports';
import type { Rule } from '@trailhound/rules';
import type { AlertBuilder, CarriedRecord } from '../detect/build-alert.js';
import { chainOf } from '../detect/correlation-chain.js';
import { appliedSuppressions } from '../detect/match.js';
import { type MatcherRules, type NumberedRules, revisionName } from './matcher-rules.js';
import { publishAlerts } from './publish-alerts.js';

export interface JudgeParts {
  readonly log: RecordLog;
  readonly windows: Pick<WindowStore, 'judge' | 'markDone' | 'stamp'>;
  /** Consumer group and topic the stamps belong to. */
  readonly stream: string;
  readonly rules: MatcherRules;
  readonly builder: AlertBuilder;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Judges windows when they are over. */
export interface WindowJudge {
  /** Looks how far the log was read, and raises the alerts of what is over by now. Tells them; rejects where log or store fail. */
  judgeDue(): Promise<readonly Alert[]>;
}

/** Groups judged at once. */
const groupsAtOnce = 2_000;
const encoder = new TextEncoder();

/**
 * Time here is how far all partitions were read, by all matchers together: the end of the log is noted with the time, and
 * when every stamp has come there, the log was read until that time. So a matcher that lags, or was away, judges nothing
 * before what it missed is counted.
 */
export function createWindowJudge({ log, windows, stream, rules, builder, clock, logger }: JudgeParts): WindowJudge {
  let noted: { readonly atMs: number; readonly ends: readonly (readonly [number, bigint])[] } | undefined;
  let readUntilMs: number | undefined;

  async function lookAtLog(): Promise<void> {
    noted ??= await endOfLog();
    for (const [partition, end] of noted.ends) {
      const stamp = await windows.stamp(stream, partition);
      if (stamp === undefined || stamp < end) return;
    }
    readUntilMs = noted.atMs;
    noted = undefined;
  }

  async function endOfLog() {
    const atMs = clock.now();
    const bounds = await log.bounds(topics.records);
    const ends = [...bounds]
      .filter(([, { first, next }]) => next > first)
      .map(([partition, { next }]) => [partition, next] as const);
    return { atMs, ends };
  }

  function alertOf({ firing, record }: AwaitedFiring, inForce: NumberedRules): Alert | undefined {
    const { ruleId, stateHash } = firing.key;
    const rule = inForce.compiled.rules.find((one) => one.id === ruleId && one.stateHash === stateHash);
    if (rule === undefined) {
      logger.info({ rule: ruleId }, 'a window is over whose rule is not in force any more: no alert');
      return undefined;
    }
    const first = carriedRecord(firing, record, inForce);
    const mutedBy = firing.suppressed ? chainOf(rule).enter(first, appliedSuppressions(rule, first)).mutedBy : [];
    const records = { first, all: () => [first] };
    const fired = { ...firing, suppressedBy: mutedBy };
    return builder.build(rule, fired, records, revisionName(inForce), clock.now());
  }

  return {
    async judgeDue() {
      const inForce = rules.current();
      if (!inForce.compiled.rules.some(isJudgedLater)) return [];
      await lookAtLog();
      if (readUntilMs === undefined) return [];
      const judged = await windows.judge({ readUntilMs, limit: groupsAtOnce });
      if (judged.length === 0) return [];
      const alerts = judged.map((one) => alertOf(one, inForce)).filter((alert) => alert !== undefined);
      await publishAlerts(log, logger, alerts, clock.now());
      await windows.markDone(judged.map(({ firing }) => firing));
      return alerts;
    },
  };
}

/** Whether the windows of a rule must be over before they can be judged. */
export function isJudgedLater(rule: Rule): boolean {
  return rule.correlation !== undefined && !isOrderFree(rule.correlation);
}

function carriedRecord(
  { records, firstEventTimeMs }: AwaitedFiring['firing'],
  record: AwaitedFiring['record'],
  { compiled }: NumberedRules,
): CarriedRecord {
  const [ref] = records;
  const bytes = encoder.encode(record?.json ?? '{}');
  const uid = ref?.uid ?? '';
  return {
    uid,
    eventTimeMs: firstEventTimeMs,
    view: compiled.view(bytes),
    bytes,
    ref: ref ?? { uid, eventID: null, eventTime: new Date(firstEventTimeMs).toISOString(), input: '', index: 0 },
    origin: record?.origin === undefined ? undefined : parseOrigin(record.origin),
  };
}
