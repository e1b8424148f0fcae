import { type RevisionMessage, topics } from '@trailhound/contracts';
import type { Clock, RecordLog } from '@trailhound/ports';
import {
  type FileSuppression,
  inTurns,
  type LoadedContent,
  loadContentSteps,
  noContent,
  RevisionBook,
  type Rule,
  type RulesContent,
  suppressionPeriod,
  suppressionState,
} from '@trailhound/rules';
import { shortTurns } from '@trailhound/runtime';
import { ApiFailure } from '../http/api-failure.js';
import { readTopic } from '../log/read-topic.js';
import type {
  RevisionList,
  RuleDetail,
  RuleList,
  RuleSummary,
  SuppressionList,
  SuppressionView,
} from './rule-views.js';

export interface RulesReaderPorts {
  readonly log: RecordLog;
  readonly clock: Clock;
}

/** What stood in `rules.state` when it was read up to `next`. */
export interface RulesRead {
  readonly next: bigint;
  readonly revisions: readonly RevisionMessage[];
  readonly content: RulesContent;
  readonly loaded: LoadedContent;
}

/**
 * Rules, suppressions and revisions as `rules.state` says, which is what the matchers run. It is read again only when
 * something was pushed.
 */
export class RulesReader {
  #read: Promise<RulesRead> | undefined;

  constructor(private readonly ports: RulesReaderPorts) {}

  async rules(): Promise<RuleList> {
    const { revisions, loaded } = await this.newest();
    return { inForce: inForceOf(revisions), rules: loaded.rules.map(summaryOf), problems: problemsOf(loaded) };
  }

  /** Undefined where no rule in force has this id. */
  async rule(id: string): Promise<RuleDetail | undefined> {
    const { loaded, content } = await this.newest();
    const rule = loaded.rules.find((one) => one.id === id);
    return rule && detailOf(rule, content);
  }

  async suppressions(): Promise<SuppressionList> {
    const { revisions, loaded } = await this.newest();
    const nowMs = this.ports.clock.now();
    const suppressions = loaded.suppressions.map((one) => suppressionOf(one, nowMs));
    return { inForce: inForceOf(revisions), suppressions, problems: problemsOf(loaded) };
  }

  /** Those that can be brought back, newest first. */
  async revisions(): Promise<RevisionList> {
    const { revisions } = await this.newest();
    return {
      revisions: revisions.map(({ revision, rules, suppressions, changes, origin }) => ({
        ...{ revision, rules, suppressions, changes },
        ...origin,
      })),
    };
  }

  /** The revision in force with its content, read again where something was pushed. */
  async newest(): Promise<RulesRead> {
    const next = (await this.ports.log.bounds(topics.rulesState)).get(0)?.next ?? 0n;
    const known = await this.#read?.catch(() => undefined);
    if (known?.next === next) return known;
    const reading = this.#readTo(next);
    this.#read = reading;
    return reading;
  }

  async #readTo(next: bigint): Promise<RulesRead> {
    const { log, clock } = this.ports;
    const book = new RevisionBook();
    await readTopic(log, topics.rulesState, 0, (message) => {
      book.apply(message);
      return true;
    });
    const [unreadable] = book.unreadable;
    if (unreadable !== undefined) {
      throw new ApiFailure(
        503,
        'API_UNAVAILABLE',
        `${topics.rulesState} was written by a later version: ${unreadable}`,
      );
    }
    const content = book.newest === undefined ? noContent : book.content(book.newest);
    if ('message' in content) throw new ApiFailure(503, 'API_UNAVAILABLE', content.message);
    const loaded = await inTurns(loadContentSteps(content, clock.now()), shortTurns());
    return { next, revisions: book.kept, content, loaded };
  }
}

function inForceOf([newest]: readonly RevisionMessage[]): RuleList['inForce'] {
  if (newest === undefined) return { revision: null, at: null, by: null };
  return { revision: newest.revision, at: newest.origin.at, by: newest.origin.by };
}

function problemsOf({ problems }: LoadedContent): RuleList['problems'] {
  return problems.map(({ code, message, place }) => ({
    ...{ code, message },
    ...(place && { file: place.file, line: place.line }),
  }));
}

function summaryOf({ id, title, severity, language, pack, enabled, audit, tags, place }: Rule): RuleSummary {
  return {
    ...{ id, title, severity, language, enabled, audit, tags: [...tags], file: place.file, line: place.line },
    ...(pack !== undefined && { pack }),
  };
}

function detailOf(rule: Rule, { rules }: RulesContent): RuleDetail {
  const { description, conditionText, groupBy, threshold, dedupMs, frameworks, runbook, reference, tests, lints } =
    rule;
  return {
    ...summaryOf(rule),
    ...(description !== undefined && { description }),
    condition: conditionText,
    groupBy: groupBy.map(({ name }) => name),
    ...(threshold && {
      threshold: {
        count: threshold.count,
        withinSeconds: threshold.withinMs / 1_000,
        ...(threshold.distinct && { distinct: threshold.distinct.name }),
      },
    }),
    dedupSeconds: dedupMs === null ? null : dedupMs / 1_000,
    frameworks: Object.fromEntries(Object.entries(frameworks).map(([name, ids]) => [name, [...ids]])),
    ...(runbook !== undefined && { runbook }),
    ...(reference !== undefined && { reference }),
    tests: tests.length,
    lints: lints.map(({ code, message }) => ({ code, message })),
    text: rules.find(({ path }) => path === rule.place.file)?.text ?? '',
  };
}

function suppressionOf(one: FileSuppression, nowMs: number): SuppressionView {
  const { id, rules, packs, reason, owner, place } = one;
  return {
    ...{ id, state: suppressionState(one, nowMs), rules: [...rules], packs: [...packs] },
    ...{ owner, reason, file: place.file, line: place.line },
    ...suppressionPeriod(one),
  };
}
