import type { Problem } from '@trailhound/contracts';
import { readRuleFiles } from '@trailhound/matcher';
import { type LoadedRules, loadRuleSet, type PackAdaptations } from '@trailhound/rules';
import { CommandFailure, exitCodes } from '../exit-codes.js';

/** The rules at these paths. A path that cannot be read is one of its problems; a call without rules at all fails. */
export async function loadRules(paths: readonly string[], packs?: PackAdaptations): Promise<LoadedRules> {
  const { files, problems } = await readRuleFiles(paths);
  const loaded = loadRuleSet(files, { nowMs: Date.now(), ...(packs && { packs }) });
  if (files.length === 0 && problems.length === 0) {
    throw new CommandFailure(
      `no rule files under ${paths.join(', ')}: in a folder, *.yaml, *.yml and *.json are rules`,
      exitCodes.usage,
    );
  }
  return { ...loaded, problems: [...problems, ...loaded.problems] };
}

/** Whether one of the paths a call names cannot be read: then the call is wrong, not what it names. */
export function namesWrongPath(paths: readonly string[], problems: readonly Problem[]): boolean {
  return problems.some(({ code, place }) => code === 'RULE_FILE_UNREADABLE' && place && paths.includes(place.file));
}
