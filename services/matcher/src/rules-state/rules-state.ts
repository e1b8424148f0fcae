import { CodedError, type RevisionMessage, type RevisionOrigin, topics } from '@trailhound/contracts';
import type { Clock, LogBatch, RecordLog } from '@trailhound/ports';
import {
  contentChanges,
  contentHash,
  type LoadedContent,
  loadContent,
  longestPushMs,
  noContent,
  orderedContent,
  planCleanUp,
  planPush,
  RevisionBook,
  type RulesContent,
} from '@trailhound/rules';

/** What came of a push. */
export type PushOutcome =
  | { readonly kind: 'pushed'; readonly revision: RevisionMessage }
  /** The newest revision has this content already. */
  | { readonly kind: 'unchanged'; readonly revision: RevisionMessage }
  /** Somebody else's revision came first; this one is void. */
  | { readonly kind: 'overtaken'; readonly revision: RevisionMessage };

/** What a push depends on, besides its content. */
export interface PushTerms {
  /**
   * The number of the revision the content was made from, 0 for none: where another is the newest by now, the push is
   * overtaken. Absent: the newest, whichever it is.
   */
  readonly onTopOf?: number;
  /** The revision is numbered above this one, under which records were counted before the topic was lost. */
  readonly above?: number;
}

export interface RulesStateOptions {
  readonly log: RecordLog;
  readonly clock: Clock;
  /** Unique: names this reader's consumer group and its pushes. */
  readonly newId?: () => string;
}

/** The topic `rules.state` as one process reads and writes it. */
export interface RulesState {
  /** Reads and follows the topic until `stop` (resolves) or a failure that cannot be waited out (rejects). Call once. */
  run(): Promise<void>;
  /**
   * Resolves when everything that stands in the topic now has been read. Rejects with `STORE_CLOSED` once it is stopped,
   * and as the log does.
   */
  catchUp(): Promise<void>;
  /** What has been read so far. */
  readonly book: RevisionBook;
  /** Called whenever the end of the topic is reached: what is in force may have changed. */
  onChange(listener: () => void): void;
  /**
   * Puts a content into force as the next revision and resolves when it is durable. `loaded` is what the content loads
   * to, where the caller knows it. Rejects with `RULES_UNREADABLE` where the topic
   * holds messages of a later version.
   */
  push(content: RulesContent, origin: RevisionOrigin, loaded?: LoadedContent, terms?: PushTerms): Promise<PushOutcome>;
  stop(): Promise<void>;
}

interface Waiter {
  readonly next: bigint;
  readonly done: () => void;
}

export function createRulesState({ log, clock, newId = () => crypto.randomUUID() }: RulesStateOptions): RulesState {
  const topic = topics.rulesState;
  // A group of its own that never commits: every process reads everything, from the beginning.
  const consumer = log.consumer({ topic, group: `trailhound-rules-${newId()}` });
  const listeners: (() => void)[] = [];
  const stopped = Promise.withResolvers<never>();
  stopped.promise.catch(() => undefined);
  let book = new RevisionBook();
  let next = 0n;
  let waiters: readonly Waiter[] = [];

  async function take({ records, endOffset }: LogBatch): Promise<void> {
    // A log that ends before what was read of it was made anew.
    if (endOffset < next) [book, next] = [new RevisionBook(), 0n];
    for (const record of records) {
      if (record.offset < next) continue;
      book.apply(record);
      next = record.offset + 1n;
    }
    if (next >= endOffset) for (const listener of listeners) listener();
    const [reached = [], waiting = []] = [true, false].map((is) => waiters.filter((one) => one.next <= next === is));
    waiters = waiting;
    for (const { done } of reached) done();
  }

  async function catchUp(): Promise<void> {
    const end = (await log.bounds(topic)).get(0)?.next ?? 0n;
    if (end <= next) return;
    const read = new Promise<void>((done) => {
      waiters = [...waiters, { next: end, done }];
    });
    await Promise.race([read, stopped.promise]);
  }

  function refuseUnreadable(): void {
    const [first] = book.unreadable;
    if (first === undefined) return;
    throw new CodedError('RULES_UNREADABLE', `${topics.rulesState} was written by a later version: ${first}`);
  }

  return {
    get book() {
      return book;
    },
    catchUp,
    onChange(listener) {
      listeners.push(listener);
    },
    async run() {
      try {
        await consumer.run(take);
      } finally {
        stopped.reject(new CodedError('STORE_CLOSED', 'the rules are no longer followed'));
      }
    },
    async push(content, origin, loaded, { onTopOf, above } = {}) {
      const beganMs = clock.now();
      // A wall clock that is set meanwhile says nothing of how long this took.
      const began = performance.now();
      await catchUp();
      refuseUnreadable();
      const { newest } = book;
      if (newest !== undefined && onTopOf !== undefined && newest.revision !== onTopOf) {
        return { kind: 'overtaken', revision: newest };
      }
      const isAbove = (newest?.revision ?? 0) >= (above ?? 0);
      if (newest?.content === contentHash(orderedContent(content)) && isAbove) {
        return { kind: 'unchanged', revision: newest };
      }
      const after = loaded ?? loadContent(content, beganMs);
      const changes = contentChanges(loadedOf(book, newest, beganMs), { ...after, packs: content.packs });
      const counts = {
        rules: after.rules.filter(({ enabled }) => enabled).length,
        suppressions: after.suppressions.length,
      };
      const plan = planPush(book, content, { push: newId(), origin, changes, ...counts, above });
      if (plan.kind === 'unchanged') return plan;
      await log.publish(topic, plan.blobs);
      if (performance.now() - began > longestPushMs) {
        throw new CodedError('RULES_PUSH_TOO_SLOW', 'the push took longer than an hour and was given up');
      }
      await log.publish(topic, [plan.commit]);
      await catchUp();
      const { push } = plan.revision;
      const inForce = book.revisions.some((revision) => revision.push === push);
      const tombstones = planCleanUp(book, clock.now());
      if (tombstones.length > 0) await log.publish(topic, tombstones);
      if (inForce || book.newest === undefined) return { kind: 'pushed', revision: plan.revision };
      return { kind: 'overtaken', revision: book.newest };
    },
    async stop() {
      await consumer.stop();
      stopped.reject(new CodedError('STORE_CLOSED', 'the rules are no longer followed'));
    },
  };
}

/** What a revision that is still there loads to; nothing for none. */
function loadedOf(book: RevisionBook, revision: RevisionMessage | undefined, nowMs: number) {
  const content = revision && book.content(revision);
  if (content === undefined || 'message' in content) return { rules: [], suppressions: [], packs: noContent.packs };
  return { ...loadContent(content, nowMs), packs: content.packs };
}
