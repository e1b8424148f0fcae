import { failing } from '../api-call.js';
import { createDatabase, createTable } from '../calls/data-stores.js';
import * as ec2 from '../calls/ec2.js';
import * as disks from '../calls/ec2-disks.js';
import { createFunctionUrl, getFunction, letInvoke, updateFunctionCode } from '../calls/lambda.js';
import { deleteHostedZone } from '../calls/observability.js';
import { scheduleKeyDeletion } from '../calls/secrets.js';
import { type AttackPlan, withLeakedKey } from './attack-plan.js';

/** Attacks that use, change or destroy what the company runs. */
export const resourceAttacks: readonly AttackPlan[] = [
  {
    name: 'machines in a region nobody uses',
    description: 'Large GPU machines are launched in Osaka after a first attempt over quota.',
    rules: ['threat-stack.ec2-instances-outside-allowed-regions'],
    play: ({ script, company, random }) => {
      const [production] = company.accounts;
      const session = withLeakedKey(random, production, 'metrics-exporter', 'ap-northeast-3');
      script.do(session, ec2.describeRegions(), 10);
      const launch = ec2.runInstances(production, random, { instanceType: 'g5.12xlarge', count: 4 });
      script.do(session, failing(launch, 'Client.VcpuLimitExceeded', 'You have requested more vCPU capacity.'), 8);
      script.do(session, ec2.runInstances(production, random, { instanceType: 'g5.xlarge', count: 2 }));
    },
  },
  {
    name: 'function taken over',
    description: "A function's code is replaced, everybody may invoke it, and it gets a public URL.",
    rules: [
      'threat-stack.lambda-code-changed-by-user',
      'threat-stack.lambda-invocable-by-anyone',
      'threat-stack.lambda-public-function-url',
    ],
    play: ({ script, company, random }) => {
      const [, staging] = company.accounts;
      const session = withLeakedKey(random, staging, 'reporting');
      const name = random.pick(staging.functions);
      script.do(session, getFunction(name), 25);
      script.do(session, updateFunctionCode(staging, random, name), 10);
      script.do(session, letInvoke(staging, name, '*', 'invoke'), 4);
      script.do(session, createFunctionUrl(staging, random, name, 'NONE'));
    },
  },
  {
    name: 'keys held to ransom',
    description: 'Two encryption keys are scheduled for deletion at the earliest date there is.',
    rules: ['threat-stack.kms-key-disabled-or-deleted'],
    play: ({ script, company, random }) => {
      const [production] = company.accounts;
      const session = withLeakedKey(random, production, 'deploy-runner');
      for (const keyId of production.keyIds.slice(0, 2)) {
        script.do(session, scheduleKeyDeletion(production, keyId, script.now(), 7), 6);
      }
    },
  },
  {
    name: 'zone deleted',
    description: "The company's DNS zone is deleted.",
    rules: ['threat-stack.route53-hosted-zone-changed'],
    play: ({ script, company, random }) => {
      const [, , shared] = company.accounts;
      script.do(withLeakedKey(random, shared, 'deploy-runner'), deleteHostedZone(shared, random, script.now()));
    },
  },
  {
    name: 'stores without encryption',
    description: 'A volume, a table and a public database appear, none of them encrypted.',
    rules: [
      'threat-stack.ec2-unencrypted-volume-created',
      'threat-stack.dynamodb-unencrypted-table-created',
      'threat-stack.rds-unencrypted-database-created',
      'threat-stack.rds-database-made-public',
    ],
    play: ({ script, company, random }) => {
      const [, staging] = company.accounts;
      const session = withLeakedKey(random, staging, 'reporting');
      script.do(session, disks.createVolume(random, staging.region), 12);
      script.do(session, createTable(staging, 'export-buffer', false), 12);
      script.do(session, createDatabase(random, 'export-buffer', { encrypted: false, public: true }));
    },
  },
];
