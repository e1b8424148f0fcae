import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readRuleFiles } from '@trailhound/matcher/offline';
import { compileRules, loadRuleSet, type Rule } from '@trailhound/rules';

/** One way to say a rule: a document of any language, as YAML. */
export interface Variant {
  readonly name: string;
  readonly document: string;
}

const encoder = new TextEncoder();

/** For every record whether the variant holds. A variant that does not load is an error that says why. */
export function matchesOf(variant: Variant | Rule, records: readonly unknown[]): readonly boolean[] {
  const rule = 'document' in variant ? ruleOf(variant) : { ...variant, enabled: true };
  const compiled = compileRules([rule]);
  return records.map((record) => {
    const evaluation = compiled.evaluate(encoder.encode(JSON.stringify(record)));
    return evaluation.kind === 'evaluated' && evaluation.matched.length === 1;
  });
}

/** The rule a variant says. */
export function ruleOf({ name, document }: Variant): Rule {
  const { rules, problems } = loadRuleSet([{ path: `${name}.yaml`, text: document }]);
  const [rule] = rules;
  if (rule === undefined) throw new Error(`${name}: ${JSON.stringify(problems)}`);
  return rule;
}

/** A rule of a shipped pack by the name of its file. */
export async function packRule(pack: string, name: string): Promise<Rule> {
  const folder = fileURLToPath(new URL(`../../../rules/${pack}`, import.meta.url));
  const { files } = await readRuleFiles([join(folder, `${name}.yaml`)]);
  const [rule] = loadRuleSet(files).rules;
  if (rule === undefined) throw new Error(`rules/${pack}/${name}.yaml holds no rule`);
  return rule;
}
