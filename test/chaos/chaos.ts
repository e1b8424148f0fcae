import process from 'node:process';
import { MissingPrerequisite } from '@trailhound/testkit/launchers';
import { chaos } from './run/chaos.js';
import { helpText, parseOptions } from './run/options.js';

// `npm run chaos`: breaks a real installation in every way there is and counts what was lost and what came twice.

const options = parseOptions(process.argv.slice(2));
if (options.kind === 'help') {
  process.stdout.write(helpText);
} else if (options.kind === 'wrong') {
  process.stderr.write(`error: ${options.message}\n`);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = (await chaos(options, (line) => void process.stderr.write(line))) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof MissingPrerequisite)) throw error;
    process.stderr.write(`error: ${error.message}\n`);
    process.exitCode = 3;
  }
}
process.exit();
