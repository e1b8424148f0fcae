import process from 'node:process';
import { processIo } from '../../../services/cli/dist/io.js';
import { runService } from '../../../services/cli/dist/run/cluster/run-service.js';
import { serviceNamed } from '../../../services/cli/dist/run/cluster/services.js';
import { plantedBugs } from '../lab/lab-settings.js';
import { plant } from './plant.js';

// The matcher with a bug in it: `matcher.ts BUG matcher --config FILE`. The service is the one that ships; the bug sits
// in the ports it is given, so that no switch for it exists in the product.
const [bugName, , , configFile = ''] = process.argv.slice(2);
const bug = plantedBugs.find((known) => known === bugName);
if (bug === undefined) throw new Error(`there is no bug ${bugName}`);
const io = processIo(process);
const matcher = serviceNamed('matcher', io);
process.exitCode = await runService(io, configFile, {
  ...matcher,
  compose: (context, cluster) => matcher.compose(context, { ...cluster, ...plant(bug, cluster) }),
});
