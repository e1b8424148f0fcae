import process from 'node:process';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { generateAuthTokenFromCredentialsProvider } from 'aws-msk-iam-sasl-signer-js';
import { type AwsConnection, regionOf, roleCredentials } from './aws-connection.js';

/** A token is good for 15 minutes; connections that open together share one for the first five of them. */
const leftMs = 10 * 60_000;

/**
 * Tokens by which an IAM identity, or a role it assumes, signs in to brokers of Amazon MSK as OAUTHBEARER: a signed request
 * for `kafka-cluster:Connect` in the region of the cluster. Each call answers one that is good for ten minutes at least;
 * rejects where there are no credentials.
 * https://docs.aws.amazon.com/msk/latest/developerguide/iam-access-control.html
 */
export function kafkaTokensOfAws(
  connection: AwsConnection,
  env: NodeJS.ProcessEnv = process.env,
): () => Promise<{ readonly value: string }> {
  const region = regionOf(connection, env);
  const { role } = connection;
  const awsCredentialsProvider = role === undefined ? fromNodeProviderChain() : roleCredentials(role, region, env);
  let known: { readonly value: string; readonly untilMs: number } | undefined;
  return async () => {
    if (known !== undefined && known.untilMs - Date.now() >= leftMs) return known;
    const { token, expiryTime } = await generateAuthTokenFromCredentialsProvider({ region, awsCredentialsProvider });
    known = { value: token, untilMs: expiryTime };
    return known;
  };
}
