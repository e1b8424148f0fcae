import type { ChaosRuleSet, Json } from '../../chaos/input/rules.js';

const named =
  (eventName: string) =>
  (record: Json): boolean =>
    record['eventName'] === eventName;

/**
 * What the organisation watches for. Each way of alerting is there once, over records that come by different paths: a
 * count over all regions of an account, one over a day that late records complete, an order of a management and a data
 * event. Written twice over, for the product and as predicates of their own.
 */
export const soakRules: ChaosRuleSet = {
  rules: [
    {
      id: 'key-created',
      severity: 'medium',
      condition: 'eventName = "CreateAccessKey"',
      matches: named('CreateAccessKey'),
      groupBy: [],
    },
    {
      id: 'object-deleted',
      severity: 'low',
      condition: 'eventName = "DeleteObject"',
      matches: named('DeleteObject'),
      groupBy: [],
    },
    {
      id: 'denied-burst',
      severity: 'medium',
      condition: 'errorCode = "AccessDenied"',
      matches: (record) => record['errorCode'] === 'AccessDenied',
      groupBy: ['userIdentity.userName'],
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
      id: 'policies-of-a-day',
      severity: 'low',
      condition: 'eventName = "AttachUserPolicy"',
      matches: named('AttachUserPolicy'),
      groupBy: ['recipientAccountId'],
      threshold: { count: 4, withinMinutes: 1_440 },
    },
  ],
  correlations: [
    {
      id: 'key-then-object-gone',
      severity: 'high',
      type: 'temporal_ordered',
      rules: ['key-created', 'object-deleted'],
      groupBy: ['userIdentity.userName'],
      withinMinutes: 60,
    },
  ],
};
