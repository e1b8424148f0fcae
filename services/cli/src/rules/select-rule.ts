import { statSync } from 'node:fs';
import { didYouMean } from '@trailhound/contracts';
import type { Rule } from '@trailhound/rules';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { reportProblems } from '../report-problems.js';
import { loadRules } from './load-rules.js';

/** A rule a person points at, and the rules it was loaded with. */
export interface SelectedRule {
  readonly rule: Rule;
  readonly all: readonly Rule[];
}

/**
 * Finds the rule meant by `FILE` (its only rule), `FILE#ID`, or `ID` among the rules at `paths`. What is wrong with the
 * other rules is said on stderr and does not matter; no such rule fails with a suggestion.
 */
export async function selectRule(io: Io, text: string, paths: readonly string[]): Promise<SelectedRule> {
  const { file, id } = fileAndId(text);
  const from = [...(file === undefined ? [] : [file]), ...paths];
  if (from.length === 0) {
    throw new CommandFailure(
      `${text} is no file: name a rule file (FILE or FILE#ID), or say where rules are with --rules`,
      exitCodes.usage,
    );
  }
  const loaded = await loadRules(from);
  reportProblems(io, loaded.problems);
  const candidates = file === undefined ? loaded.rules : loaded.rules.filter(({ place }) => place.file === file);
  if (id === undefined) {
    const [only, second] = candidates;
    if (only && !second) return { rule: only, all: loaded.rules };
    const names = candidates.map((rule) => rule.id).join(', ');
    throw new CommandFailure(
      second ? `${text} holds several rules: name one as ${text}#ID (${names})` : `${text} holds no rule that can run`,
      exitCodes.usage,
    );
  }
  const rule = candidates.find((candidate) => candidate.id === id);
  if (rule) return { rule, all: loaded.rules };
  const near = didYouMean(
    id,
    candidates.map((candidate) => candidate.id),
  );
  throw new CommandFailure(`there is no rule ${id}${near ? `; did you mean ${near}?` : ''}`, exitCodes.usage);
}

function fileAndId(text: string): { readonly file?: string; readonly id?: string } {
  if (isFile(text)) return { file: text };
  const hash = text.lastIndexOf('#');
  const file = text.slice(0, hash);
  return hash > 0 && isFile(file) ? { file, id: text.slice(hash + 1) } : { id: text };
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
