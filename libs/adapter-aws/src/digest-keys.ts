import { CloudTrailClient, ListPublicKeysCommand } from '@aws-sdk/client-cloudtrail';
import type { DigestKeys } from '@trailhound/ports';

/**
 * The keys as `cloudtrail:ListPublicKeys` of each region tells them; with `AWS_ENDPOINT_URL_CLOUDTRAIL` or
 * `AWS_ENDPOINT_URL`, from there. Rejects with the API's own error where it does not answer.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListPublicKeys.html
 */
export function digestKeysOfAws(env: NodeJS.ProcessEnv = process.env): DigestKeys {
  const endpoint = env['AWS_ENDPOINT_URL_CLOUDTRAIL'] || env['AWS_ENDPOINT_URL'] || undefined;
  return async (region, fromMs, toMs) => {
    const client = new CloudTrailClient({
      region,
      requestHandler: { connectionTimeout: 5_000, socketTimeout: 30_000 },
      ...(endpoint !== undefined && { endpoint }),
    });
    const keys = new Map<string, string>();
    try {
      let token: string | undefined;
      do {
        const asked = { StartTime: new Date(fromMs), EndTime: new Date(toMs), NextToken: token };
        const { PublicKeyList = [], NextToken } = await client.send(new ListPublicKeysCommand(asked));
        for (const { Fingerprint, Value } of PublicKeyList) {
          if (Fingerprint !== undefined && Value !== undefined)
            keys.set(Fingerprint, Buffer.from(Value).toString('base64'));
        }
        token = NextToken;
      } while (token !== undefined);
    } finally {
      client.destroy();
    }
    return keys;
  };
}
