const form = /^(s3:\/\/[^/]+\/(?:.*\/)?)AWSLogs\//;

/** Where the trail of an object begins, as `s3://bucket/prefix/`; undefined for what is no object of a trail. */
export function rootOf(inputName: string): string | undefined {
  return form.exec(inputName)?.[1];
}

/** A root taken apart. */
export function placeOfRoot(root: string): { readonly bucket: string; readonly prefix: string } {
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]+)\/(.*)$/.exec(root) ?? [];
  return { bucket, prefix };
}
