import { digestKeysOfAws, s3ObjectStore } from '@trailhound/adapter-aws';
import { type VerifyReport, verifyBucket } from '@trailhound/collector';
import { ObjectStoreError } from '@trailhound/ports';
import type { Command } from 'commander';
import { periodOf } from '../backtest/period.js';
import type { SetExitCode } from '../command.js';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { countOf } from '../terminal/counted.js';
import { jsonLine } from '../terminal/json-line.js';
import { ProgressLine } from '../terminal/progress-line.js';
import { placesOf } from '../verify/places.js';
import { digestKeysOfFile } from '../verify/public-keys-file.js';
import { verifyLines } from '../verify/verify-lines.js';

interface Options {
  readonly bucket?: string;
  readonly prefix: string;
  readonly from?: string;
  readonly to?: string;
  readonly accounts?: string;
  readonly regions?: string;
  readonly publicKeys?: string;
  readonly region?: string;
  readonly json?: boolean;
}

export function addVerify(parent: Command, io: Io, setExitCode: SetExitCode): void {
  parent
    .command('verify')
    .description('prove from its digests that a bucket holds what CloudTrail delivered')
    .option('--bucket <name>', 'the bucket of the trail; needed')
    .option('--prefix <prefix>', "the trail's prefix, what stands before AWSLogs/", '')
    .option('--from <time>', 'from when, such as 2026-01-31 or 2026-01-31T18:00:00Z; needed')
    .option('--to <time>', 'until when; default: now')
    .option('--accounts <ids>', 'only these accounts, comma separated')
    .option('--regions <names>', 'only these regions, comma separated')
    .option('--public-keys <file>', 'keys as `aws cloudtrail list-public-keys` prints them, where it cannot be asked')
    .option('--region <name>', 'region of the bucket; default: AWS_REGION')
    .option('--json', 'print the report as one line of JSON')
    .addHelpText(
      'after',
      `
CloudTrail signs a digest each hour, which names the log files it delivered, their
hashes and the digest before it. A log file that is missing or altered, a digest
that is missing, altered or replaced, and time that no digest covers is a break.
A log file that no digest names is a notice. Every file is read.

It needs s3:ListBucket and s3:GetObject on the bucket, and
cloudtrail:ListPublicKeys, or --public-keys.

Exit codes: 0 unbroken; 1 a break; 2 a wrong call; 3 something could not be read,
and nothing else is wrong.

Examples:
  $ trailhound verify --bucket my-trail --from 2026-01-01 --to 2026-01-31
  $ trailhound verify --bucket my-trail --from 2026-01-31 --accounts 111122223333 \\
      --regions eu-west-1,us-east-1 --json | jq '.findings[] | select(.weight == "break")'`,
    )
    .action((options: Options) => verify(io, options, setExitCode));
}

async function verify(io: Io, options: Options, setExitCode: SetExitCode): Promise<void> {
  const { bucket, from, region, publicKeys } = options;
  if (bucket === undefined) throw new CommandFailure('verify needs --bucket NAME', exitCodes.usage);
  if (from === undefined) throw new CommandFailure('verify needs --from TIME', exitCodes.usage);
  const nowMs = Date.now();
  const { fromMs = 0, toMs = nowMs } = periodOf({ from, ...(options.to !== undefined && { to: options.to }) });
  if (fromMs >= nowMs) throw new CommandFailure(`--from ${from} lies in the future`, exitCodes.usage);
  const { accounts, regions } = placesOf(options);
  const keys = publicKeys === undefined ? digestKeysOfAws(io.env) : digestKeysOfFile(publicKeys);
  const store = s3ObjectStore(region === undefined ? {} : { region }, io.env);
  const progress = new ProgressLine(io);
  let files = 0;
  let report: VerifyReport;
  try {
    report = await verifyBucket({
      ...{ store, keys, bucket, prefix: options.prefix, fromMs, toMs: Math.min(toMs, nowMs) },
      ...(accounts && { accounts }),
      ...(regions && { regions }),
      onPlace: (place) => progress.draw(() => `${countOf(files, 'file')} · ${place.account} ${place.region}`),
      onFile: (key) => {
        files += 1;
        progress.draw(() => `${countOf(files, 'file')} · ${key}`);
      },
    });
  } catch (error) {
    throw explained(error);
  } finally {
    progress.clear();
    await store.close();
  }
  if (options.json) await io.print(jsonLine(reportJson(report)));
  else for (const line of verifyLines(report, io.outStyle)) await io.print(line);
  const weights = new Set(report.findings.map(({ weight }) => weight));
  if (weights.has('break')) setExitCode(exitCodes.findings);
  else if (weights.has('unknown') || report.chains.length === 0) setExitCode(exitCodes.environment);
}

function explained(error: unknown): unknown {
  if (error instanceof ObjectStoreError) return new CommandFailure(error.message, exitCodes.environment);
  if (!(error instanceof Error) || !('$metadata' in error || /Credentials|ECONN|ENOTFOUND|Timeout/.test(String(error))))
    return error;
  const message = `the keys of the digests cannot be asked for: ${error.message}; allow cloudtrail:ListPublicKeys, or give them with --public-keys`;
  return new CommandFailure(message, exitCodes.environment);
}

function reportJson({ fromMs, toMs, chains, findings, ...rest }: VerifyReport): object {
  const times = <T extends { fromMs?: number; toMs?: number }>({ fromMs: from, toMs: to, ...others }: T) => ({
    ...others,
    ...(from !== undefined && { from: new Date(from).toISOString() }),
    ...(to !== undefined && { to: new Date(to).toISOString() }),
  });
  return { ...rest, ...times({ fromMs, toMs }), chains: chains.map(times), findings: findings.map(times) };
}
