import { createDatabaseSnapshot, describeDatabases, shareDatabaseSnapshot } from '../calls/data-stores.js';
import * as ec2 from '../calls/ec2.js';
import * as disks from '../calls/ec2-disks.js';
import * as network from '../calls/ec2-network.js';
import { letEverybodyRead, listBuckets, removePublicAccessBlock } from '../calls/s3.js';
import { resourceId } from '../company.js';
import { type AttackPlan, withLeakedKey } from './attack-plan.js';

/** An account that is not the company's. */
const stranger = '748291650334';

/** Attacks that open doors or carry data out. */
export const exposureAttacks: readonly AttackPlan[] = [
  {
    name: 'security groups opened to the world',
    description: 'SSH for all of IPv4, RDP for all of IPv6, and a database port by changing a rule in place.',
    rules: ['threat-stack.ec2-security-group-open-to-world'],
    play: ({ script, company, random }) => {
      const [production] = company.accounts;
      const session = withLeakedKey(random, production, 'deploy-runner');
      script.do(session, ec2.describeSecurityGroups(production), 15);
      script.do(session, network.authorizeIngress(production, random, 22, '0.0.0.0/0'), 20);
      script.do(session, network.authorizeIngress(production, random, 3389, '::/0'), 31);
      script.do(session, network.modifySecurityGroupRule(production, random, 5432, '0.0.0.0/0'));
    },
  },
  {
    name: 'disk carried out by snapshot',
    description: 'A volume is copied into a snapshot, and the snapshot shared with another account.',
    rules: ['threat-stack.ec2-snapshot-shared'],
    play: ({ script, company, random }) => {
      const [production] = company.accounts;
      const session = withLeakedKey(random, production, 'reporting');
      const snapshotId = resourceId(random, 'snap');
      script.do(session, ec2.describeVolumes(production, random), 9);
      script.do(session, disks.createSnapshot(random, random.pick(production.volumeIds), snapshotId), 45);
      script.do(session, disks.shareSnapshot(random, snapshotId, stranger));
    },
  },
  {
    name: 'machine image published',
    description: 'An image of the production machines becomes launchable by everybody.',
    rules: ['threat-stack.ec2-image-made-public'],
    play: ({ script, company, random }) => {
      const [production] = company.accounts;
      const session = withLeakedKey(random, production, 'metrics-exporter');
      script.do(session, disks.shareImage(random, random.pick(production.imageIds), 'all'));
    },
  },
  {
    name: 'bucket published',
    description: 'The public access block of a bucket goes, and its policy lets everybody read.',
    rules: [
      'threat-stack.s3-public-access-block-removed',
      'threat-stack.s3-bucket-made-public',
      'threat-stack.s3-bucket-policy-changed',
    ],
    play: ({ script, company, random }) => {
      const [production] = company.accounts;
      const session = withLeakedKey(random, production, 'deploy-runner');
      const bucket = production.buckets[1] ?? '';
      script.do(session, listBuckets(production, random), 7);
      script.do(session, removePublicAccessBlock(production, random, bucket), 5);
      script.do(session, letEverybodyRead(production, random, bucket));
    },
  },
  {
    name: 'database copied to everybody',
    description: 'A database is copied into a snapshot that anyone may restore.',
    rules: ['threat-stack.rds-snapshot-made-public'],
    play: ({ script, company, random }) => {
      const [production] = company.accounts;
      const session = withLeakedKey(random, production, 'reporting');
      const database = production.databases[1] ?? '';
      script.do(session, describeDatabases(), 8);
      script.do(session, createDatabaseSnapshot(production, database, `${database}-monthly`), 90);
      script.do(session, shareDatabaseSnapshot(`${database}-monthly`, 'all'));
    },
  },
];
