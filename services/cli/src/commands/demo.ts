import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { simulateSource } from '@trailhound/collector';
import { hasCode } from '@trailhound/contracts';
import { type Config, createLifecycle, runUntilSignal } from '@trailhound/runtime';
import { simulateAccount } from '@trailhound/testkit';
import type { Command } from 'commander';
import type { SetExitCode } from '../command.js';
import { type AlertPrinter, alertPrinter } from '../demo/alert-printer.js';
import { summaryLines } from '../demo/summary-lines.js';
import { judge } from '../demo/verdict.js';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { simulatedHours, simulationStart } from '../run/collecting.js';
import { type Embedded, embedded } from '../run/embedded.js';
import { processContext, readConfig } from '../run/read-config.js';
import { runningPart } from '../run/running-part.js';
import { alertCard } from '../terminal/alert-card.js';

interface Options {
  readonly once?: boolean;
  readonly data?: string;
  readonly seed: string;
  readonly rules?: readonly string[];
}

const graceMs = 10_000;
const shippedRules = fileURLToPath(new URL('../../../../rules/threat-stack', import.meta.url));

export function addDemo(parent: Command, io: Io, setExitCode: SetExitCode): void {
  parent
    .command('demo')
    .description('runs the pipeline over a simulated AWS account under attack (what npm start does)')
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
    .action((options: Options) => demo(io, options, setExitCode));
}

async function demo(io: Io, options: Options, setExitCode: SetExitCode): Promise<void> {
  const seed = Number(options.seed);
  if (!Number.isInteger(seed) || seed < 0)
    throw new CommandFailure(`--seed takes a whole number from 0, not ${options.seed}`, exitCodes.usage);
  const folder = options.data ?? mkdtempSync(join(tmpdir(), 'trailhound-'));
  try {
    setExitCode(await run(io, options, { seed, folder }));
  } finally {
    if (options.data === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

async function run(
  io: Io,
  options: Options,
  { seed, folder }: { readonly seed: number; readonly folder: string },
): Promise<number> {
  const { config } = await readConfig(io, undefined);
  const demoConfig: Config = {
    ...config,
    rules: [...(options.rules ?? [shippedRules])],
    log: { level: 'warn', format: 'pretty' },
  };
  const context = processContext(demoConfig, 'trailhound', io);
  const simulation = simulateAccount({ seed, start: simulationStart(context.clock.now()), hours: simulatedHours });
  const startedMs = context.clock.now();
  let printer: AlertPrinter | undefined;
  const open = (listen: string) =>
    embedded({
      context: { ...context, config: { ...demoConfig, api: { ...demoConfig.api, listen } } },
      dataFolder: folder,
      sources: [simulateSource(`simulate:${seed}`, simulation.records)],
      listens: true,
      also({ stores }) {
        printer = alertPrinter(stores.log, (alert) => {
          io.out.write(`${alertCard(alert, io.outStyle).join('\n')}\n\n`);
        });
        return [runningPart('terminal', printer)];
      },
    });

  async function through(all: Embedded): Promise<void> {
    const { records } = await Promise.race([all.collected, all.failed]);
    await Promise.race([all.settled(), all.failed]);
    while (printer && (await printer.lag()).some((lag) => lag.records > 0n)) await context.clock.sleep(20);
    const alerts = printer?.shown ?? [];
    const loaded = all.matching.rules.current().compiled.rules.filter(({ enabled }) => enabled);
    const verdict = judge(
      simulation.attacks,
      alerts,
      loaded.map(({ id }) => id),
    );
    const seconds = (context.clock.now() - startedMs) / 1000;
    io.out.write(`${summaryLines(verdict, alerts, records, seconds, io.outStyle).join('\n')}\n`);
  }

  async function finished(all: Embedded): Promise<number> {
    await through(all);
    if (options.once) return exitCodes.ok;
    const url = all.serving.url() ?? '';
    io.say(
      `\nThe API is at ${url} until Ctrl-C. Try:\n  curl -H 'Authorization: Bearer ${all.serving.generatedToken ?? '…'}' '${url}/api/alerts?severity=critical'`,
    );
    return Promise.race([new Promise<never>(() => {}), all.failed]);
  }

  const start = async (listen: string) => {
    const all = await open(listen);
    const lifecycle = createLifecycle(all.parts, context.clock, context.logger);
    return runUntilSignal(lifecycle, {
      graceMs,
      logger: context.logger,
      health: context.health,
      finished: finished(all),
    });
  };
  try {
    return await start(demoConfig.api.listen);
  } catch (error) {
    // A demo should not fail because something else uses the usual port.
    if (!hasCode(error, 'API_ADDRESS_IN_USE')) throw error;
    return start('127.0.0.1:0');
  }
}
