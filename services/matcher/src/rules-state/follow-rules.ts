import { CodedError, type RevisionMessage, topics } from '@trailhound/contracts';
import type { Clock, Enricher, Logger } from '@trailhound/ports';
import { inTurns, KnownRuleFiles, loadContentSteps, type RulesContent, type Steps } from '@trailhound/rules';
import { shortTurns } from '@trailhound/runtime';
import type { MatcherRules } from '../match/matcher-rules.js';
import { RuleAssembler } from '../rules-reload/assemble-rules.js';
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

interface Applied extends RulesInForce {
  readonly revision: number;
  readonly push: string;
}

/**
 * Puts the newest revision into force as it is read: loaded and compiled in short turns beside the one before, and
 * swapped in as a whole; those that are overtaken meanwhile are passed over. One that cannot be put into
 * force is reported, and the one before stays, until another matcher has counted under it: then batches wait.
 */
export function followRules(options: FollowRulesOptions): FollowedRules {
  const { state, clock, logger, metrics, enricher, onChange, onFailure } = options;
  const first = Promise.withResolvers<void>();
  let inForce: Applied | undefined;
  const known = new KnownRuleFiles();
  const assembler = new RuleAssembler(enricher);
  let refused: string | undefined;
  let failure: string | undefined;

  function fail(reason: ApplyFailure, message: string): void {
    if (failure !== message)
      logger.error({ reason, problem: message }, 'revision of the rules cannot be put into force');
    failure = message;
    metrics.failed(reason);
    onFailure?.(message);
  }

  // Told apart from the promise, which settles a moment after the work is over: nothing may come in between unnoticed.
  let isFollowing = false;
  let following: Promise<void> | undefined;

  function follow(): void {
    if (isFollowing) return;
    isFollowing = true;
    following = followToEnd().catch((error: unknown) => {
      fail('failed', error instanceof Error ? error.message : String(error));
    });
  }

  async function followToEnd(): Promise<void> {
    try {
      for (;;) {
        const { newest, unreadable } = state.book;
        if (unreadable[0] !== undefined) return fail('unreadable', unreadable[0]);
        if (newest === undefined || newest.push === inForce?.push) return;
        await putIntoForce(newest);
        if (state.book.newest?.push === newest.push && state.book.unreadable[0] === undefined) return;
      }
    } finally {
      isFollowing = false;
    }
  }

  async function putIntoForce(newest: RevisionMessage): Promise<void> {
    const { revision, push, origin } = newest;
    const content = await inTurns(state.book.contentSteps(newest), shortTurns());
    if ('message' in content) fail('incomplete', `revision ${revision}: ${content.message}`);
    if ('message' in content || refused === push) return;
    try {
      inForce = await inTurns(applied(newest, content), shortTurns());
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

  function* applied({ revision, push }: RevisionMessage, content: RulesContent): Steps<Applied> {
    const { rules, suppressions, problems } = yield* loadContentSteps(content, clock.now(), known);
    known.forgetOthers();
    const assembled = yield* assembler.assemble(rules, suppressions);
    return {
      ...{ ...assembled, suppressions, revision, push, heldBack: [] },
      problems: [...problems, ...assembled.problems],
    };
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
      while (isFollowing) await following;
      const { newest } = state.book;
      if (failure !== undefined) throw new CodedError('RULES_NOT_APPLIED', failure);
      if (inForce === undefined || newest === undefined || newest.push !== inForce.push) {
        throw new CodedError('RULES_NOT_APPLIED', 'the newest revision of the rules is not in force yet');
      }
      if (revision === undefined || revision <= inForce.revision) return;
      throw new CodedError(
        'RULES_NOT_APPLIED',
        `records were counted under revision ${revision}, but ${topics.rulesState} ends with ${inForce.revision}: it lost revisions; number the rules above it with \`trailhound rules push --above ${revision}\``,
      );
    },
  };
}
