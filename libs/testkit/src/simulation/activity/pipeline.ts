import type { Random } from '../../random.js';
import type { CloudTrailRecord } from '../../record/cloudtrail-record.js';
import { accessKeyId, assumedRole, iamUser } from '../../record/user-identity.js';
import { createTags } from '../calls/ec2.js';
import { updateFunctionCode } from '../calls/lambda.js';
import { assumeRole, getCallerIdentity } from '../calls/observability.js';
import { objectCall } from '../calls/s3.js';
import { putParameter } from '../calls/secrets.js';
import type { Account } from '../company.js';
import { type Session, script } from '../session.js';
import { readSomething } from './reading.js';

const terraform =
  'APN/1.0 HashiCorp/1.0 Terraform/1.12.1 (+https://www.terraform.io) terraform-provider-aws/5.99.1 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.36.3 ua/2.1 os/linux lang/go#1.23.8 md/GOOS#linux md/GOARCH#amd64 api/ec2#1.220.0';

/** The identity and place a run of the pipeline acts from. */
export function runnerSession(account: Account): Session {
  return {
    account,
    region: account.region,
    identity: iamUser({ accountId: account.id, userName: 'deploy-runner' }),
    sourceIPAddress: '203.0.113.201',
    userAgent: terraform,
  };
}

/** One run: take the deployment role, compare everything there is with the plan, and most times apply a few changes. */
export function pipelineRun(account: Account, at: Date, random: Random): CloudTrailRecord[] {
  const run = script(`pipeline/${account.id}/${at.toISOString()}`, at);
  const runner = runnerSession(account);
  const sessionName = `run-${random.int(100_000, 999_999)}`;
  const identity = assumedRole({
    accountId: account.id,
    roleName: 'deployment',
    sessionName,
    session: { creationDate: at },
  });
  run.do(runner, getCallerIdentity());
  run.do(
    runner,
    assumeRole(
      account,
      at,
      {
        arn: `arn:aws:iam::${account.id}:role/deployment`,
        sessionName,
        assumedArn: String(identity.arn),
        assumedId: String(identity.principalId),
      },
      accessKeyId('session', sessionName),
    ),
  );
  const deployer: Session = { ...runner, identity };
  const state = account.buckets.find((bucket) => bucket.endsWith('terraform-state')) ?? '';
  run.do(deployer, objectCall(account, random, 'GetObject', state, 'services/terraform.tfstate'));
  for (let left = random.int(40, 70); left > 0; left--) {
    run.do(deployer, readSomething(account, random, run.now()), random.int(0, 2));
  }
  if (random.chance(0.85)) {
    for (const name of random.shuffled(account.functions).slice(0, random.int(3, 6))) {
      run.do(deployer, updateFunctionCode(account, random, name), random.int(1, 4));
      run.do(deployer, putParameter(random, random.pick(account.parameters)));
      run.do(deployer, createTags(random, random.pick(account.instanceIds)));
    }
    run.do(deployer, objectCall(account, random, 'PutObject', state, 'services/terraform.tfstate'));
  }
  return run.records;
}
