import { execFile } from 'node:child_process';
import process from 'node:process';
import { some } from '../../chaos/invariants/evidence.js';
import { launcher, serviceEnvironment } from '../../chaos/lab/service-process.js';
import { OutOfPatience } from '../lab/patience.js';
import type { TrailBucket } from '../organisation/objects.js';

export interface VerifyRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface VerifyCall {
  readonly bucket: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly publicKeysFile: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

/** `trailhound verify` over the whole time, as a process of its own, which is ended after `timeoutMs`. */
export function runVerify({ bucket, fromMs, toMs, publicKeysFile, env, timeoutMs }: VerifyCall): Promise<VerifyRun> {
  const period = ['--from', isoTime(fromMs), '--to', isoTime(toMs)];
  const args = [launcher, 'verify', '--bucket', bucket, ...period, '--public-keys', publicKeysFile, '--json'];
  const options = { env: { ...serviceEnvironment(), ...env }, timeout: timeoutMs, maxBuffer: 1 << 28 };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { ...options, killSignal: 'SIGKILL' }, (error, stdout, stderr) => {
      if (error?.killed === true)
        reject(new OutOfPatience(`gave up after ${timeoutMs / 1_000} s waiting until trailhound verify ends`));
      else resolve({ exitCode: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr });
    });
  });
}

interface Finding {
  readonly kind: string;
  readonly weight: string;
  readonly object: string;
}

/** It exits 1 and names the one object that was deleted, and no other; every other file and digest is as it was put. */
export function verifyProblems({ exitCode, stdout, stderr }: VerifyRun, trails: TrailBucket): readonly string[] {
  if (exitCode !== 1) return [`trailhound verify exits ${exitCode}: ${stderr.trim() || stdout.slice(0, 500)}`];
  const report: {
    readonly findings: readonly Finding[];
    readonly chains: readonly {
      readonly validFiles: number;
      readonly digests: number;
      readonly validDigests: number;
    }[];
  } = JSON.parse(stdout);
  const problems: string[] = [];
  const deleted = `file_missing s3://${trails.bucket}/${trails.deletedKey}`;
  const named = report.findings.map(({ kind, object }) => `${kind} ${object}`);
  if (!named.includes(deleted)) problems.push(`trailhound verify does not name ${deleted}`);
  const others = named.filter((name) => name !== deleted);
  if (others.length > 0) problems.push(`trailhound verify names what is as it was: ${some(others)}`);
  const sum = (of: 'validFiles' | 'digests' | 'validDigests') =>
    report.chains.reduce((total, chain) => total + chain[of], 0);
  const digests = trails.hours.reduce((total, hour) => total + hour.digests.length, 0);
  if (sum('validFiles') !== trails.objects - 1 || sum('validDigests') !== digests)
    problems.push(
      `trailhound verify proves ${sum('validFiles')} files and ${sum('validDigests')} digests, of ${trails.objects - 1} and ${digests}`,
    );
  return problems;
}

function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
