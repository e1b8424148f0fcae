import { CodedError, type RevisionMessage, topics } from '@trailhound/contracts';
import type { Clock, Enricher, Logger } from '@trailhound/ports';
import { loadContent } from '@trailhound/rules';
import type { MatcherRules } from '../match/matcher-rules.js';
import { assembleRules } from '../rules-reload/assemble-rules.js';
import { reportRules } from '../rules-reload/report-rules.js';
import type { RulesInForce } from '../rules-reload/watch-rules.js';
import type { ApplyFailure, RulesMetrics } from './rules-metrics.js';
import type { RulesState } from './rules-state.js';

export interface FollowRulesOptions {
  readonly state: RulesState;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: RulesMetrics;
  /** Gives the rules what is known of a record besides what AWS wrote; absent: nothing. */
  readonly enricher?: Enricher;
  /** Told of every revision put into force. */
  readonly onChange?: (inForce: RulesInForce) => void;
  /** Told why the newest revision cannot be put into force, or that it is. */
  readonly onFailure?: (reason: string | undefined) => void;
}

/** The rules of `rules.state`, always one revision as a whole. */
export interface FollowedRules extends MatcherRules {
  /** Throws before the first revision is in force. */
  current(): RulesInForce & { readonly revision: number };
  /** Resolves when the first revision is in force. */
  readonly first: Promise<void>;
}

/**
 * Puts every revision into force as it is read: compiled aside and swapped in as a whole. One that cannot be put into
 * force is reported, and the one before stays, until another matcher has counted under it: then batches wait.
 */
export function followRules(options: FollowRulesOptions): FollowedRules {
  const { state, clock, logger, metrics, enricher, onChange, onFailure } = options;
  const first = Promise.withResolvers<void>();
  let inForce: (RulesInForce & { readonly revision: number; readonly push: string }) | undefined;
  let refused: string | undefined;
  let failure: string | undefined;

  function fail(reason: ApplyFailure, message: string): void {
    if (failure !== message)
      logger.error({ reason, problem: message }, 'revision of the rules cannot be put into force');
    failure = message;
    metrics.failed(reason);
    onFailure?.(message);
  }

  function follow(): void {
    const { newest, unreadable } = state.book;
    if (unreadable[0] !== undefined) fail('unreadable', unreadable[0]);
    else if (newest !== undefined && newest.push !== inForce?.push) putIntoForce(newest);
  }

  function putIntoForce(newest: RevisionMessage): void {
    const { revision, push, origin } = newest;
    const content = state.book.content(newest);
    if ('message' in content) fail('incomplete', `revision ${revision}: ${content.message}`);
    if ('message' in content || refused === push) return;
    try {
      const { rules, suppressions, problems } = loadContent(content, clock.now());
      const assembled = assembleRules(rules, suppressions, enricher);
      inForce = {
        ...{ ...assembled, suppressions, revision, push, heldBack: [] },
        problems: [...problems, ...assembled.problems],
      };
    } catch (error) {
      refused = push;
      fail('failed', `revision ${revision}: ${error instanceof Error ? error.message : String(error)}`);
      return;
    }
    logger.info({ revision, by: origin.by, rules: newest.rules }, 'rules in force');
    failure = undefined;
    onFailure?.(undefined);
    reportRules(logger, inForce);
    metrics.applied(inForce);
    onChange?.(inForce);
    first.resolve();
  }

  state.onChange(follow);

  return {
    first: first.promise,
    current() {
      if (inForce === undefined) throw new TypeError('no revision of the rules is in force yet');
      return inForce;
    },
    async catchUp(revision) {
      await state.catchUp();
      const { newest } = state.book;
      if (failure !== undefined) throw new CodedError('RULES_NOT_APPLIED', failure);
      if (inForce === undefined || newest === undefined || newest.push !== inForce.push) {
        throw new CodedError('RULES_NOT_APPLIED', 'the newest revision of the rules is not in force yet');
      }
      if (revision === undefined || revision <= inForce.revision) return;
      throw new CodedError(
        'RULES_NOT_APPLIED',
        `records were counted under revision ${revision}, but ${topics.rulesState} ends with ${inForce.revision}: it lost revisions`,
      );
    },
  };
}
