import { type CompiledRules, compileRules, loadRuleSet, loadSuppressions, withSuppressions } from '@trailhound/rules';

/** Compiles rules written in YAML, joined with suppressions written in YAML; throws when something in them is wrong. */
export function rulesOf(rulesYaml: string, suppressionsYaml = '', pack?: string): CompiledRules {
  const loaded = loadRuleSet([{ path: 'rules.yaml', text: rulesYaml, ...(pack !== undefined && { pack }) }]);
  const muted = loadSuppressions(
    suppressionsYaml === '' ? [] : [{ path: 'suppressions.yaml', text: suppressionsYaml }],
  );
  const problems = [...loaded.problems, ...muted.problems];
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  return compileRules(withSuppressions(loaded.rules, muted.suppressions));
}

/** The one rule of a set. */
export function onlyRule({ rules }: CompiledRules) {
  const [rule, ...others] = rules;
  if (rule === undefined || others.length > 0) throw new Error(`expected one rule, found ${rules.length}`);
  return rule;
}
