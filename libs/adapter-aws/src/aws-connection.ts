import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';

/** A role to act under, of this account or another. */
export interface AwsRole {
  readonly arn: string;
  /** What the other account's trust policy asks for. */
  readonly externalId?: string;
}

/** How an AWS API is reached. What is absent is the SDK's own: environment, profile, container or instance role. */
export interface AwsConnection {
  /** Default: AWS_REGION, AWS_DEFAULT_REGION, else us-east-1. */
  readonly region?: string;
  /** Default: AWS_ENDPOINT_URL_<SERVICE>, else AWS_ENDPOINT_URL, else AWS itself. */
  readonly endpoint?: string;
  readonly role?: AwsRole;
}

/** Shows in the other account's CloudTrail as the name of the session. */
const sessionName = 'trailhound';

/**
 * The part of a client's configuration that every client here has: region, endpoint, credentials, time limits, proxies
 * (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`, as Node reads them), throttling retried up to 8 attempts with adaptive back-off.
 */
export function clientSettings(
  service: 'S3' | 'SQS' | 'CLOUDTRAIL' | 'ORGANIZATIONS',
  connection: AwsConnection,
  env: NodeJS.ProcessEnv,
) {
  const region = regionOf(connection, env);
  const endpoint = endpointOf(service, connection, env);
  const { role } = connection;
  return {
    region,
    maxAttempts: 8,
    retryMode: 'adaptive',
    requestHandler: requestHandler(env),
    ...(endpoint !== undefined && { endpoint }),
    ...(role !== undefined && { credentials: roleCredentials(role, region, env) }),
  } as const;
}

export function regionOf({ region }: AwsConnection, env: NodeJS.ProcessEnv): string {
  return region || env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || 'us-east-1';
}

/** An empty variable is one that is not set, as compose files and CI pass it on. */
export function endpointOf(service: string, { endpoint }: AwsConnection, env: NodeJS.ProcessEnv): string | undefined {
  return endpoint || env[`AWS_ENDPOINT_URL_${service}`] || env['AWS_ENDPOINT_URL'] || undefined;
}

/** An API that accepts and then says nothing is a fault like any other, not one to wait for without end. */
function requestHandler(env: NodeJS.ProcessEnv) {
  const agent = { keepAlive: true, maxSockets: 64, proxyEnv: proxiesOf(env) };
  return {
    ...{ connectionTimeout: 5_000, socketTimeout: 60_000 },
    ...{ httpAgent: new HttpAgent(agent), httpsAgent: new HttpsAgent(agent) },
  };
}

function proxiesOf(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy'];
  return Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
}

/** Credentials of the role, assumed anew before they end. */
export function roleCredentials({ arn, externalId }: AwsRole, region: string, env: NodeJS.ProcessEnv) {
  const endpoint = env['AWS_ENDPOINT_URL_STS'] || env['AWS_ENDPOINT_URL'] || undefined;
  return fromTemporaryCredentials({
    params: {
      RoleArn: arn,
      RoleSessionName: sessionName,
      ...(externalId !== undefined && { ExternalId: externalId }),
    },
    clientConfig: { region, requestHandler: requestHandler(env), ...(endpoint !== undefined && { endpoint }) },
  });
}
