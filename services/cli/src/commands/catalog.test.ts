import { describe, expect, it } from 'vitest';
import { call } from '../../testing/captured-io.js';
import { sampleFolder } from '../../testing/sample-folder.js';

describe('catalog events', () => {
  it.each(['kms', 'kms.amazonaws.com', 'KMS'])(
    '%s lists what can be done with keys, calls and other events',
    async (name) => {
      const { exitCode, lines, stderr } = await call(['catalog', 'events', name]);
      expect(exitCode).toBe(0);
      expect(lines.slice(0, 2).map((line) => line.split(/\s{2,}/)[0])).toEqual([
        'EVENT',
        expect.stringMatching(/^-+$/),
      ]);
      expect(lines.some((line) => /^DescribeKey\s+API call\s+yes/.test(line))).toBe(true);
      expect(lines.some((line) => /^ScheduleKeyDeletion\s+API call\s+no$/.test(line))).toBe(true);
      expect(lines.some((line) => /^RotateKey\s+service\s+no$/.test(line))).toBe(true);
      expect(stderr).toMatch(/^kms\.amazonaws\.com: \d+ events; all its API calls \(botocore [\d.]+\)\n$/);
    },
  );

  it('knows a source also by the name of its service, and says where it knows a part only', async () => {
    expect((await call(['catalog', 'events', 'cloudwatch'])).stderr).toMatch(/^monitoring\.amazonaws\.com: /);
    expect((await call(['catalog', 'events', 'signin'])).stderr).toMatch(/more than are known may occur/);
  });

  it('lists every name of an event in JSON lines', async () => {
    const { json } = await call(['catalog', 'events', 'lambda', '--format', 'ndjson']);
    expect(json()).toContainEqual({
      eventSource: 'lambda.amazonaws.com',
      eventName: 'CreateFunction20150331',
      names: ['CreateFunction20150331', 'CreateFunction20150331v2', 'CreateFunction'],
      kind: 'api',
      readOnly: { value: false, from: 'name' },
    });
  });

  it.each([
    ['dynamdb', 'no service is known as dynamdb; did you mean dynamodb?'],
    ['\u001b[31mzzzzzzzzzzzzzzzzz', 'no service is known as '],
  ])('of an unknown service %j says what was meant', async (name, message) => {
    const { exitCode, lines, stderr } = await call(['catalog', 'events', name]);
    expect([exitCode, lines]).toEqual([2, []]);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('\u001b');
  });
});

describe('catalog fields', () => {
  it('lists the paths of one call, its required ones marked', async () => {
    const { lines, stderr } = await call(['catalog', 'fields', 'dynamodb', 'createtable']);
    const rows = lines.map((line) => line.split(/\s{2,}/));
    expect(rows).toContainEqual(['requestParameters.tableName', 'string', 'yes']);
    expect(rows).toContainEqual(['requestParameters.sSESpecification.enabled', 'boolean']);
    expect(rows).toContainEqual(['responseElements.tableDescription.tableArn', 'string']);
    expect(stderr).toMatch(/^CreateTable of dynamodb\.amazonaws\.com: \d+ paths\n$/);
  });

  it('lists the requests of a whole service with the events that have them', async () => {
    const { json } = await call(['catalog', 'fields', 'cloudtrail', '--format', 'ndjson']);
    expect(json()).toContainEqual({
      eventSource: 'cloudtrail.amazonaws.com',
      path: 'requestParameters.s3BucketName',
      type: 'string',
      events: ['CreateTrail', 'UpdateTrail'],
    });
  });

  it.each([
    [['s3', 'PutBuketPolicy'], 'did you mean PutBucketPolicy?'],
    [['s3', 'RunInstances'], 'ec2.amazonaws.com'],
  ])('%j says what was meant', async (args, advice) => {
    const { exitCode, stderr } = await call(['catalog', 'fields', ...args]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(advice);
  });

  it('says where nothing is known', async () => {
    const { exitCode, lines, stderr } = await call(['catalog', 'fields', 'signin', 'SwitchRole']);
    expect([exitCode, lines]).toEqual([0, []]);
    expect(stderr).toBe('nothing is known of the parameters of SwitchRole of signin.amazonaws.com\n');
  });
});

describe('catalog sample', () => {
  it('prints a record that a rule for the event matches', async () => {
    const { stdout } = await call(['catalog', 'sample', 's3', 'PutBucketPolicy', '--format', 'ndjson']);
    const rule =
      'title: t\ncondition: eventName = "PutBucketPolicy" and requestParameters.bucketName = "acme-reports"\n';
    const at = sampleFolder({ 'event.jsonl': stdout, 'rules/r.yaml': rule });
    const scan = await call(['scan', '--rules', at('rules'), '--matches', '--format', 'ndjson', at('event.jsonl')]);
    expect(scan.lines).toHaveLength(1);
  });

  it('is the same each time, whole, and with content that fits its names', async () => {
    const sample = async () => (await call(['catalog', 'sample', 'ec2', 'CreateVolume'])).stdout;
    const record = JSON.parse(await sample());
    expect(await sample()).toBe(await sample());
    expect(record).toMatchObject({
      eventSource: 'ec2.amazonaws.com',
      eventName: 'CreateVolume',
      userIdentity: { type: 'IAMUser' },
      requestParameters: { snapshotId: 'snap-0a1b2c3d4e5f67890', encrypted: false },
      readOnly: false,
      eventType: 'AwsApiCall',
    });
  });

  it('has no response where the call only reads, and hides what CloudTrail hides', async () => {
    const [read] = (await call(['catalog', 'sample', 'ec2', 'DescribeVolumes', '--format', 'ndjson'])).json();
    expect(read).toMatchObject({ readOnly: true, responseElements: null });
    const { stdout } = await call(['catalog', 'sample', 'secretsmanager', 'PutSecretValue']);
    expect(stdout).toContain('HIDDEN_DUE_TO_SECURITY_REASONS');
  });

  it('with --envelope is what EventBridge delivers', async () => {
    const { json } = await call(['catalog', 'sample', 'iam', 'CreateUser', '--envelope', '--format', 'ndjson']);
    expect(json()).toMatchObject([
      {
        'detail-type': 'AWS API Call via CloudTrail',
        source: 'aws.iam',
        detail: { eventName: 'CreateUser', requestParameters: { userName: 'alice' } },
      },
    ]);
  });

  it('knows sign-ins', async () => {
    const { json } = await call(['catalog', 'sample', 'signin', 'ConsoleLogin', '--format', 'ndjson']);
    expect(json()).toMatchObject([{ eventType: 'AwsConsoleSignIn', responseElements: { ConsoleLogin: 'Success' } }]);
  });
});

describe('rules lint', () => {
  it('knows CloudTrail: events, fields, and --fix mends what has one meaning', async () => {
    const at = sampleFolder({ 'r.yaml': 'title: t\ncondition: eventName = "StopLoging"\n' });
    const before = await call(['rules', 'lint', at('r.yaml')]);
    expect(before.lines).toEqual([expect.stringMatching(/r\.yaml:2:\d+: warning W-UNKNOWN-EVENT .*StopLogging/)]);
    expect((await call(['rules', 'lint', '--fix', at('r.yaml')])).lines).toEqual([]);
  });
});
