import { z } from 'zod';
import { SecretPath, SecretText } from '../secret-list.js';

/** Where events go (https://support.pagerduty.com/main/docs/service-regions). */
export const eventsUrls = {
  us: 'https://events.pagerduty.com/v2/enqueue',
  eu: 'https://events.eu.pagerduty.com/v2/enqueue',
} as const;

/** `destinations.<name>.pagerduty` of the configuration. */
export const PagerDutySettings = z
  .strictObject({
    routingKeyFile: SecretPath.optional().describe(
      'file that holds the integration key of an Events API v2 integration',
    ),
    routingKey: SecretText.optional().describe('the integration key itself, for demonstrations; prefer routingKeyFile'),
    region: z.enum(['us', 'eu']).default('us').describe('service region of the PagerDuty account'),
    url: z.string().optional().describe('where events are posted instead, for a relay of your own'),
    changes: z
      .boolean()
      .default(true)
      .describe('acknowledge and resolve the incident when people acknowledge or close the alert'),
  })
  .refine(({ routingKeyFile, routingKey }) => (routingKeyFile === undefined) !== (routingKey === undefined), {
    error: 'give either routingKeyFile or routingKey',
  });
export type PagerDutySettings = z.output<typeof PagerDutySettings>;
