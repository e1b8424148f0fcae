import { Alert, alertStates, durationPattern, parseDuration } from '@trailhound/contracts';
import { z } from 'zod';
import { oneOrMore } from '../one-or-more.js';

const text = z.string().min(1);
const alert = Alert.shape;
const longestMs = 7 * 24 * 3_600_000;

/** From the beginning of the test; milliseconds once read. */
const after = z
  .string()
  .regex(durationPattern, 'write a duration as 30s, 5m or 1h')
  .transform((given) => parseDuration(given) ?? Number.NaN)
  .refine((ms) => ms <= longestMs, 'at most 7d');

/** Alerts that fire; what is not said of one is that of a sample. */
export const RouteTestAlert = z.strictObject({
  after: after.default(0).describe('when the first fires, from the beginning of the test; default 0s'),
  times: z.int().min(1).max(10_000).default(1).describe('how many; each is an alert of its own'),
  every: after.default(0).describe('between two of them; default 0s'),
  eventBefore: after.default(0).describe('how long before it fires its first event happens; default 0s'),
  as: text.optional().describe('a name for `changes`'),
  rule: alert.rule.optional(),
  severity: alert.severity.optional(),
  title: alert.title.optional(),
  pack: alert.pack,
  account: alert.account.optional(),
  region: alert.region.optional(),
  tags: alert.tags.optional(),
  group: alert.group.optional(),
  actor: text.optional().describe('the ARN of who did it'),
  eventName: alert.eventName.optional(),
  eventSource: alert.eventSource.optional(),
  destinations: alert.destinations.describe('what the rule itself asks for'),
  actions: alert.actions.optional().describe('`actions` of the rule; what they count is not simulated'),
  audit: z.boolean().optional(),
});
export type RouteTestAlert = z.output<typeof RouteTestAlert>;

/** What can be expected: a kind of message, or that an alert was muted. */
export const notificationKinds = [
  'fired',
  'digest',
  'repeated',
  'step',
  'escalated',
  'changed',
  'heartbeat',
  'muted',
] as const;
export type NotificationKind = (typeof notificationKinds)[number];

/** Notifications that have to come. */
export const ExpectedNotification = z.strictObject({
  to: text.describe('name of a destination'),
  kind: z.enum(notificationKinds).default('fired'),
  after: after.optional().describe('when, from the beginning of the test, to within 5s; absent: at any time'),
  count: z.int().min(1).default(1).describe('how many of them; default 1'),
  alerts: z.int().min(1).optional().describe('how many alerts it tells'),
  contains: oneOrMore(text).optional().describe('texts that all stand in the message as the destination is sent it'),
});
export type ExpectedNotification = z.output<typeof ExpectedNotification>;

export const RouteTest = z.strictObject({
  name: text,
  at: z.iso.datetime({ offset: true }).describe('when the test begins: a date and time with offset'),
  alerts: z.array(RouteTestAlert).min(1),
  changes: z
    .array(z.strictObject({ after, alert: text.describe('`as` of an alert'), state: z.enum(alertStates) }))
    .default([])
    .describe('what people do'),
  down: z
    .array(z.strictObject({ to: text, from: after.default(0), until: after.optional() }))
    .default([])
    .describe('destinations that answer 500, from and until when'),
  for: after.default(24 * 3_600_000).describe('how long the test goes on; default 24h'),
  expect: z.array(ExpectedNotification).describe('all that is told; anything else fails the test'),
});
export type RouteTest = z.output<typeof RouteTest>;

/** A file of route tests. */
export const RouteTestFile = z.strictObject({
  config: text.optional().describe('the configuration it is about, from the folder of this file'),
  tests: z.array(RouteTest).min(1),
});
export type RouteTestFile = z.output<typeof RouteTestFile>;

/** JSON Schema (2020-12) of such a file: the text of docs/reference/route-test.schema.json. */
export function routeTestSchemaText(): string {
  const about = { title: 'Trailhound route tests', description: 'A file for `trailhound routes test`, version 1.' };
  return `${JSON.stringify({ ...z.toJSONSchema(RouteTestFile, { io: 'input' }), ...about }, null, 2)}\n`;
}
