import { type IssuedSession, wordsOf } from '@trailhound/cloudtrail';
import { Actor, sha256Base64Url, sha256Bytes } from '@trailhound/contracts';
import type { CheckpointStore } from '@trailhound/ports';
import { z } from 'zod';

/** A session as it is kept: the key of its credentials and those it was asked for with, hashed. */
const KeptSession = z.object({
  id: z.string(),
  by: Actor,
  withId: z.string().optional(),
  eventName: z.string(),
  eventTime: z.string(),
  eventID: z.string().nullable(),
  words: z.number(),
});
export type KeptSession = z.infer<typeof KeptSession>;

/** Who asked for which temporary credentials. */
export interface SessionSlots {
  /** Keeps a session. Answers whether another one, issued less than 36 hours before, had to make room. */
  keep(session: IssuedSession): Promise<'kept' | 'known' | 'displaced'>;
  /** By the hash of an access key id, as `sessionId` makes it. */
  find(id: string): Promise<KeptSession | undefined>;
}

/**
 * Sessions that can be kept at once. Each has one slot, by its hash, and the newer one takes it: that bounds the state
 * whatever happens, at 90 MB, and loses 7 in 100 where 20,000 are asked for by people and workloads in their lifetime.
 */
const slots = 2 ** 18;
/** The longest a session can last: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html */
const longestSessionMs = 36 * 3_600_000;
const scope = 'matcher.sessions';

/** An access key id as it is kept. */
export function sessionId(accessKeyId: string): string {
  return sha256Base64Url(accessKeyId, 22);
}

/** Sessions in the state store, shared by all matchers. */
export function createSessionSlots(checkpoints: Pick<CheckpointStore, 'get' | 'replace'>): SessionSlots {
  return {
    async keep(session) {
      const { accessKeyId, withAccessKeyId, ...facts } = session;
      const kept: KeptSession = {
        ...{ ...facts, id: sessionId(accessKeyId), words: wordsOf(session) },
        ...(withAccessKeyId !== undefined && { withId: sessionId(withAccessKeyId) }),
      };
      const slot = slotOf(kept.id);
      for (;;) {
        const text = await checkpoints.get(scope, slot);
        const before = parsed(text);
        if (before?.id === kept.id && before.words >= kept.words) return 'known';
        // Another matcher, or another record of this batch, may know more of the same session.
        if (!(await checkpoints.replace(scope, slot, text, JSON.stringify(kept)))) continue;
        if (before === undefined || before.id === kept.id) return 'kept';
        return Date.parse(kept.eventTime) - Date.parse(before.eventTime) < longestSessionMs ? 'displaced' : 'kept';
      }
    },
    async find(id) {
      const found = parsed(await checkpoints.get(scope, slotOf(id)));
      return found?.id === id ? found : undefined;
    },
  };
}

function parsed(text: string | undefined): KeptSession | undefined {
  const read = text === undefined ? undefined : KeptSession.safeParse(JSON.parse(text));
  return read?.success ? read.data : undefined;
}

function slotOf(id: string): string {
  const [a = 0, b = 0, c = 0] = sha256Bytes(id);
  return (((a << 16) | (b << 8) | c) % slots).toString(36);
}
