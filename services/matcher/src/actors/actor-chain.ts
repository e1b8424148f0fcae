import type { JsonObject } from '@trailhound/cloudtrail';
import { sessionKeyOf } from '@trailhound/cloudtrail';
import type { Alert } from '@trailhound/contracts';
import { type SessionSlots, sessionId } from './session-slots.js';

/** AWS lets a chain of roles go on for ever; one as long as this has said what it had to say. */
const maxLinks = 10;

/**
 * Who stands behind the credentials a record was made with: who asked for them, who asked for those this one had, and so
 * on. The last is as far as the stream has shown it. Undefined where it has shown nothing.
 */
export async function actorChainOf(
  record: JsonObject,
  sessions: Pick<SessionSlots, 'find'>,
): Promise<Alert['actorChain'] | undefined> {
  const key = sessionKeyOf(record);
  const links: NonNullable<Alert['actorChain']> = [];
  let id = key === undefined ? undefined : sessionId(key);
  const seen = new Set<string>();
  while (id !== undefined && links.length < maxLinks && !seen.has(id)) {
    seen.add(id);
    const session = await sessions.find(id);
    if (session === undefined) break;
    const { by, eventName, eventTime, eventID } = session;
    links.push({ ...by, eventName, eventTime, eventID });
    id = session.withId;
  }
  return links.length === 0 ? undefined : links;
}
