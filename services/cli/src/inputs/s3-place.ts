import { parseS3Url, s3ObjectStore } from '@trailhound/adapter-aws';
import type { PollingOptions, S3Place } from '@trailhound/collector';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import { connectionOf } from './aws-connection.js';

/** The store and the place in it that `s3://bucket/prefix` names; the standard AWS environment says how to reach it. */
export function s3Place(
  { url, ...access }: S3Place,
  env: NodeJS.ProcessEnv,
): Pick<PollingOptions, 'store' | 'bucket' | 'prefix'> {
  const location = parseS3Url(url);
  if (!location) throw new CommandFailure(`${url} is no place in S3: write s3://bucket/prefix`, exitCodes.usage);
  return { ...location, store: s3ObjectStore(connectionOf(access), env) };
}
