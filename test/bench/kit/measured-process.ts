import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { BenchFailure, exitCodes } from './failure.js';

/** What one run of a Node program took, from its start to its end. */
export interface ProcessCost {
  readonly wallSeconds: number;
  /** All its threads, in user and kernel mode. */
  readonly cpuSeconds: number;
  readonly peakMemoryMiB: number;
}

const usageReporter = fileURLToPath(new URL('./report-usage.js', import.meta.url));

/**
 * Runs a program to its end, `input` piped into it, its output thrown away. Fails where it ends with another code than 0
 * or 1 (findings).
 */
export async function measureProcess(args: readonly string[], input?: Readable): Promise<ProcessCost> {
  const start = performance.now();
  const child = spawn(process.execPath, ['--import', usageReporter, ...args], {
    stdio: [input === undefined ? 'ignore' : 'pipe', 'ignore', 'pipe', 'pipe'],
  });
  child.stdin?.on('error', () => undefined); // it has ended, which its exit code tells
  if (child.stdin !== null) input?.pipe(child.stdin);
  const [complaint, usage] = [textOf(child.stderr), textOf(child.stdio[3] as Readable)];
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  const wallSeconds = (performance.now() - start) / 1000;
  if (code !== 0 && code !== 1)
    throw new BenchFailure(`${args.join(' ')} ended with ${code}:\n${await complaint}`, exitCodes.failed);
  return { wallSeconds, ...(JSON.parse(await usage) as Omit<ProcessCost, 'wallSeconds'>) };
}

/** Runs a program to its end; the lines it printed and a hash of them. */
export async function outputOf(args: readonly string[]): Promise<{ readonly lines: number; readonly hash: string }> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const hash = createHash('sha256');
  let lines = 0;
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    hash.update(chunk);
    for (const octet of chunk) if (octet === 0x0a) lines++;
  }
  return { lines, hash: hash.digest('hex') };
}

async function textOf(stream: Readable | null): Promise<string> {
  let text = '';
  for await (const chunk of stream ?? []) text += chunk;
  return text;
}
