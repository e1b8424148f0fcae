import { setTimeout } from 'node:timers/promises';
import type { CountObservation, Firing, WindowSpec } from '@trailhound/detection';
import type { LogMessage, LogRecord, StateStore } from '@trailhound/ports';

const spec: WindowSpec = { count: 4, withinMs: 60_000, dedupMs: 60_000, distinct: false };

/** The record number `n`; every tenth is a copy of an earlier one, and times jump back and forth. */
export function messageAt(n: number): LogMessage {
  const original = n % 10 === 9 ? n - 7 : n;
  return { key: `uid-${original}`, value: Buffer.from(String(original)), headers: { uid: `uid-${original}` } };
}

export function observationOf({ key: uid, value }: Pick<LogRecord, 'key' | 'value'>): CountObservation {
  const n = Number(Buffer.from(value ?? '').toString());
  return {
    kind: 'count',
    key: { ruleId: 'small', stateHash: 'b'.repeat(64), group: [`user-${n % 5}`] },
    spec,
    uid,
    eventTimeMs: 1_700_000_000_000 + n * 2_500 + ((n * 7_919) % 90) * 1_000,
    suppressed: n % 11 === 0,
    mayBeSuppressed: true,
    record: { uid, eventID: null, eventTime: '2026-01-01T00:00:00Z', input: 'victim', index: n },
  };
}

/** Counts a batch; a store that lost anything of what the log committed is a failure here. */
export async function firingsOf(
  state: StateStore,
  from: bigint,
  to: bigint,
  observations: readonly CountObservation[],
): Promise<readonly Firing[]> {
  const batch = { stream: 'matcher', partition: 0, from, to, first: from === 0n, observations };
  const result = await state.windows.observe(batch);
  if (result.kind !== 'ok') throw new Error(`the store knows less than the log before ${from}: ${result.kind}`);
  return result.firings.flat();
}

export async function nap(ms: number, signal?: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, signal ? { signal } : {}).catch(() => {});
}
