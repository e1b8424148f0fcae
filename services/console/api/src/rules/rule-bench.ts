import type { Clock } from '@trailhound/ports';
import { inTurns, loadContentSteps, type Rule, type RuleFile, type RulesContent } from '@trailhound/rules';
import { shortTurns } from '@trailhound/runtime';
import { z } from 'zod';
import { ApiFailure, ContentRefused } from '../http/api-failure.js';
import type { RulesReader } from './rules-reader.js';

/** What one test made of a rule. */
export const RuleTestView = z.object({
  rule: z.string(),
  test: z.string(),
  passed: z.boolean().nullable().describe('null for the records that were sent: they say nothing of what is expected'),
  expected: z.string().nullable(),
  matches: z.int().describe('records the condition matches'),
  alerts: z.int().describe('alerts people would see'),
  suppressed: z.int().describe('alerts that are muted'),
  errors: z.int().describe('records on which the rule is an error'),
  problems: z.array(z.string()).describe('what kept a record from being evaluated'),
  explanations: z.array(z.object({ event: z.int(), sentences: z.array(z.string()) })).describe('why, record by record'),
  line: z.int(),
});
export type RuleTestView = z.output<typeof RuleTestView>;

export const RuleTestReport = z
  .object({
    passed: z.boolean().describe('no test of the rules failed'),
    results: z.array(RuleTestView),
  })
  .meta({ id: 'RuleTestReport' });
export type RuleTestReport = z.output<typeof RuleTestReport>;

/** Body of `POST /api/rules/test`. */
export const RuleTestBody = z
  .strictObject({
    id: z.string().min(1).max(200).optional().describe('of a rule in force'),
    text: z
      .string()
      .min(1)
      .max(256 * 1024)
      .optional()
      .describe('of a rule file, in place of one in force'),
    records: z
      .array(z.record(z.string(), z.unknown()))
      .min(1)
      .max(500)
      .optional()
      .describe("CloudTrail records to run in place of the rules' own tests"),
  })
  .refine(({ id, text }) => (id === undefined) !== (text === undefined), {
    error: 'give either id or text',
    path: ['id'],
  })
  .meta({ id: 'RuleTest' });
export type RuleTestBody = z.output<typeof RuleTestBody>;

/** Runs tests of rules, each on fresh state. `isTrial`: the tests are records to look at, and expect nothing. */
export type TestRules = (rules: readonly Rule[], isTrial: boolean) => Promise<readonly RuleTestView[]>;

/** Rules run on records without being saved. */
export class RuleBench {
  constructor(
    private readonly reader: RulesReader,
    private readonly ports: { readonly testRules: TestRules; readonly clock: Clock },
  ) {}

  async run({ id, text, records }: RuleTestBody): Promise<RuleTestReport> {
    const rules = text === undefined ? await this.#inForce(id ?? '') : await this.#loaded(text);
    const trial = (rule: Rule): Rule => ({ ...rule, tests: [trialOf(rule, records ?? [])] });
    const results = await this.ports.testRules(records ? rules.map(trial) : rules, records !== undefined);
    return { passed: results.every(({ passed }) => passed !== false), results: [...results] };
  }

  async #inForce(id: string): Promise<readonly Rule[]> {
    const { loaded } = await this.reader.newest();
    const found = loaded.rules.filter((one) => one.id === id);
    if (found.length === 0) throw new ApiFailure(404, 'API_NOT_FOUND', 'there is no rule with this id in force');
    return found;
  }

  /** A file that was sent, among the rules in force so that it may refer to them; it wins over those of its ids. */
  async #loaded(text: string): Promise<readonly Rule[]> {
    const { content, loaded } = await this.reader.newest();
    const file: RuleFile = { path: 'sent.yaml', text };
    const alone = await this.#load({ rules: [file], suppressions: [], packs: {} });
    const ids = new Set(alone.rules.map((rule) => rule.id));
    const replaced = new Set(loaded.rules.filter((rule) => ids.has(rule.id)).map(({ place }) => place.file));
    const beside = content.rules.filter(({ path }) => !replaced.has(path) && path !== file.path);
    const { rules, problems } = await this.#load({ ...content, rules: [...beside, file] });
    const own = problems.filter(({ place }) => place?.file === file.path);
    if (own.length > 0) throw new ContentRefused(own);
    return rules.filter(({ place }) => place.file === file.path);
  }

  #load(content: RulesContent) {
    return inTurns(loadContentSteps(content, this.ports.clock.now()), shortTurns());
  }
}

function trialOf({ place }: Rule, events: readonly unknown[]): Rule['tests'][number] {
  return { name: 'the records sent', events, expect: 'match', place };
}
