import { createRequire } from 'node:module';
import { envelopeOf } from '@trailhound/cloudtrail';

type Record = Parameters<typeof envelopeOf>[0];

const original = createRequire(import.meta.url)('@gorillastack/jmespath') as {
  search(data: unknown, expression: string): unknown;
};

/** A trigger as its document says it. */
export interface PlainTrigger {
  readonly eventNames: readonly string[];
  readonly eventSources?: readonly string[];
  readonly regions?: readonly string[];
  readonly condition?: string;
}

/**
 * What a trigger means, said a second time: the keys compared as they stand, the expression evaluated by GorillaStack's
 * own library. That compares `<` and its like by JavaScript, and looks for anything in a text by its text; expressions
 * held against it use neither.
 */
export function naiveOutcome(trigger: PlainTrigger, record: Record): 'match' | 'no-match' | 'error' {
  const keys: readonly (readonly [readonly string[] | undefined, unknown])[] = [
    [trigger.eventNames, record['eventName']],
    [trigger.eventSources, record['eventSource']],
    [trigger.regions, record['awsRegion']],
  ];
  if (!keys.every(([wanted, seen]) => wanted === undefined || wanted.includes(seen as string))) return 'no-match';
  if (trigger.condition === undefined) return 'match';
  try {
    return original.search(envelopeOf(record), trigger.condition) ? 'match' : 'no-match';
  } catch {
    return 'error';
  }
}
