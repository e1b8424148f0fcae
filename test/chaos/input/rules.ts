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

/** A correlation over the rules named, whose records are of one group; as the product is given it, in Sigma's form. */
export interface ChaosCorrelation {
  readonly id: string;
  readonly severity: 'low' | 'medium' | 'high';
  /** All of the rules match in the window, in any order or in theirs. */
  readonly type: 'temporal' | 'temporal_ordered';
  /** Ids of rules whose records are never those of another one. */
  readonly rules: readonly string[];
  /** At least one. */
  readonly groupBy: readonly string[];
  readonly withinMinutes: number;
}

/** What a run is given, and what its reference evaluates. */
export interface ChaosRuleSet {
  readonly rules: readonly ChaosRule[];
  readonly correlations: readonly ChaosCorrelation[];
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
const rules: readonly ChaosRule[] = [
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

/** Over plain rules and counted ones' conditions, with suppressed records among them; one a window of a day. */
const correlations: readonly ChaosCorrelation[] = [
  {
    id: 'key-and-trail',
    severity: 'high',
    type: 'temporal',
    rules: ['key-created', 'trail-stopped'],
    groupBy: ['userIdentity.userName'],
    withinMinutes: 60,
  },
  {
    id: 'key-then-gone',
    severity: 'medium',
    type: 'temporal_ordered',
    rules: ['key-created', 'root-key-deleted'],
    groupBy: ['sourceIPAddress'],
    withinMinutes: 90,
  },
  {
    id: 'trail-key-and-gone-of-a-day',
    severity: 'low',
    type: 'temporal_ordered',
    rules: ['trail-stopped', 'key-created', 'root-key-deleted'],
    groupBy: ['userIdentity.userName', 'recipientAccountId'],
    withinMinutes: 1440,
  },
];

export const chaosRules: ChaosRuleSet = { rules, correlations };
