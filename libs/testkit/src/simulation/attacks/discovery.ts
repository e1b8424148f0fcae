import { refused } from '../activity/reading.js';
import { call } from '../api-call.js';
import { describeInstances } from '../calls/ec2.js';
import { getRole, listRoles, listUsers } from '../calls/iam.js';
import { getCallerIdentity } from '../calls/observability.js';
import { listBuckets } from '../calls/s3.js';
import { getSecretValue, listSecrets } from '../calls/secrets.js';
import { type AttackPlan, withLeakedKey } from './attack-plan.js';

/** Attacks that look around; only their number gives them away. */
export const discoveryAttacks: readonly AttackPlan[] = [
  {
    name: 'secrets swept',
    description: 'One key reads twenty different secrets in three minutes.',
    rules: ['threat-stack.secrets-swept'],
    play: ({ script, company, random }) => {
      const [production] = company.accounts;
      const session = withLeakedKey(random, production, 'metrics-exporter');
      script.do(session, listSecrets(), 5);
      for (const secret of production.secrets.slice(0, 20))
        script.do(session, getSecretValue(secret), random.int(3, 12));
    },
  },
  {
    name: 'permissions probed',
    description: 'A leaked key tries call after call to find out what it may do; nearly all are refused.',
    rules: ['threat-stack.access-denied-burst'],
    play: ({ script, company, random }) => {
      const [, staging] = company.accounts;
      const session = withLeakedKey(random, staging, 'm.lindqvist');
      const caller = String(session.identity.arn);
      script.do(session, getCallerIdentity(), 2);
      const probes = [
        listUsers(),
        listRoles(),
        getRole(staging.roles[0] ?? ''),
        listBuckets(staging, random),
        describeInstances(),
        listSecrets(),
        call('iam', 'ListAccessKeys'),
        call('iam', 'GetAccountAuthorizationDetails'),
        call('rds', 'DescribeDBInstances'),
        call('lambda', 'ListFunctions20150331'),
        call('organizations', 'ListAccounts'),
        call('dynamodb', 'ListTables'),
        call('ecs', 'ListClusters'),
        call('ses', 'GetSendQuota'),
      ];
      for (const probe of random.shuffled(probes)) script.do(session, refused(probe, caller), random.int(1, 6));
    },
  },
];
