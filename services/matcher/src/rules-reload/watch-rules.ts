import type { Problem } from '@trailhound/contracts';
import type { Clock, Enricher, Logger } from '@trailhound/ports';
import {
  type CompiledRules,
  type FileSuppression,
  type LoadedContent,
  loadRuleSet,
  loadSuppressions,
  type PackAdaptations,
  type RuleFile,
  type UnmetEnrichment,
} from '@trailhound/rules';
import { assembleRules } from './assemble-rules.js';
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
 * running; so does everything, while a whole folder cannot be read. The first load takes what is good. Never rejects.
 */
export async function watchRules(options: WatchRulesOptions): Promise<WatchedRules> {
  const { source, clock, logger, enricher, everyMs, onChange } = options;
  const nowMs = () => clock.now();
  const ruleFiles = createLastGoodFiles((files) => loadedRules(files, source.packs, nowMs()));
  const suppressionFiles = createLastGoodFiles((files) => loadedSuppressions(files, nowMs()));
  const stopping = new AbortController();

  // Looked at before they are read, so that a change in between is seen as one.
  const since = { rules: await lookAt(source.rules), suppressions: await lookAt(source.suppressions) };
  const found = { rules: await readRuleFiles(source.rules), suppressions: await readRuleFiles(source.suppressions) };
  let rules = take(ruleFiles, found.rules.files, found.rules.problems);
  let suppressions = take(suppressionFiles, found.suppressions.files, found.suppressions.problems);
  let current = combine();
  reportRules(logger, current);

  function combine(): FoldersInForce {
    const { compiled, unmet, problems } = assembleRules(rules.items, suppressions.items, enricher);
    return {
      ...{ compiled, unmet, suppressions: suppressions.items },
      problems: [...rules.problems, ...problems, ...suppressions.problems],
      heldBack: [...rules.heldBack, ...suppressions.heldBack],
      files: { rules: rules.files, suppressions: suppressions.files },
      loaded: { rules: rules.items, suppressions: suppressions.items, problems: [], lints: [] },
    };
  }

  function swap(): void {
    current = combine();
    reportRules(logger, current);
    onChange?.(current);
  }

  const follow = (
    which: 'rules' | 'suppressions',
    changed: (files: readonly RuleFile[], problems: readonly Problem[]) => void,
  ) =>
    watchFiles({
      paths: source[which],
      since: since[which],
      clock,
      ...(everyMs !== undefined && { everyMs }),
      signal: stopping.signal,
      onChange(files, problems) {
        try {
          changed(files, problems);
          swap();
        } catch (error) {
          logger.error({ err: error }, 'reload failed, what was in force keeps running');
        }
      },
    });
  const following = Promise.all([
    follow('rules', (files, problems) => {
      rules = take(ruleFiles, files, problems);
    }),
    follow('suppressions', (files, problems) => {
      suppressions = take(suppressionFiles, files, problems);
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

function take<T>(kept: LastGoodFiles<T>, files: readonly RuleFile[], unread: readonly Problem[]): InForce<T> {
  const inForce = kept.load(
    files,
    unread.flatMap(({ place }) => place?.file ?? []),
  );
  return { ...inForce, problems: [...unread, ...inForce.problems] };
}

function loadedRules(files: readonly RuleFile[], packs: PackAdaptations | undefined, nowMs: number) {
  const { rules, problems } = loadRuleSet(files, { ...(packs && { packs }), nowMs });
  return { items: rules, problems };
}

function loadedSuppressions(files: readonly RuleFile[], nowMs: number) {
  const { suppressions, problems } = loadSuppressions(files, { nowMs });
  return { items: suppressions, problems };
}
