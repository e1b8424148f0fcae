import { z } from 'zod';

/** Why something could not be read, by stable code; each is a label value of `trailhound_quarantined_total`. */
export const quarantineReasons = [
  'bad_gzip',
  'gzip_bomb',
  'bad_encoding',
  'bad_json',
  'too_deep',
  'too_large',
  'empty_object',
  'not_cloudtrail',
  'not_a_record',
  'bad_event_time',
  'bad_message',
  'object_gone',
  'object_archived',
  'evaluation_error',
] as const;
export type QuarantineReason = (typeof quarantineReasons)[number];

/** Why something was passed over on purpose; each is a label value of `trailhound_skipped_total`. */
export const skipReasons = [
  'digest',
  'config',
  'test_message',
  'control_message',
  'not_cloudtrail_event',
  'notification',
  'foreign_object',
  'foreign_bucket',
  'tombstone',
] as const;
export type SkipReason = (typeof skipReasons)[number];

/** The message of topic `cloudtrail.quarantine`: the reason and a pointer, so that nothing is lost by being unreadable. */
export const QuarantineEntry = z.object({
  version: z.literal(1),
  reason: z.enum(quarantineReasons),
  message: z.string(),
  /** The object, file or topic it stood in. */
  input: z.string(),
  /** Index of the record in its input, from 0; absent when the whole input is meant. */
  index: z.number().int().optional(),
  /** Byte offset in the uncompressed input, where known. */
  offset: z.number().int().optional(),
  /** The first 4 KiB, secrets redacted. */
  excerpt: z.string(),
  at: z.string(),
});
export type QuarantineEntry = z.infer<typeof QuarantineEntry>;
