import type { Command } from 'commander';
import type { SetExitCode } from '../command.js';
import type { DemoOptions } from '../demo/run-demo.js';
import type { Io } from '../io.js';

export function addDemo(parent: Command, io: Io, setExitCode: SetExitCode): void {
  parent
    .command('demo')
    .description('run the pipeline over a simulated AWS account under attack (what npm start does)')
    .option('--once', 'exit when the simulation is through')
    .option('--data <folder>', 'keep log and state here; without it a temporary folder is used and removed')
    .option('--seed <number>', 'another seed is another company, other attacks, other times', '1')
    .option(
      '--rules <path>',
      'rules in place of the shipped pack; repeat for more',
      (value: string, before: readonly string[] = []) => [...before, value],
    )
    .addHelpText(
      'after',
      `
Alerts are printed as they fire; at the end the answer key says which attacks were found and what stayed silent. Then the
API stays up until Ctrl-C.

Examples:
  $ trailhound demo --once
  $ trailhound demo --seed 7 --data ./demo`,
    )
    // Loaded when it is called: the services are most of the program, and no other command needs them.
    .action(async (options: DemoOptions) => {
      const { runDemo } = await import('../demo/run-demo.js');
      setExitCode(await runDemo(io, options));
    });
}
