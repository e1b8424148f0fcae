import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { parseCatalogue } from '@trailhound/catalogue';
import { viewOf } from '@trailhound/cloudtrail';
import { createScanEngine, readRuleFiles, runRuleTests, type ScanResult } from '@trailhound/matcher/offline';
import { compileCondition, compileRules, type LoadedRules, loadRuleSet, withCatalogueLints } from '@trailhound/rules';
import { simulateAccount } from '@trailhound/testkit';
import { beforeAll, describe, expect, it } from 'vitest';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const pack = join(repository, 'rules/aws-attack');
const cloudtrail = join(repository, '../shared/data/cloudtrail');
const catalogueFile = join(repository, 'libs/catalogue/data/catalogue.json.gz');
const encoder = new TextEncoder();

const isCi = process.env['CI'] === 'true';
const isPresent = existsSync(cloudtrail);
const skipped = isPresent ? '' : ' (skipped: ../shared/data/cloudtrail is not beside the checkout)';

/** Panther's rules that have a twin here whose condition agrees with all of their tests; fewer is a loss. */
const wantedTwins = 40;

/** Which rule of the pack says what which of Panther's rules says; several technique rules do. */
const twins: Readonly<Record<string, string>> = {
  'access-denied-burst': 'AWS.CloudTrail.UnauthorizedAPICall',
  'access-key-quarantined': 'AWS.IAM.AccessKeyCompromised',
  'account-contacts-read': 'AWS.CloudTrail.Account.Discovery',
  'bedrock-guardrail-weakened': 'AWS.Bedrock.GuardrailUpdateDelete',
  'cloudtrail-stop': 'AWS.CloudTrail.Stopped',
  'codebuild-project-made-public': 'AWS.CloudTrail.CodebuildProjectMadePublic',
  'compute-changed-by-hand': 'AWS.Modify.Cloud.Compute.Infrastructure',
  'config-recording-set-up': 'AWS.ConfigService.Created',
  'console-brute-force': 'Standard.BruteForceByIP',
  'console-login-without-sso': 'AWS.Console.LoginWithoutSAML',
  'console-password-set-for-other': 'AWS.CloudTrail.LoginProfileCreatedOrModified',
  'console-password-spraying': 'AWS.CloudTrail.PasswordSpraying',
  'container-image-pushed-outside-deployment': 'AWS.ECR.CRUD',
  'credentials-changed': 'AWS.IAM.CredentialsUpdated',
  'ec2-get-password-data': 'AWS.EC2.ManyPasswordReadAttempts',
  'ec2-instance-connect': 'AWS.EC2.MultiInstanceConnect',
  'ec2-share-ami': 'AWS.CloudTrail.AMIModifiedForPublicAccess',
  'groups-explored': 'AWS.IAM.Group.Read.Only.Events',
  'identity-center-applications-listed': 'Sign-in.with.AWS.CLI.prompt',
  'identity-center-device-token': 'Retrieve.SSO.access.token',
  'identity-center-signin': 'AWS.Console.Sign-In',
  'instance-credentials-off-network': 'AWS.CloudTrail.IMDSCredentialExfiltration',
  'instance-start-script-changed': 'AWS.EC2.Startup.Script.Change',
  'instances-stopped': 'AWS.EC2.StopInstances',
  'lambda-changed-outside-deployment': 'AWS.LAMBDA.CRUD',
  'lambda-code-changed-by-person': 'AWS.Lambda.UpdateFunctionCode',
  'machine-image-taken': 'AWS.EC2.Monitoring',
  'macie-weakened': 'AWS.Macie.Evasion',
  'network-acl-changed': 'AWS.EC2.NetworkACLModified',
  'network-acl-open-to-world': 'AWS.CloudTrail.NetworkACLPermissiveEntry',
  'network-gateway-changed': 'AWS.EC2.GatewayModified',
  'organization-left': 'AWS.CloudTrail.AttemptToLeaveOrg',
  'permissions-changed': 'AWS.IAM.PolicyModified',
  'rds-backups-deleted': 'AWS.RDS.AutomatedBackupDeleted',
  'rds-database-deleted': 'AWS.RDS.InstanceDeletion',
  'rds-ingress-authorized': 'AWS.RDS.SecurityGroupIngressAuthorized',
  'rds-role-added': 'AWS.RDS.IAMRoleAdded',
  'rds-snapshot-copied-to-other-region': 'AWS.RDS.SnapshotCopiedCrossRegion',
  'rds-snapshot-shared': 'AWS.RDS.SnapshotShared',
  'role-created': 'AWS.IAM.CreateRole',
  'role-made-administrator': 'AWS.IAM.AttachAdminRolePolicy',
  'roles-tried-by-user': 'Role.Assumed.by.User',
  'root-access-key-created': 'AWS.CloudTrail.RootAccessKeyCreated',
  'root-password-changed': 'AWS.CloudTrail.RootPasswordChanged',
  'root-signed-in': 'AWS.Console.RootLogin',
  'root-signin-failed-repeatedly': 'AWS.Console.RootLoginFailed',
  'route-table-changed': 'AWS.EC2.RouteTableModified',
  's3-access-logs-stopped': 'AWS.S3.DisableBucketLogging',
  's3-bucket-encryption-removed': 'AWS.S3.DeleteBucketEncryption',
  's3-bucket-replication-removed': 'AWS.S3.DeleteBucketReplication',
  's3-endpoint-used-from-public-address': 'AWS.CloudTrail.VPCE.S3ExternalIP',
  's3-mfa-delete-disabled': 'AWS.S3.DisableMfaDelete',
  's3-object-encrypted-with-foreign-key': 'AWS.S3.CopyObject.CrossAccount.Encryption.KMS',
  's3-objects-deleted-in-bulk': 'AWS.S3.DeleteObjects',
  's3-versioning-suspended': 'AWS.S3.SuspendVersioning',
  'saml-provider-changed': 'AWS.Suspicious.SAML.Activity',
  'security-group-changed-by-hand': 'AWS.EC2.ManualSecurityGroupChange',
  'security-service-weakened': 'AWS.CloudTrail.SecurityConfigurationChange',
  'ses-identities-checked': 'AWS.CloudTrail.SES.CheckIdentityVerifications',
  'ses-sending-quota-read': 'AWS.CloudTrail.SES.CheckSendQuota',
  'session-token-by-user': 'AWS.STS.GetSessionToken.Misuse',
  'signin-token-by-script': 'AWS.Console.GetSigninToken.Abuse',
  'ssm-send-command': 'AWS.SSM.DistributedCommand',
  'traffic-mirroring-changed': 'AWS.EC2.Traffic.Mirroring',
  'user-reconnaissance-denied': 'AWS.IAMUser.ReconAccessDenied',
  'vpc-changed': 'AWS.EC2.VPCModified',
  'vpc-remove-flow-logs': 'AWS.VPCFlow.LogsDeleted',
  'write-in-unused-region': 'AWS.UnusedRegion',
};

let loaded: LoadedRules;
beforeAll(async () => {
  const { files, problems } = await readRuleFiles([pack]);
  expect(problems).toEqual([]);
  const catalogue = parseCatalogue(gunzipSync(readFileSync(catalogueFile)).toString('utf8'));
  loaded = withCatalogueLints(loadRuleSet(files), files, catalogue);
});

function scan(records: Iterable<unknown>): ScanResult {
  const engine = createScanEngine({ rules: compileRules(loaded.rules), nowMs: 0 });
  let index = 0;
  for (const record of records) {
    const bytes = encoder.encode(typeof record === 'string' ? record : JSON.stringify(record));
    expect(engine.add({ bytes, at: { input: 'test', index: index++ } }).kind).toBe('evaluated');
  }
  return engine.finish();
}

const linesOf = (file: string): readonly string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');

describe('the pack aws-attack', () => {
  it('loads without a problem and without a lint that is not accepted', () => {
    expect(loaded.problems).toEqual([]);
    expect(loaded.lints.map(({ code, place }) => `${place.file}:${place.line} ${code}`)).toEqual([]);
  });

  it('names every rule like its file', () => {
    const files = readdirSync(pack).filter((name) => name.endsWith('.yaml'));
    expect(loaded.rules.map(({ id }) => id)).toEqual(
      files.sort().map((name) => `aws-attack.${name.replace('.yaml', '')}`),
    );
  });

  it('tells of every rule what to do, what it mistakes for an attack and which technique it is about', () => {
    for (const rule of loaded.rules) {
      const silent = rule.tests.filter(
        ({ expect }) => expect === 'no-match' || (typeof expect === 'object' && expect.alerts === 0),
      );
      expect(silent.length, `${rule.id}: silent cases`).toBeGreaterThan(0);
      expect(rule.tests.length - silent.length, `${rule.id}: matching cases`).toBeGreaterThan(0);
      for (const key of ['description', 'runbook', 'reference', 'falsePositives'] as const) {
        expect(rule[key]?.length, `${rule.id}: ${key}`).toBeGreaterThan(0);
      }
      const techniques = rule.tags.filter((tag) => /^attack\.t\d{4}(\.\d{3})?$/i.test(tag));
      expect(techniques, `${rule.id}: techniques`).not.toEqual([]);
      const reported = Object.values(rule.frameworks).flat().join(' ').toLowerCase();
      for (const tag of techniques) expect(reported, rule.id).toContain(tag.toLowerCase().replace('attack.', ''));
    }
  });

  it('passes its own tests', () => {
    const results = runRuleTests(loaded.rules);
    const failed = results.filter(({ passed }) => !passed);
    expect(
      failed.map(({ rule, test, expected, seen }) => ({ rule: rule.id, test: test.name, expected, seen })),
    ).toEqual([]);
    expect(results.length).toBeGreaterThanOrEqual(2 * loaded.rules.length);
  });

  it.each([1, 2, 3, 4])('is quiet on the ordinary part of the simulated account (seed %i)', (seed) => {
    const { records } = simulateAccount({ seed, start: new Date('2026-01-14T00:00:00Z'), attacks: false });
    expect(scan(records).alerts.map(({ rule, title }) => `${rule}: ${title}`)).toEqual([]);
  });
});

describe.skipIf(!isPresent && !isCi)(`the pack aws-attack on real detonations${skipped}`, () => {
  it('raises an alert named for each of the 25 techniques', () => {
    const files = readdirSync(join(cloudtrail, 'stratus')).filter((name) => /^aws\..+\.jsonl$/.test(name));
    const missed = files.filter((file) => {
      const technique = file.replace(/^aws\.[^.]+\.|\.jsonl$/g, '');
      const { alerts } = scan(linesOf(join(cloudtrail, 'stratus', file)));
      return !alerts.some(({ rule }) => rule === `aws-attack.${technique}`);
    });
    expect(missed).toEqual([]);
    expect(files).toHaveLength(25);
  });
});

interface PantherTest {
  readonly ruleId: string;
  readonly testName: string;
  readonly expected: boolean;
  readonly event: unknown;
  /** What Python would have been made to answer; such tests are about more than the event. */
  readonly mocks?: unknown;
}

describe.skipIf(!isPresent && !isCi)(`the twins of Panther's rules${skipped}`, () => {
  it(`agree with all tests of at least ${wantedTwins} of them`, () => {
    const tests = linesOf(join(cloudtrail, 'panther-tests/train.jsonl')).map((line) => JSON.parse(line) as PantherTest);
    const failed: string[] = [];
    let passed = 0;
    for (const [slug, ruleId] of Object.entries(twins)) {
      const rule = loaded.rules.find(({ id }) => id === `aws-attack.${slug}`);
      const own = tests.filter((test) => test.ruleId === ruleId && test.mocks === undefined);
      if (rule === undefined) failed.push(`${slug}: no such rule`);
      if (own.length === 0) failed.push(`${slug}: ${ruleId} has no test to agree with`);
      if (rule === undefined || own.length === 0) continue;
      const evaluate = compileCondition(rule.condition);
      const differing = own.filter(({ event, expected }) => (evaluate(viewOf(event)) === 'match') !== expected);
      failed.push(...differing.map(({ testName, expected }) => `${slug}: ${ruleId}, ${testName}: wants ${expected}`));
      if (differing.length === 0) passed += 1;
    }
    process.stdout.write(`twins of Panther's rules: ${passed}/${Object.keys(twins).length}\n`);
    expect(failed).toEqual([]);
    expect(passed).toBeGreaterThanOrEqual(wantedTwins);
    expect(new Set(Object.values(twins)).size).toBe(Object.keys(twins).length);
  });
});
