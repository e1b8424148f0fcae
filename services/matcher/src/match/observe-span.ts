import type { Logger, WindowStore } from '@trailhound/ports';
import type { BatchMatch } from './evaluate-slice.js';
import type { LogPosition, Span } from './log-positions.js';
import { type MatcherRules, type NumberedRules, revisionName } from './matcher-rules.js';
import { type ObservedMatches, observeMatches } from './observe-matches.js';

export interface ObservingParts {
  readonly windows: Pick<WindowStore, 'observe'>;
  /** Consumer group and topic the offsets belong to. */
  readonly stream: string;
  readonly rules: MatcherRules;
  readonly logger: Logger;
  /** How late records may come where windows are judged when they are over. */
  readonly latenessMs: number;
}

/** Of what partition a stretch is observed, and the rules all of it was evaluated under. */
export interface ObservedLane {
  readonly partition: number;
  readonly position: LogPosition;
  /** Aborts when the assignment is over. */
  readonly signal: AbortSignal;
  readonly under: NumberedRules;
}

export type SpanObserved =
  | Exclude<ObservedMatches, { kind: 'outdated' }>
  /** Another matcher counted under a newer revision; it is in force here by now. Evaluate anew from the stamp on. */
  | { readonly kind: 'outdated' };

/**
 * Observes the matches of a stretch and moves the stamp over it. Where another matcher has counted under a newer
 * revision of the rules already, nothing is counted here: this one catches up first.
 */
export async function observeSpan(
  { partition, position, under }: ObservedLane,
  span: Span,
  matches: readonly BatchMatch[],
  { windows, stream, rules, logger, latenessMs }: ObservingParts,
): Promise<SpanObserved> {
  const { revision } = under;
  for (let isNewest = false; ; isNewest = true) {
    const observed = await observeMatches(
      windows,
      matches,
      {
        ...{ stream, partition, ...span },
        ...(revision !== undefined && { rules: { revision, isNewest } }),
      },
      latenessMs,
    );
    if (observed.kind === 'ok') position.told(span);
    if (observed.kind !== 'outdated') return observed;
    if (observed.revision !== undefined) {
      logger.info({ revision: revisionName(under) }, 'a newer revision of the rules is in use, catching up');
    }
    await rules.catchUp(observed.revision);
    if (rules.current().revision !== revision) return { kind: 'outdated' };
  }
}
