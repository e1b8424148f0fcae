import { z } from 'zod';
import { TopValue } from './alert.js';
import { canonicalJson } from './canonical-json.js';
import { sha256Hex } from './hash.js';
import { severities } from './severity.js';

/** Why alerts waited to be told together. */
export const holdReasons = ['grouped', 'quiet hours', 'rate limit'] as const;
export type HoldReason = (typeof holdReasons)[number];

/** What a digest says of one alert, secrets masked. */
export const DigestLine = z.object({
  alertId: z.string(),
  severity: z.enum(severities),
  rule: z.string(),
  title: z.string(),
  account: z.string().nullable(),
  /** ISO 8601. */
  firedAt: z.string(),
  /** Time of its first event, ISO 8601; absent in what older versions wrote. */
  eventTime: z.string().optional(),
});
export type DigestLine = z.infer<typeof DigestLine>;

/** Most alerts a digest names; it counts them all. */
export const maxDigestLines = 20;

/**
 * Several alerts told as one message. In the ledger it stands without them (everything after `until` is as for none):
 * which alerts it tells is known when it is sent.
 */
export const Digest = z.object({
  /** Identity of the digest, and of its delivery. */
  id: z.string(),
  /** Which route, as the configuration names it. */
  route: z.string(),
  reason: z.enum(holdReasons),
  /** What the alerts have in common: field → value, null where the alert has none. */
  group: z.record(z.string(), z.string().nullable()),
  /** The time its alerts fired in, ISO 8601; until is not part of it. */
  from: z.string(),
  until: z.string(),
  count: z.number().int().default(0),
  /** Time of the first event of all of its alerts, ISO 8601; alerts are listed and filtered by it. */
  eventsFrom: z.string().optional(),
  /** The highest of its alerts. */
  severity: z.enum(severities).default('info'),
  severities: z.array(TopValue).default([]),
  rules: z.array(TopValue).default([]),
  /** The most severe, at most {@link maxDigestLines}. */
  alerts: z.array(DigestLine).default([]),
});
export type Digest = z.infer<typeof Digest>;

/** A digest before its alerts are known. */
export type DigestPlan = Pick<Digest, 'id' | 'route' | 'reason' | 'group' | 'from' | 'until'>;

/**
 * The identity of a digest: the same for every alert of one route, destination, group and window, whoever asks and however
 * often, so that no crash and no second notifier makes another one.
 */
export function digestId(destination: string, { route, reason, group, until }: Omit<DigestPlan, 'id'>): string {
  const members = Object.entries(group).sort(([a], [b]) => (a < b ? -1 : 1));
  return `dig_${sha256Hex(canonicalJson(['v1', route, destination, reason, members, until])).slice(0, 40)}`;
}
