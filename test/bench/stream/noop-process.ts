import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { BenchFailure, exitCodes } from '../kit/failure.js';
import type { Progress } from './progress.js';

export type NoopProgram = 'consume-kafkajs' | 'produce-kafkajs' | 'consume-platformatic' | 'produce-platformatic';

/** Runs a client that does nothing else to its end; how far it was at a time. */
export async function runNoop(
  program: NoopProgram,
  args: readonly string[],
  prefix: readonly string[],
): Promise<readonly Progress[]> {
  const file = fileURLToPath(new URL(`./noop/${program}.js`, import.meta.url));
  const [command = '', ...words] = [...prefix, process.execPath, '--no-warnings', file, ...args];
  const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const samples: Progress[] = [];
  for await (const line of createInterface({ input: child.stdout })) samples.push(JSON.parse(line) as Progress);
  const code = await ended;
  if (code !== 0) throw new BenchFailure(`${program} ended with ${code}`, exitCodes.failed);
  return samples;
}
