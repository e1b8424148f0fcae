/** What an object of a CloudTrail bucket is, as its key says. */
export interface TrailKey {
  readonly kind: 'log' | 'insight' | 'digest';
  readonly account: string;
  readonly region: string;
  /** Log and Insights: when the file was made, to the minute. Digest: the end of the hour it covers. Epoch milliseconds. */
  readonly timeMs: number;
  /** Digest: `<trail name>_<home region>`, which tells the chains of two trails apart. */
  readonly trail?: string;
  /** Digest: it names files that came too late for the digest of their hour, and stands in no chain. */
  readonly isBackfill?: boolean;
}

const logName = /^(\d{12})_CloudTrail(-Insight)?_([a-z0-9-]+)_(\d{8}T\d{4})Z_[A-Za-z0-9]+\.json(?:\.gz)?$/;
const digestName = /^(\d{12})_CloudTrail-Digest_([a-z0-9-]+)_(.{1,256})_(\d{8}T\d{6})Z(_backfill)?\.json\.gz$/;

/**
 * Reads the last part of a key; undefined for what is named otherwise. Names: CloudTrail user guide,
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html and
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */
export function parseTrailKey(key: string): TrailKey | undefined {
  const name = key.slice(key.lastIndexOf('/') + 1);
  const [, account, insight, region, time] = logName.exec(name) ?? [];
  if (account !== undefined && region !== undefined) {
    const timeMs = timeOf(`${time}00`);
    return Number.isNaN(timeMs)
      ? undefined
      : { kind: insight === undefined ? 'log' : 'insight', account, region, timeMs };
  }
  const digest = digestName.exec(name);
  if (digest === null) return undefined;
  const [, owner = '', where = '', trail = '', end = '', backfill] = digest;
  const timeMs = timeOf(end);
  if (Number.isNaN(timeMs)) return undefined;
  return { kind: 'digest', account: owner, region: where, timeMs, trail, isBackfill: backfill !== undefined };
}

/** `20260302T100000` in UTC. */
function timeOf(text: string): number {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)$/.exec(text) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
