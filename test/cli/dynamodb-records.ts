import { assumedRole, type CloudTrailRecord, cloudTrailRecord, consoleLogin, iamUser } from '@trailhound/testkit';

const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 9, minute));
const alice = iamUser({ userName: 'alice' });
const deploy = assumedRole({ roleName: 'deploy', sessionName: 'release-412' });

function createTable(tableName: string, more: object): CloudTrailRecord {
  const keys = {
    attributeDefinitions: [{ attributeName: 'id', attributeType: 'S' }],
    keySchema: [{ attributeName: 'id', keyType: 'HASH' }],
    billingMode: 'PAY_PER_REQUEST',
  };
  return cloudTrailRecord({
    eventSource: 'dynamodb',
    eventName: 'CreateTable',
    eventTime: at(tableName === 'sessions' ? 20 : 25),
    userIdentity: alice,
    sourceIPAddress: '198.51.100.23',
    requestParameters: { tableName, ...keys, ...more },
    responseElements: { tableDescription: { tableName, tableStatus: 'CREATING', ...keys } },
  });
}

/**
 * A morning in a small account: among other things, one DynamoDB table is made without encryption by a KMS key and one
 * with it. The log of the README's first lesson.
 */
export function dynamodbMorning(): readonly CloudTrailRecord[] {
  const call = (eventName: string, minute: number, tableName?: string) =>
    cloudTrailRecord({
      eventSource: 'dynamodb',
      eventName,
      eventTime: at(minute),
      userIdentity: minute < 30 ? alice : deploy,
      sourceIPAddress: '198.51.100.23',
      requestParameters: tableName === undefined ? null : { tableName },
    });
  return [
    consoleLogin({ eventTime: at(2), sourceIPAddress: '198.51.100.23' }),
    call('ListTables', 10),
    createTable('sessions', {}),
    call('DescribeTable', 21, 'sessions'),
    createTable('payments', { sSESpecification: { enabled: true, sSEType: 'KMS' } }),
    call('DescribeTable', 26, 'payments'),
    call('UpdateTable', 40, 'sessions'),
    call('DescribeContinuousBackups', 45, 'payments'),
  ];
}
