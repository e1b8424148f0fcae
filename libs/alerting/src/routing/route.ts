import { severities } from '@trailhound/contracts';
import { z } from 'zod';

/** One value, or several of which any may hold. */
const oneOrMore = <T extends z.ZodType>(item: T) =>
  z.union([z.array(item).min(1), item.transform((only) => [only] as z.output<T>[])]);

const text = z.string().min(1);

/** Which alerts a route takes. Every key given must hold; within a key any of its values may. Without keys: every alert. */
export const RouteMatch = z.strictObject({
  severity: oneOrMore(z.enum(severities)).optional().describe('severities of the alerts this route takes'),
  rule: oneOrMore(text).optional().describe('rule ids, exactly as written in the rule files'),
  pack: oneOrMore(text).optional().describe('names of rule packs'),
  account: oneOrMore(z.coerce.string().regex(/^\d{12}$/, 'an AWS account id has 12 digits; quote it in YAML'))
    .optional()
    .describe('12-digit ids of the accounts the records belong to'),
  tags: oneOrMore(text).optional().describe('tags of the rule; one of them is enough'),
});
export type RouteMatch = z.output<typeof RouteMatch>;

/** Sends the alerts it matches to every destination it names. */
export const Route = z.strictObject({
  match: RouteMatch.optional().describe('which alerts; every alert where it is absent'),
  to: z.array(text).min(1).describe('names of destinations'),
});
export type Route = z.output<typeof Route>;

/** `routes` of the configuration. */
export const Routes = z.array(Route);
