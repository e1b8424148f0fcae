import { type Alert, alertId, type GroupValue, type Severity, sha256Hex } from '@trailhound/contracts';

/** What can be wrong with the collecting itself. */
export type BuiltInRule = 'trailhound-trail-quiet' | 'trailhound-delivery-stopped' | 'trailhound-chain-broken';

const titles: Readonly<Record<BuiltInRule, { readonly title: string; readonly severity: Severity }>> = {
  'trailhound-trail-quiet': { title: 'A trail went quiet', severity: 'medium' },
  'trailhound-delivery-stopped': { title: 'Log delivery stopped', severity: 'high' },
  'trailhound-chain-broken': { title: 'Log files are not what CloudTrail delivered', severity: 'high' },
};

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
}

const identity = sha256Hex('["built-in","v1"]');

/** The alert of a finding, to be published like any other. It carries no record: what is wrong is that none came. */
export function builtInAlert(finding: BuiltInFinding, nowMs: number): Alert {
  const { rule, account, region, instance, message, sinceMs } = finding;
  const { title, severity } = titles[rule];
  const group: readonly GroupValue[] = [account, region];
  const since = new Date(sinceMs).toISOString();
  return {
    version: 1,
    id: alertId({ ruleId: rule, stateHash: identity, group, instance }),
    ...{ rule, ruleTitle: title, language: 'built-in', revision: 'built-in', severity },
    title: [title, account, region].filter((part) => part !== null).join(' · '),
    description: message,
    ...{ audit: false, backfill: false, notifyBackfill: false, suppressedBy: [] },
    group: { account, region },
    count: 1,
    ...{ firstEventTime: since, lastEventTime: since, firedAt: new Date(nowMs).toISOString() },
    ...{ account, region, actor: { type: 'AWSService', name: 'cloudtrail.amazonaws.com' } },
    ...{ sourceIPAddress: null, userAgent: null, eventName: null, eventSource: null, errorCode: null },
    why: [message],
    ...{ fields: {}, records: [], record: null, recordTruncated: false },
    ...{ tags: ['completeness'], frameworks: {}, actions: [] },
  };
}
