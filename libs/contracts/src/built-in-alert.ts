import type { Alert } from './alert.js';
import { alertId, type GroupValue } from './alert-id.js';
import { sha256Hex } from './hash.js';
import type { Severity } from './severity.js';

interface BuiltIn {
  readonly title: string;
  readonly severity: Severity;
  /** Whose failure it is. */
  readonly actor: string;
  readonly tag: string;
}

const cloudTrail = { actor: 'cloudtrail.amazonaws.com', tag: 'completeness' };

/** What Trailhound says of its own work, and of what it is given to read, as alerts like any other. */
const builtIns = {
  'trailhound-trail-quiet': { title: 'A trail went quiet', severity: 'medium', ...cloudTrail },
  'trailhound-delivery-stopped': { title: 'Log delivery stopped', severity: 'high', ...cloudTrail },
  'trailhound-chain-broken': {
    ...{ title: 'Log files are not what CloudTrail delivered', severity: 'high' },
    ...cloudTrail,
  },
  'trailhound-rebuild-gap': {
    ...{ title: 'Counts could not be rebuilt in full', severity: 'high' },
    ...{ actor: 'trailhound', tag: 'exactness' },
  },
} as const satisfies Readonly<Record<string, BuiltIn>>;

/** What can be wrong with the work itself. */
export type BuiltInRule = keyof typeof builtIns;

export interface BuiltInFinding {
  readonly rule: BuiltInRule;
  readonly account: string | null;
  readonly region: string | null;
  /** Tells one case from another of the same rule, account and region: the same case is the same alert. */
  readonly instance: string | number;
  /** What is wrong, in a sentence. */
  readonly message: string;
  /** Epoch milliseconds. */
  readonly sinceMs: number;
  /** Epoch milliseconds; absent where it has not ended or is a moment. */
  readonly untilMs?: number;
}

const identity = sha256Hex('["built-in","v1"]');

/** The alert of a finding, to be published like any other. It carries no record: what is wrong is that none came. */
export function builtInAlert(finding: BuiltInFinding, nowMs: number): Alert {
  const { rule, account, region, instance, message, sinceMs, untilMs = sinceMs } = finding;
  const { title, severity, actor, tag } = builtIns[rule];
  const group: readonly GroupValue[] = [account, region];
  const [since, until, firedAt] = [sinceMs, untilMs, nowMs].map((ms) => new Date(ms).toISOString()) as [
    string,
    string,
    string,
  ];
  return {
    version: 1,
    id: alertId({ ruleId: rule, stateHash: identity, group, instance }),
    ...{ rule, ruleTitle: title, language: 'built-in', revision: 'built-in', severity },
    title: [title, account, region].filter((part) => part !== null).join(' · '),
    description: message,
    ...{ audit: false, backfill: false, notifyBackfill: false, suppressedBy: [] },
    group: { account, region },
    count: 1,
    ...{ firstEventTime: since, lastEventTime: until, firedAt },
    ...{ account, region, actor: { type: 'AWSService', name: actor } },
    ...{ sourceIPAddress: null, userAgent: null, eventName: null, eventSource: null, errorCode: null },
    why: [message],
    ...{ fields: {}, records: [], record: null, recordTruncated: false },
    ...{ tags: [tag], frameworks: {}, actions: [] },
  };
}
