import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.js';
import { root, trailhound } from '../support/trailhound.js';
import { dynamodbMorning } from './dynamodb-records.js';

const rule = (condition: string) => `
id: dynamodb-table-without-kms
title: '{user} created table {requestParameters.tableName} without a KMS key'
language: threatstack
condition: >
  eventSource = "dynamodb.amazonaws.com" and eventName = "CreateTable" and errorCode = null
  and ${condition}
tests:
  - name: nothing is said of encryption
    event: { eventSource: dynamodb.amazonaws.com, eventName: CreateTable, requestParameters: { tableName: t } }
    expect: match
  - name: encryption is switched off
    event:
      eventSource: dynamodb.amazonaws.com
      eventName: CreateTable
      requestParameters: { tableName: t, sSESpecification: { enabled: false } }
    expect: match
  - name: a KMS key encrypts it
    event:
      eventSource: dynamodb.amazonaws.com
      eventName: CreateTable
      requestParameters: { tableName: t, sSESpecification: { enabled: true, sSEType: KMS } }
    expect: no-match
`;

const inLines = (text: string) => text.trimEnd().split('\n');

describe('from a question to a rule, on the command line', () => {
  it('search, compare two records, write the rule, test it, run it', async () => {
    const folder = temporaryFolder();
    folder.write('logs/morning.json', JSON.stringify({ Records: dynamodbMorning() }));

    // What does somebody who makes a table do?
    const fields = ['--fields', 'eventName,user,requestParameters.tableName'];
    const search = await trailhound(['search', 'eventSource = "dynamodb.amazonaws.com"', ...fields, folder.at('logs')]);
    expect(search.stdout.match(/^\w+/gm)).toEqual([
      ...['eventName', 'ListTables', 'CreateTable', 'DescribeTable', 'CreateTable', 'DescribeTable'],
      ...['UpdateTable', 'DescribeContinuousBackups'],
    ]);

    // What tells an encrypted table from one that is not? The one has a member that the other has not at all.
    const raw = await trailhound(['search', 'eventName = "CreateTable"', '--raw', folder.at('logs')]);
    expect(inLines(raw.stdout)).toHaveLength(2);
    const diff = await trailhound(['diff', '-', '--format', 'ndjson'], { stdin: raw.stdout });
    const differences = inLines(diff.stdout).map((line) => JSON.parse(line));
    expect(differences).toContainEqual({
      path: 'requestParameters.sSESpecification.enabled',
      left: { missing: true },
      right: { value: true },
    });

    // The obvious rule misses it: a member that is not there is not false.
    folder.write('rules/table.yaml', rule('requestParameters.sSESpecification.enabled = "false"'));
    const first = await trailhound(['rules', 'test', folder.at('rules')]);
    expect(first.exitCode).toBe(1);
    expect(first.stdout).toMatch(
      /table\.yaml:9:\d+: failed dynamodb-table-without-kms: nothing is said of encryption\n/,
    );
    expect(first.stdout).toContain('requestParameters.sSESpecification.enabled');
    expect(first.stderr).toContain('2 passed, 1 failed');

    const both = 'requestParameters.sSESpecification = null or requestParameters.sSESpecification.enabled = "false"';
    folder.write('rules/table.yaml', rule(`(${both})`));
    expect(await trailhound(['rules', 'lint', folder.at('rules')])).toMatchObject({ exitCode: 0, stdout: '' });
    expect(await trailhound(['rules', 'test', folder.at('rules')])).toMatchObject({
      ...{ exitCode: 0, stderr: expect.stringContaining('3 passed, 0 failed') },
    });

    const scan = await trailhound(['scan', '--rules', folder.at('rules'), '--format', 'ndjson', folder.at('logs')]);
    expect(inLines(scan.stdout).map((line) => JSON.parse(line).title)).toEqual([
      'alice created table sessions without a KMS key',
    ]);
  }, 120_000);
});

it('the log in examples/dynamodb is that morning (vitest -u writes it anew)', async () => {
  const text = dynamodbMorning()
    .map((record) => `${JSON.stringify(record)}\n`)
    .join('');
  await expect(text).toMatchFileSnapshot(`${root}examples/dynamodb/morning.jsonl`);
});
