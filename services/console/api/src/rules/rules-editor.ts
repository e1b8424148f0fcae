import type { Parsed, RevisionMessage, RevisionOrigin } from '@trailhound/contracts';
import type { Clock, Logger } from '@trailhound/ports';
import {
  type EditIntent,
  type FileSuppression,
  inTurns,
  judgeEdit,
  type LoadedContent,
  loadContentSteps,
  type Rule,
  type RulesContent,
} from '@trailhound/rules';
import { shortTurns } from '@trailhound/runtime';
import { ApiFailure, ContentRefused } from '../http/api-failure.js';
import type { RulesReader } from './rules-reader.js';
import type { RulesWritten } from './write-views.js';

/** Puts a content into force on top of the revision with this number (0: none), or says what came first. */
export interface RulesWriter {
  push(
    content: RulesContent,
    origin: RevisionOrigin,
    loaded: LoadedContent,
    onTopOf: number,
  ): Promise<{ readonly kind: 'pushed' | 'unchanged' | 'overtaken'; readonly revision: RevisionMessage }>;
}

export interface RulesEditorPorts {
  readonly writer: RulesWriter | { readonly refusal: string };
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Who writes, on top of what, and why. */
export interface WriteOrder {
  /** The revision the change was made from; absent: whatever is in force. */
  readonly revision?: number | undefined;
  readonly by: string;
  readonly note?: string | undefined;
  readonly force: boolean;
}

/** What stands in force where an edit begins. */
export interface EditBase {
  readonly content: RulesContent;
  readonly loaded: LoadedContent;
  readonly nowMs: number;
}

export interface Edit {
  /** In words, for the history: `rule burst turned off`. */
  readonly what: string;
  readonly only?: EditIntent['only'];
  readonly make: (base: EditBase) => Parsed<RulesContent>;
}

/**
 * Edits of the rules as new revisions, through the one writer of `rules.state`. Whatever is refused changes nothing: 409
 * where another revision came first, 422 with each problem and its place, 403 where the rules are not written here.
 */
export class RulesEditor {
  constructor(
    private readonly reader: RulesReader,
    private readonly ports: RulesEditorPorts,
  ) {}

  async write({ what, only, make }: Edit, { revision, by, note, force }: WriteOrder): Promise<RulesWritten> {
    const { writer, clock, logger } = this.ports;
    if ('refusal' in writer) throw new ApiFailure(403, 'API_RULES_IN_FOLDERS', writer.refusal);
    const { content, loaded, revisions } = await this.reader.newest();
    const [newest] = revisions;
    if (revision !== undefined && revision !== (newest?.revision ?? 0)) throw stale(newest, revision);
    const nowMs = clock.now();
    const edited = make({ content, loaded, nowMs });
    if (!edited.ok) throw new ContentRefused(edited.problems);
    const after = await inTurns(loadContentSteps(edited.value, nowMs), shortTurns());
    const problems = judgeEdit(loaded, after, { force, ...(only && { only }) });
    if (problems.length > 0) throw new ContentRefused(problems);
    const origin = { at: new Date(nowMs).toISOString(), by, from: `api: ${what}`, ...(note && { note }) };
    const outcome = await writer.push(edited.value, origin, after, newest?.revision ?? 0);
    if (outcome.kind === 'overtaken') throw stale(outcome.revision, revision ?? newest?.revision ?? 0);
    const { kind, revision: written } = outcome;
    logger.info({ by, what, revision: written.revision, outcome: kind }, 'rules written through the API');
    return { outcome: kind, revision: written.revision, by, at: written.origin.at, changes: written.changes };
  }
}

/** The rule with this id, or 404. */
export function ruleOf({ loaded }: EditBase, id: string): Rule {
  const found = loaded.rules.find((one) => one.id === id);
  if (found === undefined) throw new ApiFailure(404, 'API_NOT_FOUND', 'there is no rule with this id in force');
  return found;
}

/** The suppression with this id, or 404. */
export function suppressionOf({ loaded }: EditBase, id: string): FileSuppression {
  const found = loaded.suppressions.find((one) => one.id === id);
  if (found !== undefined) return found;
  const where = 'one that stands in a rule is edited with its rule';
  throw new ApiFailure(404, 'API_NOT_FOUND', `there is no suppression with this id in force; ${where}`);
}

function stale(newest: RevisionMessage | undefined, made: number): ApiFailure {
  const there =
    newest === undefined
      ? 'no rules were ever pushed'
      : `revision ${newest.revision} by ${newest.origin.by} of ${newest.origin.at} is in force`;
  return new ApiFailure(
    409,
    'API_REVISION_STALE',
    `${there}, and the change was made from ${made}; nothing was changed`,
  );
}
