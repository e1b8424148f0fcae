import { recordPath } from '@trailhound/cloudtrail';
import type { LeafPath } from '../../condition/condition.js';

/** Where an alias is looked up: the first path that reaches a value other than null wins, then the constant. */
export interface FieldAlias {
  readonly paths: readonly LeafPath[];
  readonly constant?: string;
}

const sourceIp: FieldAlias = { paths: [recordPath('sourceIPAddress')] };

/**
 * Short names that filters, group-by lists, titles and `--fields` share. An alias is meant only where it stands alone:
 * `user.name` is a path of the record.
 */
export const threatstackAliases: ReadonlyMap<string, FieldAlias> = new Map<string, FieldAlias>([
  ['event_type', { paths: [], constant: 'cloudtrail' }],
  [
    'user',
    {
      paths: [
        recordPath('userIdentity', 'userName'),
        recordPath('userIdentity', 'sessionContext', 'sessionIssuer', 'userName'),
        { ...recordPath('userIdentity', 'arn'), take: 'lastArnSegment' },
      ],
    },
  ],
  ['ip', sourceIp],
  ['src_ip', sourceIp],
  ['accountId', { paths: [recordPath('recipientAccountId'), recordPath('userIdentity', 'accountId')] }],
  ['region', { paths: [recordPath('awsRegion')] }],
]);
