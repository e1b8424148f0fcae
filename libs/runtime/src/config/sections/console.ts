import { z } from 'zod';

/** `console` of the configuration. */
export const Console = z.strictObject({
  baseUrl: z
    .url({ protocol: /^https?$/, error: 'an absolute URL, such as https://trailhound.example.com' })
    .max(500)
    .optional()
    .describe('where people open the console; notifications link to it. Absent: no links'),
});
export type Console = z.output<typeof Console>;
