import { describe, expect, it } from 'vitest';
import { catalogueOf, parseCatalogue } from './catalogue.js';
import type { CatalogueFile } from './catalogue-file.js';
import { checkPath, listPaths } from './shape-paths.js';
import { shippedCatalogue } from './shipped.fixture.js';

const catalogue = shippedCatalogue();

describe('the shipped catalogue', () => {
  it('names the version of its models and knows hundreds of services', () => {
    expect(catalogue.botocore).toMatch(/^\d+\.\d+\.\d+$/);
    expect(catalogue.sources.length).toBeGreaterThan(350);
    expect(catalogue.sources.flatMap((source) => catalogue.events(source)).length).toBeGreaterThan(19_000);
  });

  it.each([
    ['monitoring.amazonaws.com', 'PutMetricAlarm', 'a source that is not called like its service'],
    ['tagging.amazonaws.com', 'TagResources', 'another'],
    ['lambda.amazonaws.com', 'AddPermission20150331v2', 'the version in a name, as Lambda writes it'],
    ['cloudfront.amazonaws.com', 'CreateDistribution2020_05_31', 'and as CloudFront does'],
    ['s3.amazonaws.com', 'PutBucketPublicAccessBlock', 'a bucket call under the name records have'],
    ['s3.amazonaws.com', 'PutBucketLifecycle', 'another'],
    ['es.amazonaws.com', 'CreateDomain', 'OpenSearch under its old name'],
    ['apigateway.amazonaws.com', 'CreateRoute', 'both generations of API Gateway'],
    ['signin.amazonaws.com', 'ConsoleLogin', 'a sign-in, which is no call'],
    ['secretsmanager.amazonaws.com', 'RotationSucceeded', 'what a service does by itself'],
  ])('knows %s %s: %s', (source, name) => {
    expect(catalogue.find(source, name)?.names).toContain(name);
    expect(catalogue.sourcesOf(name)).toContain(source);
  });

  it.each([
    ['ec2.amazonaws.com', true],
    ['acm.amazonaws.com', true],
    ['signin.amazonaws.com', false],
    ['sso-directory.amazonaws.com', false],
    ['nowhere.amazonaws.com', false],
    ['__proto__', false],
  ])('says whether every event of %s is known: %s', (source, isComplete) => {
    expect(catalogue.isComplete(source)).toBe(isComplete);
  });

  it('knows no event of a source or a name it does not know, prototype members included', () => {
    expect(catalogue.events('constructor')).toEqual([]);
    expect(catalogue.find('s3.amazonaws.com', 'constructor')).toBeUndefined();
    expect(catalogue.sourcesOf('toString')).toEqual([]);
    expect(catalogue.servicesOf('toString')).toEqual([]);
  });

  it.each<[string, string, 'requests' | 'responses', string, string]>([
    ['dynamodb', 'CreateTable', 'requests', 'sSESpecification.enabled', 'known'],
    ['dynamodb', 'CreateTable', 'requests', 'SSESpecification.Enabled', 'unknown'],
    ['rds', 'CreateDBInstance', 'requests', 'publiclyAccessible', 'known'],
    ['rds', 'CreateDBInstance', 'responses', 'publiclyAccessible', 'known'],
    ['ec2', 'RunInstances', 'requests', 'instancesSet.items.imageId', 'known'],
    ['ec2', 'AuthorizeSecurityGroupIngress', 'requests', 'ipPermissions.items.ipRanges.items.cidrIp', 'known'],
    ['s3', 'PutBucketPolicy', 'requests', 'bucketPolicy.Statement.Effect', 'open'],
    ['s3', 'PutBucketTagging', 'requests', 'Tagging.TagSet.Tag.Key', 'known'],
    ['s3', 'GetBucketAcl', 'requests', 'bucketName', 'known'],
    ['s3', 'GetBucketAcl', 'requests', 'acl', 'known'],
  ])('of %s %s, %s.%s is %s', (service, name, side, path, kind) => {
    const shapes = catalogue.find(`${service}.amazonaws.com`, name)?.[side] ?? [];
    expect(checkPath(shapes, path.split('.')).kind).toBe(kind);
  });

  it('tells readers by what the model says, else by the verb, and gives them no response', () => {
    expect(catalogue.find('ec2.amazonaws.com', 'DescribeInstances')).toMatchObject({
      readOnly: { value: true, from: 'name' },
      responses: [],
    });
    expect(catalogue.find('ec2.amazonaws.com', 'RunInstances')?.readOnly.value).toBe(false);
    expect(catalogue.find('lambda.amazonaws.com', 'GetFunction')?.readOnly).toEqual({ value: true, from: 'model' });
  });

  it('lists the paths of a request, required ones marked, lists as [] and what lies too deep as object', () => {
    const [request] = catalogue.find('dynamodb.amazonaws.com', 'CreateTable')?.requests ?? [];
    const paths = request === undefined ? [] : listPaths(request, 'requestParameters', 2);
    expect(paths).toContainEqual({ path: 'requestParameters.tableName', type: 'string', isRequired: true });
    expect(paths).toContainEqual(expect.objectContaining({ path: 'requestParameters.tags[].key', type: 'string' }));
    expect(paths).toContainEqual(
      expect.objectContaining({ path: 'requestParameters.globalSecondaryIndexes[].projection', type: 'object' }),
    );
  });
});

describe('a catalogue file', () => {
  const file: CatalogueFile = {
    format: 1,
    botocore: '0',
    texts: ['Make', 'name', 'one', 'things'],
    nodes: [
      [2, 2],
      [3, 3, 8],
      [0, 9],
      [1, 10],
      [3, 6, 11],
    ],
    sources: { 'made.amazonaws.com': { services: ['made'], apis: [[0, 3, 12, -1]] } },
  };

  it('is read into events, shapes and members', () => {
    const made = catalogueOf(file).find('made.amazonaws.com', 'Make');
    expect(made).toMatchObject({ names: ['Make'], kind: 'api', readOnly: { value: true, from: 'model' } });
    expect(checkPath(made?.requests ?? [], ['things', 'any key', 'name']).kind).toBe('known');
    expect(checkPath(made?.requests ?? [], ['Things', 'k', 'NAME'], true).kind).toBe('known');
    expect(checkPath(made?.requests ?? [], ['things', 'k', 'nmae'])).toEqual({
      kind: 'unknown',
      index: 2,
      siblings: ['name'],
    });
    expect(checkPath([], ['anything']).kind).toBe('open');
    expect(catalogueOf(file).memberNames).toEqual(new Set(['name', 'things']));
  });

  it('of another format is refused', () => {
    expect(() => parseCatalogue('{"format":2}')).toThrow(TypeError);
  });
});
