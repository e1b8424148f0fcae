import { durationPattern } from '@trailhound/contracts';
import { z } from 'zod';

/** A duration as people write it; read with `parseDuration`. */
export const DurationText = z
  .string()
  .regex(durationPattern, 'write a whole number and a unit, such as 30s, 10m or 24h');
