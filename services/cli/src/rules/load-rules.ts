import type { Problem } from '@trailhound/contracts';
import { readRuleFiles } from '@trailhound/matcher/offline';
import {
  type LoadedRules,
  loadRuleSet,
  type PackAdaptations,
  type RuleFile,
  withCatalogueLints,
} from '@trailhound/rules';
import { shippedCatalogue } from '../catalogue/shipped-catalogue.js';
import { CommandFailure, exitCodes } from '../exit-codes.js';

/** The rules at these paths. A path that cannot be read is one of its problems; a call without rules at all fails. */
export async function loadRules(paths: readonly string[], packs?: PackAdaptations): Promise<LoadedRules> {
  return (await loadFiles(paths, packs)).loaded;
}

/** The same, with what the catalogue of CloudTrail's events says of them: for authors, as it takes its time. */
export async function loadRulesToLint(paths: readonly string[]): Promise<LoadedRules> {
  const { loaded, files } = await loadFiles(paths);
  return withCatalogueLints(loaded, files, await shippedCatalogue());
}

async function loadFiles(
  paths: readonly string[],
  packs?: PackAdaptations,
): Promise<{ readonly loaded: LoadedRules; readonly files: readonly RuleFile[] }> {
  const { files, problems } = await readRuleFiles(paths);
  const loaded = loadRuleSet(files, { nowMs: Date.now(), ...(packs && { packs }) });
  if (files.length === 0 && problems.length === 0) {
    throw new CommandFailure(
      `no rule files under ${paths.join(', ')}: in a folder, *.yaml, *.yml and *.json are rules`,
      exitCodes.usage,
    );
  }
  return { loaded: { ...loaded, problems: [...problems, ...loaded.problems] }, files };
}

/** Whether one of the paths a call names cannot be read: then the call is wrong, not what it names. */
export function namesWrongPath(paths: readonly string[], problems: readonly Problem[]): boolean {
  return problems.some(({ code, place }) => code === 'RULE_FILE_UNREADABLE' && place && paths.includes(place.file));
}
