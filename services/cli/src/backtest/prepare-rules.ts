import type { Problem } from '@trailhound/contracts';
import { readRuleFiles } from '@trailhound/matcher/offline';
import { loadSuppressions, type Rule, unmetEnrichments, withSuppressions } from '@trailhound/rules';
import { openEnricher, unmetLine } from '../enrichment.js';
import type { Io } from '../io.js';
import { reportProblems } from '../report-problems.js';

/** Rules joined with suppressions, what gives them enrichments, and what was wrong in their files, which was said. */
export async function preparedRules(
  io: Io,
  loaded: { readonly rules: readonly Rule[]; readonly problems: readonly Problem[] },
  suppressionPaths: readonly string[],
  nowMs: number,
) {
  const muting = await readRuleFiles(suppressionPaths);
  const suppressions = loadSuppressions(muting.files, { nowMs });
  const problems = [...loaded.problems, ...muting.problems, ...suppressions.problems];
  reportProblems(io, problems);
  const enricher = await openEnricher({});
  const joined = withSuppressions(loaded.rules, suppressions.suppressions);
  for (const unmet of unmetEnrichments(joined, enricher.provides))
    io.say(`${io.errStyle.yellow('warning:')} ${unmetLine(unmet)}`);
  return { joined, problems };
}
