import { eventHistoryOfAws } from '@trailhound/adapter-aws';
import type { LookupLag, LookupPlace, LookupSourceOptions, Trouble } from '@trailhound/collector';
import { parseDuration } from '@trailhound/contracts';
import { connectionOf } from '../inputs/aws-connection.js';
import type { RunContext } from './context.js';

export interface LookupSurroundings extends Pick<RunContext, 'clock' | 'logger'> {
  readonly trouble: Trouble;
  readonly lag: LookupLag;
}

/** The event histories a source names. */
export function lookupPlace(
  { regions, insights, every, overlap, back, ...access }: LookupPlace,
  { lag, ...surroundings }: LookupSurroundings,
  env: NodeJS.ProcessEnv,
): Omit<LookupSourceOptions, 'backfill' | 'notify'> {
  return {
    ...surroundings,
    histories: regions.map((region) => eventHistoryOfAws({ ...connectionOf(access), region }, env)),
    insights,
    ...{ everyMs: msOf(every), overlapMs: msOf(overlap), backMs: msOf(back) },
    onReadTo: lag.readTo,
  };
}

function msOf(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new TypeError(`${text} is no duration`);
  return ms;
}
