import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { simulateSource } from '@trailhound/collector';
import { hasCode } from '@trailhound/contracts';
import { type Config, createLifecycle, runUntilSignal } from '@trailhound/runtime';
import { simulateAccount } from '@trailhound/testkit';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { simulatedHours, simulationStart } from '../run/collecting.js';
import { type Embedded, embedded } from '../run/embedded.js';
import { processContext, readConfig } from '../run/read-config.js';
import { runningPart } from '../run/running-part.js';
import { alertCard } from '../terminal/alert-card.js';
import { type AlertPrinter, alertPrinter } from './alert-printer.js';
import { summaryLines } from './summary-lines.js';
import { judge } from './verdict.js';

export interface DemoOptions {
  readonly once?: boolean;
  readonly data?: string;
  readonly seed: string;
  readonly rules?: readonly string[];
}

const graceMs = 10_000;
const shippedRules = fileURLToPath(new URL('../../../../rules/threat-stack', import.meta.url));

/** Runs `trailhound demo`; answers the exit code. */
export async function runDemo(io: Io, options: DemoOptions): Promise<number> {
  const seed = Number(options.seed);
  if (!Number.isInteger(seed) || seed < 0)
    throw new CommandFailure(`--seed takes a whole number from 0, not ${options.seed}`, exitCodes.usage);
  const folder = options.data ?? mkdtempSync(join(tmpdir(), 'trailhound-'));
  try {
    return await run(io, options, { seed, folder });
  } finally {
    if (options.data === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

async function run(
  io: Io,
  options: DemoOptions,
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
