import { printable } from '@trailhound/contracts';
import type { Period } from '@trailhound/matcher/offline';
import { parseInstant } from '@trailhound/rules';
import { CommandFailure, exitCodes } from '../exit-codes.js';

const dayMs = 86_400_000;

/** `--from` and `--to`; `--to 2026-01-31` is the end of that day. What is no time ends the command. */
export function periodOf({ from, to }: { readonly from?: string; readonly to?: string }): Period {
  const fromMs = from === undefined ? undefined : instantOf('--from', from);
  const isDay = to !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(to);
  const toMs = to === undefined ? undefined : instantOf('--to', to) + (isDay ? dayMs : 0);
  if (fromMs !== undefined && toMs !== undefined && fromMs >= toMs)
    throw new CommandFailure(`--to ${to} is not after --from ${from}`, exitCodes.usage);
  return { ...(fromMs !== undefined && { fromMs }), ...(toMs !== undefined && { toMs }) };
}

function instantOf(option: string, text: string): number {
  const ms = parseInstant(text);
  if (ms !== undefined) return ms;
  throw new CommandFailure(
    `${option} ${printable(text)} is no time: write 2026-01-31 or 2026-01-31T18:00:00Z`,
    exitCodes.usage,
  );
}

/** The period in words. */
export function periodText({ fromMs, toMs }: Period): string {
  const text = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');
  if (fromMs === undefined && toMs === undefined) return 'all records';
  if (fromMs === undefined) return `before ${text(toMs ?? 0)}`;
  return toMs === undefined ? `from ${text(fromMs)}` : `from ${text(fromMs)} to ${text(toMs)}`;
}

/**
 * Whether an object may hold records of a period: CloudTrail files them under the day they were delivered, mostly the
 * day they happened. Names without a day may hold anything.
 */
export function mayHold(name: string, { fromMs = Number.NEGATIVE_INFINITY, toMs = Number.POSITIVE_INFINITY }: Period) {
  const [, year, month, day] = /\/CloudTrail\/[\w-]+\/(\d{4})\/(\d{2})\/(\d{2})\//.exec(name) ?? [];
  if (year === undefined) return true;
  const beginsMs = Date.parse(`${year}-${month}-${day}T00:00:00Z`);
  return !(beginsMs + 2 * dayMs <= fromMs || beginsMs - dayMs > toMs);
}
