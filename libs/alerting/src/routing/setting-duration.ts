import { durationPattern, parseDuration } from '@trailhound/contracts';
import { z } from 'zod';

const longestMs = 24 * 3_600_000;

/** A duration of the configuration, `30s`, `5m`, `1h`, from `least` to a day; milliseconds once read. */
export function duration(least: string) {
  return z
    .string()
    .regex(durationPattern, 'write a duration as 30s, 5m or 1h')
    .transform((text) => parseDuration(text) ?? Number.NaN)
    .refine((ms) => ms >= (parseDuration(least) ?? 0) && ms <= longestMs, `at least ${least}, at most 24h`);
}
