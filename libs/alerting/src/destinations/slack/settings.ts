import { durationPattern } from '@trailhound/contracts';
import { z } from 'zod';
import { SecretPath, SecretText } from '../secret-list.js';

/** `destinations.<name>.slack` of the configuration: an incoming webhook, or a bot with its token and a channel. */
export const SlackSettings = z
  .strictObject({
    urlFile: SecretPath.optional().describe('file that holds the URL of an incoming webhook, which is a secret'),
    url: SecretText.optional().describe('the URL of an incoming webhook itself, for demonstrations; prefer urlFile'),
    tokenFile: SecretPath.optional().describe('file that holds a bot token (xoxb-…) with the scope chat:write'),
    token: SecretText.optional().describe('the bot token itself, for demonstrations; prefer tokenFile'),
    channel: z
      .string()
      .regex(/^(#[^\s#]{1,79}|[A-Z0-9]{6,20})$/, 'an id such as C0123456789, or #name')
      .optional()
      .describe('where the bot writes: the channel’s id (C0123456789, sure) or its #name; with a token only'),
    apiUrl: z
      .string()
      .default('https://slack.com/api')
      .describe('the Web API, with a token only; https://slack-gov.com/api for GovSlack'),
    threadFor: z
      .string()
      .regex(durationPattern, 'a duration such as 24h')
      .default('24h')
      .describe('alerts of one rule and group go under the first of them for this long; 0s: never; with a token only'),
    changes: z.boolean().default(false).describe('also say when people acknowledge, close or reopen an alert'),
  })
  .check(({ value, issues }) => {
    const given = [value.urlFile, value.url, value.tokenFile, value.token].filter((one) => one !== undefined).length;
    const hasToken = value.tokenFile !== undefined || value.token !== undefined;
    const error = (message: string) => issues.push({ code: 'custom', input: value, message });
    if (given !== 1) error('give one of urlFile, url (an incoming webhook), tokenFile, token (a bot)');
    else if (hasToken && value.channel === undefined) error('a bot needs the channel it writes to');
    else if (!hasToken && value.channel !== undefined)
      error('an incoming webhook has its own channel; leave channel out');
  });
export type SlackSettings = z.output<typeof SlackSettings>;
