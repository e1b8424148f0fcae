import process from 'node:process';
import { MissingPrerequisite } from '@trailhound/testkit/launchers';
import { helpText, parseOptions } from './run/options.js';
import { soak } from './run/soak.js';

// `npm run soak -- collector`: an organisation's CloudTrail, collected by a real cluster that is killed again and again.

const options = parseOptions(process.argv.slice(2));
if (options.kind === 'help') {
  process.stdout.write(helpText);
} else if (options.kind === 'wrong') {
  process.stderr.write(`error: ${options.message}\n`);
  process.exitCode = 2;
} else {
  try {
    const { isGood, line } = await soak(options, (text) => void process.stderr.write(text));
    process.stdout.write(`${line}\n`);
    process.exitCode = isGood ? 0 : 1;
  } catch (error) {
    if (!(error instanceof MissingPrerequisite)) throw error;
    process.stderr.write(`error: ${error.message}\n`);
    process.exitCode = 3;
  }
}
// What hangs on a connection is left: guardians end every process that was started.
process.exit();
