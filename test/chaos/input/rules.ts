/** A CloudTrail record as JSON. */
export type Json = Readonly<Record<string, unknown>>;

/** A rule twice over: as the product is given it, and as a predicate the reference can evaluate by itself. */
export interface ChaosRule {
  readonly id: string;
  readonly severity: 'low' | 'medium' | 'high';
  /** In the language `threatstack`. */
  readonly condition: string;
  /** The same condition. */
  readonly matches: (record: Json) => boolean;
  readonly groupBy: readonly string[];
  readonly threshold?: { readonly count: number; readonly withinMinutes: number; readonly distinct?: string };
  /** At least `withinMinutes`; absent: as long as the window, or none for a plain rule. */
  readonly dedupMinutes?: number;
  readonly suppression?: ChaosSuppression;
  /** Its alerts go to the second destination, too. */
  readonly isAlsoForLegacy?: boolean;
}

export interface ChaosSuppression {
  readonly when: string;
  readonly applies: (record: Json) => boolean;
  /** Event times, ISO 8601, the end excluded. */
  readonly from: string;
  readonly until: string;
}

const named =
  (eventName: string) =>
  (record: Json): boolean =>
    record['eventName'] === eventName;
const by =
  (userName: string) =>
  (record: Json): boolean =>
    (record['userIdentity'] as Json)['userName'] === userName;

/**
 * One rule for each way of alerting: plain, counted, distinct, with and without suppressions, with buckets longer than
 * windows, with windows so long that only late records complete them.
 */
export const chaosRules: readonly ChaosRule[] = [
  {
    id: 'key-created',
    severity: 'medium',
    condition: 'eventName = "CreateAccessKey"',
    matches: named('CreateAccessKey'),
    groupBy: [],
  },
  {
    id: 'trail-stopped',
    severity: 'high',
    condition: 'eventName = "StopLogging"',
    matches: named('StopLogging'),
    groupBy: [],
    suppression: {
      when: 'userIdentity.userName = "user-0"',
      applies: by('user-0'),
      from: '2026-03-02T06:00:00Z',
      until: '2026-03-02T18:00:00Z',
    },
  },
  {
    id: 'root-key-deleted',
    severity: 'high',
    condition: 'eventName = "DeleteAccessKey"',
    matches: named('DeleteAccessKey'),
    groupBy: [],
    isAlsoForLegacy: true,
  },
  {
    id: 'sign-in-burst',
    severity: 'medium',
    condition: 'eventName = "ConsoleLogin"',
    matches: named('ConsoleLogin'),
    groupBy: ['userIdentity.userName', 'sourceIPAddress'],
    threshold: { count: 3, withinMinutes: 5 },
  },
  {
    id: 'denied-burst',
    severity: 'medium',
    condition: 'errorCode = "AccessDenied"',
    matches: (record) => record['errorCode'] === 'AccessDenied',
    groupBy: ['sourceIPAddress'],
    threshold: { count: 4, withinMinutes: 10 },
    dedupMinutes: 45,
  },
  {
    id: 'roles-from-many-places',
    severity: 'medium',
    condition: 'eventName = "AssumeRole"',
    matches: named('AssumeRole'),
    groupBy: ['userIdentity.userName'],
    threshold: { count: 3, withinMinutes: 15, distinct: 'sourceIPAddress' },
  },
  {
    id: 'bucket-burst',
    severity: 'low',
    condition: 'eventName = "PutBucketPolicy"',
    matches: named('PutBucketPolicy'),
    groupBy: ['userIdentity.userName'],
    threshold: { count: 3, withinMinutes: 20 },
    suppression: {
      when: 'userIdentity.userName = "user-1" or sourceIPAddress = "203.0.113.3"',
      applies: (record) => by('user-1')(record) || record['sourceIPAddress'] === '203.0.113.3',
      from: '2026-03-02T03:00:00Z',
      until: '2026-03-02T21:00:00Z',
    },
  },
  {
    id: 'policies-of-a-day',
    severity: 'low',
    condition: 'eventName = "AttachUserPolicy"',
    matches: named('AttachUserPolicy'),
    groupBy: ['userIdentity.userName', 'awsRegion'],
    threshold: { count: 3, withinMinutes: 1440 },
  },
  {
    id: 'users-of-an-account',
    severity: 'low',
    condition: 'eventName = "CreateUser"',
    matches: named('CreateUser'),
    groupBy: ['recipientAccountId'],
    threshold: { count: 5, withinMinutes: 30, distinct: 'userIdentity.userName' },
    dedupMinutes: 60,
  },
];

/** The rules as one file for the product; every title ends in `note`. */
export function rulesYaml(rules: readonly ChaosRule[], note = ''): string {
  return rules.map((rule) => JSON.stringify(ruleFile(rule, note), null, 1)).join('\n---\n');
}

function ruleFile(rule: ChaosRule, note: string): object {
  const { id, severity, condition, groupBy, threshold, dedupMinutes, suppression } = rule;
  const { count, withinMinutes, distinct } = threshold ?? {};
  return {
    id,
    severity,
    language: 'threatstack',
    title: `${id} by {userIdentity.userName}${note}`,
    condition,
    ...(groupBy.length > 0 && { groupBy }),
    ...(threshold && { threshold: { count, within: `${withinMinutes}m`, ...(distinct && { distinct }) } }),
    ...(dedupMinutes !== undefined && { dedup: `${dedupMinutes}m` }),
    ...(suppression && {
      suppressions: [
        {
          when: suppression.when,
          reason: 'planned work',
          owner: 'platform',
          from: suppression.from,
          until: suppression.until,
        },
      ],
    }),
  };
}
