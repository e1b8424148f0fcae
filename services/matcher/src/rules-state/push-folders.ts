import { hostname } from 'node:os';
import type { RevisionOrigin } from '@trailhound/contracts';
import type { Clock } from '@trailhound/ports';
import type { MatcherRules } from '../match/matcher-rules.js';
import { readRuleFiles } from '../rules-reload/read-rule-files.js';
import {
  type FoldersInForce,
  type RulesSource,
  type WatchRulesOptions,
  watchRules,
} from '../rules-reload/watch-rules.js';
import { contentOfFolders } from './content-of-folders.js';
import type { RulesMetrics } from './rules-metrics.js';
import type { PushOutcome, RulesState } from './rules-state.js';

/** The rules of folders that are followed, under the numbers that `rules.state` gave them. */
export interface PushedFolders extends MatcherRules {
  current(): FoldersInForce & { readonly revision: number };
  stop(): Promise<void>;
}

export interface PushFoldersOptions extends Omit<WatchRulesOptions, 'onChange'> {
  readonly state: RulesState;
  readonly metrics: RulesMetrics;
  /** Told of every change after the first load. */
  readonly onChange?: (inForce: FoldersInForce) => void;
}

/**
 * Follows folders as the one writer of `rules.state`: what they hold is in force once it is a revision there. For a
 * process that has the log for itself. Rejects as the log does.
 */
export async function pushFolders(options: PushFoldersOptions): Promise<PushedFolders> {
  const { state, metrics, clock, logger, source, onChange, ...watching } = options;
  let pushing: Promise<void> = Promise.resolve();
  let current: (FoldersInForce & { readonly revision: number }) | undefined;

  async function push(inForce: FoldersInForce): Promise<void> {
    const content = contentOfFolders(source, inForce.files);
    const outcome = await state.push(content, originOf(clock, 'the folder watcher', source), inForce.loaded);
    if (outcome.kind === 'overtaken') throw new Error(`revision ${outcome.revision.revision} was pushed by another`);
    const { revision } = outcome.revision;
    const before = current?.compiled.revision;
    current = { ...inForce, revision };
    metrics.applied(current);
    const { compiled } = inForce;
    if (before !== undefined && before !== compiled.revision) {
      logger.info({ revision, rules: compiled.rules.length }, 'rules reloaded');
    }
  }

  const watched = await watchRules({
    ...{ ...watching, source, clock, logger },
    onChange(inForce) {
      pushing = pushing
        .then(() => push(inForce))
        .then(() => onChange?.(inForce))
        .catch((error: unknown) => logger.error({ err: error }, 'pushing rules failed, what was in force stays'));
    },
  });
  const first = watched.current();
  await push(first);

  return {
    current: () => current ?? { ...first, revision: 0 },
    catchUp: () => pushing,
    async stop() {
      await watched.stop();
      await pushing;
    },
  };
}

/**
 * Pushes folders as the first revision where there is none yet; several processes may do so at once. Answers undefined
 * where a revision is there already, and the folders are not read then.
 */
export async function seedRules(
  state: RulesState,
  source: RulesSource,
  clock: Clock,
  service: string,
): Promise<PushOutcome | undefined> {
  await state.catchUp();
  if (state.book.newest !== undefined || state.book.unreadable.length > 0) return undefined;
  const [rules, suppressions] = await Promise.all([readRuleFiles(source.rules), readRuleFiles(source.suppressions)]);
  if (rules.files.length === 0) return undefined;
  const content = contentOfFolders(source, { rules: rules.files, suppressions: suppressions.files });
  return await state.push(content, originOf(clock, service, source));
}

function originOf(clock: Clock, who: string, { rules }: RulesSource): RevisionOrigin {
  return { at: new Date(clock.now()).toISOString(), by: `${who}@${hostname()}`, from: rules.join(', ') };
}
