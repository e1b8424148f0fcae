import { z } from 'zod';
import { bodyFormats } from '../formats/body-format.js';
import { SecretPath, SecretText } from '../secret-list.js';

/** `destinations.<name>.webhook` of the configuration. */
export const WebhookSettings = z
  .strictObject({
    url: z.string().min(1).describe('where alerts are posted: https, or http where network.allow names the address'),
    secretFile: z
      .union([SecretPath, z.array(SecretPath).min(1)])
      .optional()
      .describe('file that holds the signing secret (whsec_…); several files while a secret is being rotated'),
    secret: z
      .union([SecretText, z.array(SecretText).min(1)])
      .optional()
      .describe('the signing secret itself (whsec_…), for demonstrations; prefer secretFile'),
    format: z
      .enum(bodyFormats)
      .default('trailhound')
      .describe('the body: docs/reference/webhook.schema.json, a CloudEvent around the same data, or an OCSF finding'),
    template: z
      .string()
      .min(1)
      .max(16 * 1024)
      .optional()
      .describe('JSONata that makes another body of the one in `format`; docs/integrations/README.md'),
    changes: z.boolean().default(false).describe('also tell when people acknowledge, close or reopen an alert'),
  })
  .refine(({ secretFile, secret }) => (secretFile === undefined) !== (secret === undefined), {
    error: 'give either secretFile or secret: every webhook is signed',
  });
export type WebhookSettings = z.output<typeof WebhookSettings>;
