import type { AwaitedFiring, BucketSummary, Firing, Observation, ReachedMoment } from '@trailhound/detection';
import type { TallyStore } from './tally-store.port.js';

/**
 * Windowed counts, dedup buckets and how much of the log they cover. A view of the log: what is lost here is found by
 * the stamp being behind the committed offset, and rebuilt by reading again. Every method rejects with
 * `STORE_UNAVAILABLE` rather than guess; the caller pauses and tries the whole batch again.
 */
export interface WindowStore {
  /**
   * The stamp of a partition: every effect of the messages before it is in this store. Undefined where the store knows
   * nothing of the partition (new, or lost).
   */
  stamp(stream: string, partition: number): Promise<bigint | undefined>;
  /**
   * Counts a batch's matches, in order, and then moves the stamp to `batch.to`; only if the stamp is at or after
   * `batch.from` (or absent and `batch.first`), else answers `regressed` and changes nothing. Repeating a batch changes
   * nothing. Answers one list of firings an observation, alerts due and not yet marked done, and one list of the moments
   * it reaches where it feeds another correlation. A batch whose correlations feed others is observed level by level, the
   * stamp moved with the last one only: `to` of those before is `from`.
   *
   * Where `batch.rules` is given, its revision never falls from one counted batch of the stream to the next, whoever
   * counts: a batch under an older revision than one already counted answers `outdated` and changes nothing.
   */
  observe(batch: ObservedBatch): Promise<ObserveResult>;
  /**
   * Judges windows that are over, of at most `limit` groups: those whose observations said so much lateness, and the log
   * was read until `readUntilMs` (its time). Answers the alerts that are due and not yet marked done, again each time until
   * they are; matchers that judge at once may all be answered them.
   */
  judge(reading: { readonly readUntilMs: number; readonly limit: number }): Promise<readonly AwaitedFiring[]>;
  /** The alerts are durable in the log: stop answering them. Firings without state (plain rules) are passed over. */
  markDone(firings: readonly Firing[]): Promise<void>;
  /** What is known of an alert's bucket; undefined once forgotten. */
  summary(alertId: string): Promise<BucketSummary | undefined>;
}

export interface ObservedBatch {
  /** Consumer group and topic the offsets belong to. */
  readonly stream: string;
  readonly partition: number;
  readonly from: bigint;
  readonly to: bigint;
  /**
   * Given where counts run ahead of the stamp, because more than they must be durable before it moves: all before
   * `counted.from` must be counted, and all before `counted.to` is afterwards. So a store that loses counts is found out,
   * while a crash reads again from the stamp. Whatever the stamp covers is counted.
   */
  readonly counted?: { readonly from: bigint; readonly to: bigint };
  /** The consumer never committed before `from`: a missing stamp is a beginning, not a loss. */
  readonly first: boolean;
  readonly observations: readonly Observation[];
  /** The rules the batch was evaluated under; absent where no revision numbers them. */
  readonly rules?: RulesStanding;
}

/** A revision of the rules, as the one who evaluated under it knows it. */
export interface RulesStanding {
  /** Its number in `rules.state`, 1 or more. */
  readonly revision: number;
  /** `rules.state` was read to its end since the store last answered `outdated`, and this is the newest revision in it. */
  readonly isNewest: boolean;
}

export type ObserveResult =
  | {
      readonly kind: 'ok';
      readonly firings: readonly (readonly Firing[])[];
      readonly reached: readonly (readonly ReachedMoment[])[];
    }
  /** State is older than the log position: read again from `stamp`, or rebuild when there is none. */
  | { readonly kind: 'regressed'; readonly stamp: bigint | undefined }
  /**
   * A batch was counted under `revision` already: evaluate again under that one or a newer one. Undefined where the store
   * knows of none (new, or lost) and the batch's is not known to be the newest.
   */
  | { readonly kind: 'outdated'; readonly revision: number | undefined };

/** One alert on its way to one destination. */
export interface NewDelivery {
  readonly id: string;
  readonly alertId: string;
  readonly destination: string;
  /** What it tells, as `formatNotice` writes it: the JSON of an alert, or of another notice. */
  readonly payload: string;
  /** When to try first, epoch milliseconds. */
  readonly dueMs: number;
}

export interface ClaimedDelivery extends NewDelivery {
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** When it was enqueued, epoch milliseconds. */
  readonly enqueuedMs: number;
  /** How often it was put back after its end. */
  readonly replays: number;
}

/** What must stand in a checkpoint when something is added: so a store that lost its end takes nothing out of its order. */
export interface CheckpointGuard {
  readonly scope: string;
  readonly key: string;
  /** Undefined: nothing. */
  readonly value: string | undefined;
}

/** A delivery that may have to wait, to be told with others by one digest. */
export interface HeldDelivery extends NewDelivery {
  /** What the digest says of it. */
  readonly line: string;
  readonly digest: {
    readonly id: string;
    /** The digest as a notice, before its alerts are known. */
    readonly payload: string;
    /** When it is told. */
    readonly dueMs: number;
    /** When what comes after it was begun is told. */
    readonly laterMs: number;
  };
  /** So many deliveries of a digest go at once, before the rest waits. */
  readonly atOnce: number;
}

/** A delivery that a digest tells. */
export interface DigestMember {
  readonly id: string;
  readonly alertId: string;
  readonly line: string;
  readonly state: DeliveryState;
}

/** An alert that mutes others where it is told. */
export interface NotedRoot {
  /** What it has in common with those it mutes. */
  readonly key: string;
  readonly alertId: string;
  /** Of its first event, epoch milliseconds. */
  readonly atMs: number;
}

/** Where a root that speaks for an alert would be found. */
export interface RootSpan {
  readonly keys: readonly string[];
  /** Time of the root, both ends included, epoch milliseconds. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** `muted`: nothing was sent, for another alert speaks for it. */
export type DeliveryEndState = 'delivered' | 'dead' | 'muted';

/** `held`: told by a digest, which is a delivery of its own. */
export type DeliveryState = 'pending' | 'inflight' | 'held' | DeliveryEndState;

export interface DeliveryStatus {
  readonly id: string;
  readonly alertId: string;
  readonly destination: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly lastError?: string;
  /** The alert that speaks for it; only of one that is muted. */
  readonly mutedBy?: string;
  /** When it can be claimed next: due time, or end of the lease; absent when it is at an end. */
  readonly dueMs?: number;
}

/**
 * The ledger of deliveries. A claim is a lease: whoever holds its token may extend, finish or reschedule; anyone else's
 * call is a no-op that answers false, so a late zombie overwrites nothing. Rejects with `STORE_UNAVAILABLE`.
 */
export interface DeliveryLedger {
  /**
   * Adds deliveries; one already known, in whatever state, is left as it is. False where `guard` does not hold (any more):
   * then not all were added.
   */
  enqueue(deliveries: readonly NewDelivery[], guard?: CheckpointGuard): Promise<boolean>;
  /**
   * Adds deliveries of which the first `atOnce` of a digest are due at once, as `enqueue` would have it, and the others are
   * held for it. A digest that nobody claimed yet takes them in; one that was begun never changes any more, and what comes
   * later is told by the next part: its id is the digest's, a dot and its number from 1. A delivery already known is left
   * as it is. False where `guard` does not hold, as for `enqueue`.
   */
  hold(deliveries: readonly HeldDelivery[], guard?: CheckpointGuard): Promise<boolean>;
  /** The deliveries a digest tells, whatever their state, in the order they came. */
  members(digestId: string): Promise<readonly DigestMember[]>;
  /** Ends those of a digest's deliveries that are held or dead, with a note as for `finish`; others are left as they are. */
  settle(digestId: string, ids: readonly string[], state: DeliveryEndState, note?: string): Promise<void>;
  /** Remembers roots for as long as deliveries; one that is known under its key is left as it is. */
  noteRoots(roots: readonly NotedRoot[]): Promise<void>;
  /** Of each span, in their order, the id of the first root under one of its keys; of several at one time the lowest. */
  rootsOf(spans: readonly RootSpan[]): Promise<readonly (string | undefined)[]>;
  /** What each of the deliveries tells, by id; those that are not known any more are absent. */
  payloads(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Takes up to `limit` due deliveries of a destination, oldest first, for `leaseMs`; the attempt number is counted here. */
  claim(claim: {
    readonly destination: string;
    readonly limit: number;
    readonly nowMs: number;
    readonly leaseMs: number;
    readonly token: string;
  }): Promise<readonly ClaimedDelivery[]>;
  /** Moves the end of a lease to `untilMs`, for a holder that is still at it. */
  extend(id: string, token: string, untilMs: number): Promise<boolean>;
  /** Replaces what a delivery tells, for as long as it is known: every later attempt and replay tells the same. */
  rewrite(id: string, token: string, payload: string): Promise<boolean>;
  /** `note`: the error of a dead one, the alert that speaks for a muted one. */
  finish(id: string, token: string, state: DeliveryEndState, note?: string): Promise<boolean>;
  reschedule(id: string, token: string, dueMs: number, error: string): Promise<boolean>;
  /**
   * Puts a delivery that is at an end back and counts that, leaves an open one as it is; the attempt number goes on. False
   * when the id or what it tells is unknown.
   */
  replay(id: string, dueMs: number): Promise<boolean>;
  status(id: string): Promise<DeliveryStatus | undefined>;
  /** Deliveries not at an end, oldest first, at most `limit`. */
  open(limit: number): Promise<readonly DeliveryStatus[]>;
  /**
   * When the next delivery of each of the destinations can be claimed: its due time, or the end of its lease where one is
   * held. Those of which all deliveries are at an end are absent.
   */
  nextDueMs(destinations: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

export interface StateStore {
  readonly windows: WindowStore;
  readonly deliveries: DeliveryLedger;
  readonly tallies: TallyStore;
  /** Small facts of a service: which files are done, how far a journal was read. */
  readonly checkpoints: CheckpointStore;
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface CheckpointStore {
  get(scope: string, key: string): Promise<string | undefined>;
  set(scope: string, key: string, value: string): Promise<void>;
  /** Sets the value if what stands there is still `expected` (undefined: nothing); otherwise changes nothing and answers false. */
  replace(scope: string, key: string, expected: string | undefined, value: string): Promise<boolean>;
}
