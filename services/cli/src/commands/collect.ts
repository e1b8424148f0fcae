import type { Command } from 'commander';
import type { SetExitCode } from '../command.js';
import type { Io } from '../io.js';
import { wholeNumber } from '../options.js';
import type { CollectOptions } from '../run/cluster/backfill.js';

export function addCollect(parent: Command, io: Io, setExitCode: SetExitCode): void {
  parent
    .command('collect')
    .description('backfill: read a time range of a trail into a cluster')
    .requiredOption('--config <file>', 'the configuration of the cluster')
    .requiredOption('--bucket <name>', 'the bucket of the trail')
    .option('--prefix <prefix>', "the trail's prefix, what stands before AWSLogs/", '')
    .requiredOption('--from <time>', 'log files delivered from then, such as 2026-01-31 or 2026-01-31T18:00:00Z')
    .option('--to <time>', 'until when; default: now')
    .option('--accounts <ids>', 'only these accounts, comma separated')
    .option('--regions <names>', 'only these regions, comma separated')
    .option('--notify', 'deliver its alerts; otherwise they are recorded, marked as backfill, and go nowhere')
    .option('--concurrency <number>', 'objects read at once', wholeNumber, 16)
    .option('--region <name>', 'region of the bucket; default: AWS_REGION')
    .option('--role <arn>', 'role to read the bucket under, of any account')
    .option('--external-id <id>', 'what the trust policy of the role asks for')
    .addHelpText(
      'after',
      `
Accounts, regions and days of the trail are listed side by side and their log files read
into Kafka, where matchers take them like all others. What was read is remembered in Redis:
a run that was ended goes on when it is started again with the same options, and reads
nothing twice. A file that cannot be read is named at the end; run it again for those.

It needs s3:ListBucket and s3:GetObject on the bucket, and kms:Decrypt on the key of the
trail where there is one.

Exit codes: 0 everything read; 2 a wrong call; 3 something could not be read, or the run
was ended before it was through.

Examples:
  $ trailhound collect --config trailhound.yaml --bucket my-trail --from 2026-01-01 --to 2026-01-31
  $ trailhound collect --config trailhound.yaml --bucket my-trail --from 2026-01-31T18:00:00Z \\
      --accounts 111122223333 --regions eu-west-1,us-east-1 --notify`,
    )
    .action(async (options: CollectOptions) => {
      const { backfill } = await import('../run/cluster/backfill.js');
      setExitCode(await backfill(io, options));
    });
}
