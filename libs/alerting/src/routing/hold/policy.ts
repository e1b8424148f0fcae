import { severities } from '@trailhound/contracts';
import { z } from 'zod';
import { oneOrMore } from '../one-or-more.js';
import { duration } from '../setting-duration.js';

/** What alerts can be gathered by. `group` is the alert’s own group-by fields. */
export const groupFields = [
  'rule',
  'severity',
  'account',
  'region',
  'pack',
  'actor',
  'eventName',
  'eventSource',
  'group',
] as const;
export type GroupField = (typeof groupFields)[number];

/** `group` of a route. Times are milliseconds once read. */
export const RouteGroup = z
  .strictObject({
    by: z.array(z.enum(groupFields)).default([]).describe('fields that have to be equal; none: everything together'),
    wait: duration('1s').default(30_000).describe('from the first alert to the first message; default 30s'),
    interval: duration('10s').default(300_000).describe('between messages of one group; default 5m'),
  })
  .refine(({ wait, interval }) => wait <= interval, 'wait must not be longer than interval');
export type RouteGroup = z.output<typeof RouteGroup>;

/** `limit` of a route. */
export const RouteLimit = z.strictObject({
  count: z.int().min(1).max(10_000).describe('messages that go at once'),
  per: duration('10s').describe('in how long; the rest is told together at its end'),
});
export type RouteLimit = z.output<typeof RouteLimit>;

/** `fallback` of a route. */
export const RouteFallback = z.strictObject({
  to: z.array(z.string().min(1)).min(1).describe('names of destinations'),
  after: duration('10s').default(300_000).describe('how long no destination took it; default 5m'),
  severity: oneOrMore(z.enum(severities)).default(['critical', 'high']).describe('default critical and high'),
});
export type RouteFallback = z.output<typeof RouteFallback>;

/** `repeat` of a route. */
export const RouteRepeat = z.strictObject({
  every: duration('1m').describe('how long after the alert was told, and after each repeat'),
  times: z.int().min(1).max(24).default(3).describe('how often at most; default 3'),
});
export type RouteRepeat = z.output<typeof RouteRepeat>;

/** `heartbeat` of a route: every how many milliseconds. */
export const RouteHeartbeat = duration('10s');

/** What a route says of when its alerts are told. */
export interface RoutePolicy {
  readonly group?: RouteGroup | undefined;
  readonly limit?: RouteLimit | undefined;
  readonly quiet?: readonly string[] | undefined;
  readonly fallback?: RouteFallback | undefined;
  readonly repeat?: RouteRepeat | undefined;
}
