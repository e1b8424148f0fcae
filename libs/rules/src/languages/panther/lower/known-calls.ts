import { type FieldPath, recordPath } from '@trailhound/cloudtrail';

/** Functions of Panther's helper modules that mean something here, by the last part of their name. */
export type HelperName = 'deep_get' | 'aws_cloudtrail_success' | 'aws_rule_context' | 'lookup_aws_account_name';

export const helperNames: ReadonlySet<string> = new Set<HelperName>([
  'deep_get',
  'aws_cloudtrail_success',
  'aws_rule_context',
  'lookup_aws_account_name',
]);

/** The modules of Panther that its helpers are imported from begin so. */
export function helperOf(imported: string): HelperName | undefined {
  const name = imported.slice(imported.lastIndexOf('.') + 1);
  return imported.startsWith('panther') && isHelperName(name) ? name : undefined;
}

function isHelperName(name: string): name is HelperName {
  return helperNames.has(name);
}

const foldedPath = (...names: readonly string[]): FieldPath => ({
  ...recordPath(...names),
  arrays: 'explicit',
  keyCase: 'fold',
});

/** What `event.udm(name)` reads of a CloudTrail record: the standard data model, as far as it is plain paths. */
export const udmPaths: ReadonlyMap<string, readonly FieldPath[]> = new Map([
  ['source_ip', [foldedPath('sourceIPAddress')]],
  ['user_agent', [foldedPath('userAgent')]],
  ['user', [foldedPath('responseElements', 'user', 'userName')]],
  ['user_account_id', [foldedPath('responseElements', 'user', 'userId')]],
  [
    'actor_user',
    [foldedPath('userIdentity', 'userName'), foldedPath('userIdentity', 'sessionContext', 'sessionIssuer', 'userName')],
  ],
]);

/** The fields Panther's `aws_rule_context(event)` puts into an alert. */
export const ruleContextFields = [
  'eventName',
  'eventSource',
  'awsRegion',
  'recipientAccountId',
  'sourceIPAddress',
  'userAgent',
  'userIdentity',
] as const;
