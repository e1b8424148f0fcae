import type { Command } from 'commander';
import type { SetExitCode } from '../command.js';
import type { Io } from '../io.js';
import { addRoutesExplain } from './routes-explain.js';
import { addRoutesTest } from './routes-test.js';

export function addRoutes(parent: Command, io: Io, setExitCode: SetExitCode): void {
  const routes = parent
    .command('routes')
    .description('see where alerts go, and test it')
    .addHelpText(
      'after',
      `
Examples:
  $ trailhound routes explain alert.json --config trailhound.yaml
  $ trailhound routes test routes.test.yaml --config trailhound.yaml`,
    );
  addRoutesExplain(routes, io);
  addRoutesTest(routes, io, setExitCode);
}
