import type { Command } from 'commander';
import type { SetExitCode } from '../command.js';
import type { Io } from '../io.js';
import type { UpOptions } from '../run/run-up.js';

export function addUp(parent: Command, io: Io, setExitCode: SetExitCode): void {
  parent
    .command('up')
    .description('run the whole pipeline in this process: collect, match, notify, API')
    .requiredOption('--config <file>', 'the configuration, YAML or JSON')
    .option('--once', 'work the sources to their end, deliver, and exit')
    .option('--drain-timeout <duration>', 'with --once: how long deliveries may take once everything is matched', '2m')
    .addHelpText(
      'after',
      `
Log and state are kept in the configuration's data folder. Kill it at any moment and
start it again: nothing is lost, and a notification in flight is repeated with the same
webhook-id. Ctrl-C drains and exits; a second one exits at once.

Exit codes: 0 done; 2 a wrong configuration; 3 the data folder or an input cannot be
used; 4 (--once) not everything could be delivered.

Example configuration:
  sources: [{ files: ./logs }]
  rules: [./rules]
  destinations:
    soc: { webhook: { url: https://soc.example/hook, secretFile: ./soc.whsec } }

Example:
  $ trailhound up --config trailhound.yaml --once`,
    )
    // Loaded when it is called: the services are most of the program, and no other command needs them.
    .action(async (options: UpOptions) => {
      const { runUp } = await import('../run/run-up.js');
      setExitCode(await runUp(io, options));
    });
}
