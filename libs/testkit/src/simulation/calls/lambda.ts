import type { Random } from '../../random.js';
import { type ApiCall, call } from '../api-call.js';
import type { Account } from '../company.js';

const functionArn = (account: Account, name: string): string =>
  `arn:aws:lambda:${account.region}:${account.id}:function:${name}`;

/** Lambda's event names carry the API version they were made with. */
export const getFunction = (functionName: string): ApiCall => call('lambda', 'GetFunction20150331v2', { functionName });

export const updateFunctionCode = (account: Account, random: Random, functionName: string): ApiCall =>
  call(
    'lambda',
    'UpdateFunctionCode20150331v2',
    {
      functionName,
      s3Bucket: `northwharf-${account.name}-assets`,
      s3Key: `builds/${random.uuid()}.zip`,
      dryRun: false,
    },
    {
      responseElements: {
        functionName,
        functionArn: functionArn(account, functionName),
        runtime: 'nodejs22.x',
        role: `arn:aws:iam::${account.id}:role/lambda-execution`,
        handler: 'index.handler',
        codeSize: random.int(90_000, 900_000),
        timeout: 15,
        memorySize: 512,
        version: '$LATEST',
        environment: {},
      },
    },
  );

export const letInvoke = (account: Account, functionName: string, principal: string, sid: string): ApiCall =>
  call(
    'lambda',
    'AddPermission20150331v2',
    { functionName, statementId: sid, action: 'lambda:InvokeFunction', principal },
    {
      responseElements: {
        statement: JSON.stringify({
          Sid: sid,
          Effect: 'Allow',
          Principal: principal.includes('.') ? { Service: principal } : principal,
          Action: 'lambda:InvokeFunction',
          Resource: functionArn(account, functionName),
        }),
      },
    },
  );

export const createFunctionUrl = (account: Account, random: Random, functionName: string, authType: string): ApiCall =>
  call(
    'lambda',
    'CreateFunctionUrlConfig',
    { functionName, authType },
    {
      responseElements: {
        functionUrl: `https://${random.text('abcdefghijklmnopqrstuvwxyz234567', 32)}.lambda-url.${account.region}.on.aws/`,
        functionArn: functionArn(account, functionName),
        authType,
      },
    },
  );
