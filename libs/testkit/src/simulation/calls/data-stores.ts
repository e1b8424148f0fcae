import type { Random } from '../../random.js';
import { type ApiCall, call } from '../api-call.js';
import type { Account } from '../company.js';

export const describeDatabases = (dBInstanceIdentifier?: string): ApiCall =>
  call('rds', 'DescribeDBInstances', dBInstanceIdentifier === undefined ? null : { dBInstanceIdentifier });

const snapshotArn = (account: Account, name: string): string =>
  `arn:aws:rds:${account.region}:${account.id}:snapshot:${name}`;

export const createDatabaseSnapshot = (account: Account, database: string, snapshot: string): ApiCall =>
  call(
    'rds',
    'CreateDBSnapshot',
    { dBInstanceIdentifier: database, dBSnapshotIdentifier: snapshot },
    {
      responseElements: {
        dBSnapshotIdentifier: snapshot,
        dBInstanceIdentifier: database,
        dBSnapshotArn: snapshotArn(account, snapshot),
        engine: 'postgres',
        status: 'creating',
        encrypted: false,
        percentProgress: 0,
      },
    },
  );

/** Lets an account, or `all`, restore a copy of the snapshot. */
export const shareDatabaseSnapshot = (snapshot: string, to: string): ApiCall =>
  call(
    'rds',
    'ModifyDBSnapshotAttribute',
    { dBSnapshotIdentifier: snapshot, attributeName: 'restore', valuesToAdd: [to] },
    {
      responseElements: {
        dBSnapshotIdentifier: snapshot,
        dBSnapshotAttributes: [{ attributeName: 'restore', attributeValues: [to] }],
      },
    },
  );

/** A database, encrypted and private unless asked otherwise. */
export function createDatabase(
  random: Random,
  name: string,
  options: { readonly encrypted: boolean; readonly public: boolean },
): ApiCall {
  const common = {
    dBInstanceIdentifier: name,
    dBInstanceClass: 'db.t4g.medium',
    engine: 'postgres',
    allocatedStorage: 50,
    masterUsername: 'postgres',
    publiclyAccessible: options.public,
    storageEncrypted: options.encrypted,
  };
  return call(
    'rds',
    'CreateDBInstance',
    { ...common, masterUserPassword: 'HIDDEN_DUE_TO_SECURITY_REASONS', vpcSecurityGroupIds: [] },
    {
      responseElements: {
        ...common,
        dBInstanceStatus: 'creating',
        dbiResourceId: `db-${random.text('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 26)}`,
      },
    },
  );
}

export const describeTable = (tableName: string): ApiCall => call('dynamodb', 'DescribeTable', { tableName });

/** A table; without `encrypted` the request has no `sSESpecification` at all, which is the whole difference. */
export function createTable(account: Account, tableName: string, encrypted: boolean): ApiCall {
  const shape = {
    attributeDefinitions: [{ attributeName: 'pk', attributeType: 'S' }],
    tableName,
    keySchema: [{ attributeName: 'pk', keyType: 'HASH' }],
    billingMode: 'PAY_PER_REQUEST',
  };
  const tableArn = `arn:aws:dynamodb:${account.region}:${account.id}:table/${tableName}`;
  return call(
    'dynamodb',
    'CreateTable',
    { ...shape, ...(encrypted && { sSESpecification: { enabled: true, sSEType: 'KMS' } }) },
    {
      responseElements: {
        tableDescription: {
          tableName,
          tableStatus: 'CREATING',
          tableArn,
          itemCount: 0,
          ...(encrypted && { sSEDescription: { status: 'ENABLING', sSEType: 'KMS' } }),
        },
      },
      resources: [{ accountId: account.id, type: 'AWS::DynamoDB::Table', ARN: tableArn }],
    },
  );
}
