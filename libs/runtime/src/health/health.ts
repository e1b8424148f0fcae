import type { Clock } from '@trailhound/ports';
import { askWithin, type CheckResult } from './ask-within.js';

export interface HealthReport {
  readonly status: 'up' | 'down' | 'draining';
  /** Name → what the check said. */
  readonly checks: Readonly<Record<string, CheckResult>>;
  /** What works and needs a person's eye all the same: a noisy rule, a rule file that no longer loads. */
  readonly notes: Readonly<Record<string, string>>;
}

/** A part of the process that must make progress. Call it on every round, also an idle one. */
export type Heartbeat = () => void;

/**
 * The state of a process for its supervisor. Liveness answers "would a restart help?" and therefore never asks a broker,
 * a store or a destination: an outage there must not restart the fleet. Readiness answers "can it work now?" and does.
 */
export interface Health {
  /** Adds a readiness check; it rejects with the reason when the dependency cannot be used. */
  readiness(name: string, check: () => Promise<void>): void;
  /** Adds a liveness check: down when there was no beat for `withinMs`. The first beat is due that long from now. */
  heartbeat(name: string, withinMs: number): Heartbeat;
  /** Adds, changes or (undefined) removes a note. Notes change no status. */
  note(name: string, text: string | undefined): void;
  /** From here on readiness says `draining`, before anything else stops, so that no new work is sent. */
  startDraining(): void;
  live(): HealthReport;
  ready(): Promise<HealthReport>;
}

export interface HealthOptions {
  readonly clock: Clock;
  /** A check that takes longer is down. Default 2 s, below the usual probe timeouts. */
  readonly checkTimeoutMs?: number;
  /** How long a check's answer is given again: many askers are one question to the store. Default 1 s. */
  readonly cacheMs?: number;
}

/** Notes beyond this many are counted in one. A flood of noisy rules must not make the report one. */
const maxNotes = 100;

export function createHealth({ clock, checkTimeoutMs = 2_000, cacheMs = 1_000 }: HealthOptions): Health {
  const checks = new Map<string, () => Promise<CheckResult>>();
  const beats = new Map<string, { lastMs: number; readonly withinMs: number }>();
  const notes = new Map<string, string>();
  let isDraining = false;

  return {
    readiness(name, check) {
      checks.set(
        name,
        cached(() => askWithin(check, checkTimeoutMs, clock), cacheMs, clock),
      );
    },
    heartbeat(name, withinMs) {
      const beat = { lastMs: clock.now(), withinMs };
      beats.set(name, beat);
      return () => {
        beat.lastMs = clock.now();
      };
    },
    note(name, text) {
      if (text === undefined) notes.delete(name);
      else notes.set(name, text);
    },
    startDraining() {
      isDraining = true;
    },
    live() {
      const results = [...beats].map(([name, { lastMs, withinMs }]): [string, CheckResult] => {
        const silentMs = clock.now() - lastMs;
        if (silentMs <= withinMs) return [name, { status: 'up' }];
        return [name, { status: 'down', message: `no progress for ${Math.round(silentMs / 1000)} s` }];
      });
      return report(results, notes, false);
    },
    async ready() {
      const asked = [...checks].map(async ([name, check]): Promise<[string, CheckResult]> => [name, await check()]);
      return report(await Promise.all(asked), notes, isDraining);
    },
  };
}

function report(
  results: readonly [string, CheckResult][],
  notes: ReadonlyMap<string, string>,
  isDraining: boolean,
): HealthReport {
  const isUp = results.every(([, { status }]) => status === 'up');
  const shown = [...notes].slice(0, maxNotes);
  if (notes.size > maxNotes) shown.push(['more', `${notes.size - maxNotes} further notes`]);
  return {
    status: isDraining ? 'draining' : isUp ? 'up' : 'down',
    checks: Object.fromEntries(results),
    notes: Object.fromEntries(shown),
  };
}

function cached(ask: () => Promise<CheckResult>, cacheMs: number, clock: Clock): () => Promise<CheckResult> {
  let answer: { readonly result: Promise<CheckResult>; untilMs: number } | undefined;
  return () => {
    if (answer === undefined || clock.now() >= answer.untilMs) {
      const fresh = { result: ask(), untilMs: Number.POSITIVE_INFINITY };
      void fresh.result.then(() => {
        fresh.untilMs = clock.now() + cacheMs;
      });
      answer = fresh;
    }
    return answer.result;
  };
}
