import type { Problem } from '@trailhound/contracts';
import type { Clock, Enricher, Logger } from '@trailhound/ports';
import {
  type CompiledRules,
  type FileSuppression,
  inTurns,
  KnownRuleFiles,
  type LoadedContent,
  loadRuleSetSteps,
  loadSuppressions,
  type PackAdaptations,
  type RuleFile,
  type RuleSetOptions,
  type Steps,
  type UnmetEnrichment,
} from '@trailhound/rules';
import { shortTurns } from '@trailhound/runtime';
import { RuleAssembler } from './assemble-rules.js';
import { createLastGoodFiles, type InForce, type LastGoodFiles } from './last-good-files.js';
import { readRuleFiles } from './read-rule-files.js';
import { reportRules } from './report-rules.js';
import { lookAt, watchFiles } from './watch-files.js';

export interface RulesSource {
  /** Files and folders of rules. */
  readonly rules: readonly string[];
  /** Files and folders of suppressions. */
  readonly suppressions: readonly string[];
  /** `packs:` of the configuration. */
  readonly packs?: PackAdaptations;
}

/** The rules in force, with what is wrong in the files. */
export interface RulesInForce {
  /** Rules joined with their suppressions and compiled. */
  readonly compiled: CompiledRules;
  readonly suppressions: readonly FileSuppression[];
  /** Why rules, suppressions or files were not taken. */
  readonly problems: readonly Problem[];
  /** Files that are broken now and run in the version that loaded last. */
  readonly heldBack: readonly string[];
  /** Rules that look at an enrichment nobody provides. */
  readonly unmet: readonly UnmetEnrichment[];
}

/** The same for rules from folders. */
export interface FoldersInForce extends RulesInForce {
  /** The files in the versions that are in force, and what they say. */
  readonly files: { readonly rules: readonly RuleFile[]; readonly suppressions: readonly RuleFile[] };
  readonly loaded: LoadedContent;
}

export interface WatchRulesOptions {
  readonly source: RulesSource;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Gives the rules what is known of a record besides what AWS wrote; absent: nothing. */
  readonly enricher?: Enricher;
  /** Milliseconds between two looks at the files. Default 1,000. */
  readonly everyMs?: number;
  /** Told of every change after the first load. */
  readonly onChange?: (inForce: FoldersInForce) => void;
}

/** Rules and suppressions that follow their files. */
export interface WatchedRules {
  /** What is in force now; changes as a whole, never in part. */
  current(): FoldersInForce;
  /** Stops looking at the files; what is in force stays so. */
  stop(): Promise<void>;
}

/**
 * Loads rules and suppressions and follows their files. A broken file is reported and its last good version keeps
 * running; so does everything, while a whole folder cannot be read. The first load takes what is good. A change is read
 * and compiled in short turns beside what is running, one change at a time. Never rejects.
 */
export async function watchRules(options: WatchRulesOptions): Promise<WatchedRules> {
  const { source, clock, logger, enricher, everyMs, onChange } = options;
  const nowMs = () => clock.now();
  const known = new KnownRuleFiles();
  const assembler = new RuleAssembler(enricher);
  const ruleFiles = createLastGoodFiles((files) =>
    loadedRules(files, { ...(source.packs && { packs: source.packs }), nowMs: nowMs() }, known),
  );
  const suppressionFiles = createLastGoodFiles((files) => loadedSuppressions(files, nowMs()));
  const stopping = new AbortController();

  // Looked at before they are read, so that a change in between is seen as one.
  const since = { rules: await lookAt(source.rules), suppressions: await lookAt(source.suppressions) };
  const found = { rules: await readRuleFiles(source.rules), suppressions: await readRuleFiles(source.suppressions) };
  let rules = await inTurns(take(ruleFiles, found.rules.files, found.rules.problems), shortTurns());
  let suppressions = await inTurns(
    take(suppressionFiles, found.suppressions.files, found.suppressions.problems),
    shortTurns(),
  );
  known.forgetOthers();
  let current = await inTurns(combine(), shortTurns());
  reportRules(logger, current);

  function* combine(): Steps<FoldersInForce> {
    const { compiled, unmet, problems } = yield* assembler.assemble(rules.items, suppressions.items);
    return {
      ...{ compiled, unmet, suppressions: suppressions.items },
      problems: [...rules.problems, ...problems, ...suppressions.problems],
      heldBack: [...rules.heldBack, ...suppressions.heldBack],
      files: { rules: rules.files, suppressions: suppressions.files },
      loaded: { rules: rules.items, suppressions: suppressions.items, problems: [], lints: [] },
    };
  }

  // One reload at a time: each works on the outcome of the one before.
  let reloaded = Promise.resolve();
  function reload(change: Steps<void>): Promise<void> {
    reloaded = reloaded.then(async () => {
      try {
        await inTurns(change, shortTurns());
        const next = await inTurns(combine(), shortTurns());
        if (stopping.signal.aborted) return;
        current = next;
        reportRules(logger, current);
        onChange?.(current);
      } catch (error) {
        logger.error({ err: error }, 'reload failed, what was in force keeps running');
      }
    });
    return reloaded;
  }

  const follow = (
    which: 'rules' | 'suppressions',
    changed: (files: readonly RuleFile[], problems: readonly Problem[]) => Steps<void>,
  ) =>
    watchFiles({
      paths: source[which],
      since: since[which],
      clock,
      ...(everyMs !== undefined && { everyMs }),
      signal: stopping.signal,
      onChange: (files, problems) => reload(changed(files, problems)),
    });
  const following = Promise.all([
    follow('rules', function* (files, problems) {
      rules = yield* take(ruleFiles, files, problems);
      known.forgetOthers();
    }),
    follow('suppressions', function* (files, problems) {
      suppressions = yield* take(suppressionFiles, files, problems);
    }),
  ]);

  return {
    current: () => current,
    async stop() {
      stopping.abort();
      await following;
    },
  };
}

function* take<T>(kept: LastGoodFiles<T>, files: readonly RuleFile[], unread: readonly Problem[]): Steps<InForce<T>> {
  const inForce = yield* kept.load(
    files,
    unread.flatMap(({ place }) => place?.file ?? []),
  );
  return { ...inForce, problems: [...unread, ...inForce.problems] };
}

function* loadedRules(files: readonly RuleFile[], options: RuleSetOptions, known: KnownRuleFiles) {
  const { rules, problems } = yield* loadRuleSetSteps(files, options, known);
  return { items: rules, problems };
}

function* loadedSuppressions(files: readonly RuleFile[], nowMs: number) {
  yield;
  const { suppressions, problems } = loadSuppressions(files, { nowMs });
  return { items: suppressions, problems };
}
