/** A place in S3 as people write it. The prefix may be empty. */
export interface S3Location {
  readonly bucket: string;
  readonly prefix: string;
}

/**
 * Reads `s3://bucket/prefix`; undefined for anything else. Bucket names: 3 to 63 of lower-case letters, digits, dots and
 * hyphens (Amazon S3 user guide, "General purpose bucket naming rules"); upper case and underscores of old buckets pass.
 */
export function parseS3Url(text: string): S3Location | undefined {
  const match = /^s3:\/\/([A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9])(?:\/(.*))?$/s.exec(text);
  return match?.[1] === undefined ? undefined : { bucket: match[1], prefix: match[2] ?? '' };
}
