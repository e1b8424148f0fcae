import type { Variant } from './evaluate.js';

/** What a record has that languages judge differently. */
export type Trait = 'no eventType' | 'invokedBy is null' | 'type in lower case';

export interface RootRecord {
  readonly record: Readonly<Record<string, unknown>>;
  /** Root itself did it: no service for root, and no service at all. */
  readonly isRootUse: boolean;
  readonly traits: readonly Trait[];
}

const absent = Symbol('absent');
const types = ['Root', 'root', 'IAMUser', absent] as const;
const callers = [absent, null, 'fas.amazonaws.com'] as const;
const eventTypes = ['AwsApiCall', 'AwsConsoleSignIn', 'AwsServiceEvent', absent] as const;

/** Every combination of who, on whose behalf, and what kind of event. */
export const rootRecords: readonly RootRecord[] = types.flatMap((type) =>
  callers.flatMap((invokedBy) => eventTypes.map((eventType) => rootRecord(type, invokedBy, eventType))),
);

function rootRecord(
  type: (typeof types)[number],
  invokedBy: (typeof callers)[number],
  eventType: (typeof eventTypes)[number],
): RootRecord {
  const userIdentity = { ...(type !== absent && { type }), ...(invokedBy !== absent && { invokedBy }) };
  return {
    record: {
      eventName: 'ConsoleLogin',
      eventSource: 'signin.amazonaws.com',
      recipientAccountId: '111122223333',
      userIdentity,
      ...(eventType !== absent && { eventType }),
    },
    isRootUse: type === 'Root' && typeof invokedBy !== 'string' && eventType !== 'AwsServiceEvent',
    traits: [
      ...(eventType === absent ? (['no eventType'] as const) : []),
      ...(invokedBy === null ? (['invokedBy is null'] as const) : []),
      ...(type === 'root' ? (['type in lower case'] as const) : []),
    ],
  };
}

/** The rule in every language, each with the traits it is known to judge otherwise: a line for another language. */
export const rootUse: readonly (Variant & { readonly differsOn: readonly Trait[] })[] = [
  {
    name: 'lucene (Coralogix)',
    document: `
language: lucene
condition: userIdentity.type:Root AND NOT _exists_:userIdentity.invokedBy AND NOT eventType:AwsServiceEvent
`,
    // Analysed text has no case.
    differsOn: ['type in lower case'],
  },
  {
    name: 'lucene on keywords',
    document: `
language: lucene
condition: userIdentity.type.keyword:Root AND NOT _exists_:userIdentity.invokedBy AND NOT eventType.keyword:AwsServiceEvent
`,
    differsOn: [],
  },
  {
    name: 'cloudwatch (CIS 4.3)',
    document: `
condition: '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }'
`,
    // Null exists, and nothing differs from a field that is missing.
    differsOn: ['no eventType', 'invokedBy is null'],
  },
  {
    name: 'eventbridge',
    document: `
condition:
  detail:
    userIdentity: { type: [Root], invokedBy: [{ exists: false }] }
    eventType: [{ anything-but: AwsServiceEvent }]
`,
    differsOn: ['no eventType', 'invokedBy is null'],
  },
  {
    name: 'gorillastack',
    document: `
eventNames: [ConsoleLogin]
# Without parentheses the original's "!" negates "detail" alone.
condition: detail.userIdentity.type == 'Root' && !(detail.userIdentity.invokedBy) && detail.eventType != 'AwsServiceEvent'
`,
    differsOn: [],
  },
  {
    name: 'sigma',
    document: `
title: Root use
logsource: { product: aws, service: cloudtrail }
detection:
  root: { userIdentity.type: Root }
  service: { eventType: AwsServiceEvent }
  caller: { userIdentity.invokedBy: null }
  condition: root and caller and not service
`,
    // Texts have no case.
    differsOn: ['type in lower case'],
  },
  {
    name: 'threatstack',
    document: `
condition: userIdentity.type = "Root" and userIdentity.invokedBy = null and eventType != "AwsServiceEvent"
`,
    differsOn: [],
  },
];
