import { z } from 'zod';

const path = z.string().min(1).meta({ format: 'path' });
const secret = z.string().min(1).meta({ writeOnly: true });

/** `destinations.<name>.webhook` of the configuration. */
export const WebhookSettings = z
  .strictObject({
    url: z.string().min(1).describe('where alerts are posted: https, or http where network.allow names the address'),
    secretFile: z
      .union([path, z.array(path).min(1)])
      .optional()
      .describe('file that holds the signing secret (whsec_…); several files while a secret is being rotated'),
    secret: z
      .union([secret, z.array(secret).min(1)])
      .optional()
      .describe('the signing secret itself (whsec_…), for demonstrations; prefer secretFile'),
  })
  .refine(({ secretFile, secret }) => (secretFile === undefined) !== (secret === undefined), {
    error: 'give either secretFile or secret: every webhook is signed',
  });
export type WebhookSettings = z.output<typeof WebhookSettings>;
