import { parseRecord, recordPath, viewOf } from '@trailhound/cloudtrail';
import { breakBytes, rewriteJson, seededRandom } from '@trailhound/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AskingView } from '../condition/asking-view.js';
import { compileCondition } from '../condition/compile-condition.js';
import type { Condition } from '../condition/condition.js';
import { arbitraryRecord } from '../condition/record.arbitrary.js';
import type { Rule } from '../rule.js';
import { atOnce, inTurns } from '../steps.js';
import { anyLanguageCondition } from './any-language.arbitrary.js';
import { compileRules } from './compile-rules.js';
import type { CompiledRules } from './compiled-rules.js';
import { ruleOf } from './rule.arbitrary.js';
import { RuleCompiler } from './rule-compiler.js';

/** What a rule set says of a record, thought of as simply as can be: parse it, and try one rule after another. */
function naiveEvaluation(rules: readonly Rule[], bytes: Uint8Array) {
  const parsed = parseRecord(bytes);
  if (!parsed.ok) return { kind: 'invalid' };
  const outcomes = rules.map(({ id, condition }) => {
    const view = new AskingView(viewOf(parsed.value, enrich));
    return { id, outcome: compileCondition(condition)(view) };
  });
  const having = (wanted: string) => outcomes.flatMap(({ id, outcome }) => (outcome === wanted ? [id] : []));
  return { kind: 'evaluated', matched: having('match'), failed: having('error') };
}

const nothingFound = { kind: 'evaluated', matched: [], failed: [] };

const enrich = () => ({ recipientAccountName: 'a' });

function evaluationOf(set: ReturnType<typeof compileRules>, bytes: Uint8Array) {
  const evaluation = set.evaluate(bytes);
  if (evaluation.kind === 'invalid') return { kind: 'invalid' };
  const ids = (rules: readonly Rule[]) => rules.map(({ id }) => id);
  return { kind: 'evaluated', matched: ids(evaluation.matched), failed: ids(evaluation.failed) };
}

const policy = JSON.stringify({
  Statement: Array.from({ length: 600 }, (_, at) => ({
    Effect: 'Allow',
    Action: `s3:Get${at}`,
    Resource: ['*', 'é"\\'],
  })),
});

/** The bytes of a record that is written in its own way, and maybe broken. */
const writtenRecord: fc.Arbitrary<Uint8Array> = fc
  .record({
    record: arbitraryRecord,
    seed: fc.integer(),
    liberty: fc.constantFrom(0, 0, 0.05, 0.2),
    isBroken: fc.boolean().map((flag) => flag),
    isLarge: fc.integer({ min: 0, max: 30 }).map((drawn) => drawn === 0),
  })
  .map(({ record, seed, liberty, isBroken, isLarge }) => {
    const random = seededRandom(seed);
    const whole = isLarge ? { ...record, requestParameters: { x: policy, y: JSON.parse(policy) as unknown } } : record;
    const bytes = new TextEncoder().encode(rewriteJson(whole, random, { liberty: isLarge ? 0 : liberty }));
    return isBroken && random.chance(0.3) ? breakBytes(bytes, random) : bytes;
  });

/** An event name in front, as nearly every rule has: a set of such rules passes most records by at a glance. */
const named = fc
  .tuple(fc.constantFrom('StopLogging', 'CreateUser', 'stoplogging', 'ConsoleLogin'), anyLanguageCondition)
  .map(([value, condition]): Condition => {
    const name: Condition = { kind: 'eq', path: recordPath('eventName'), value, coerce: 'text' };
    return { kind: 'and', of: [name, condition] };
  });
const conditionsOfSet = fc.oneof(
  fc.array(anyLanguageCondition, { minLength: 1, maxLength: 12 }),
  fc.array(fc.oneof({ weight: 9, arbitrary: named }, anyLanguageCondition), { minLength: 1, maxLength: 12 }),
);

describe('a compiled rule set', () => {
  it('says of every record what trying each rule on the parsed record says, whatever the language and the bytes, and whatever sets were before', async () => {
    const seen = { matched: 0, failed: 0, nothing: 0, invalid: 0 };
    function check(set: CompiledRules, bytes: Uint8Array): void {
      const wanted = naiveEvaluation(set.rules, bytes);
      const found = evaluationOf(set, bytes);
      // What is no JSON may be taken for a record that matches nothing.
      if (wanted.kind === 'invalid' && found.kind !== 'invalid') expect(found).toEqual(nothingFound);
      else expect(found).toEqual(wanted);
      if (wanted.kind === 'invalid') seen.invalid += 1;
      else if (wanted.matched?.length === 0 && wanted.failed?.length === 0) seen.nothing += 1;
      seen.matched += wanted.matched?.length ?? 0;
      seen.failed += wanted.failed?.length ?? 0;
    }
    await fc.assert(
      fc.asyncProperty(
        conditionsOfSet,
        fc.array(fc.tuple(writtenRecord, fc.nat(), fc.nat()), { minLength: 1, maxLength: 5 }),
        async (conditions, records) => {
          const all = conditions.map((condition, at) => ruleOf(`r${at}`, condition));
          const compiler = new RuleCompiler({ enrich });
          let set = atOnce(compiler.compile(all));
          for (const [bytes, from, length] of records) {
            check(set, bytes);
            check(set, bytes);
            check(compileRules(set.rules, { enrich }), bytes);
            // Rules come and go, and move, between records; the set before goes on meanwhile and after.
            const before = set;
            const start = from % all.length;
            const some = all.slice(start, start + 1 + (length % all.length));
            const next = length % 3 === 0 ? some.toReversed() : some;
            set = await inTurns(compiler.compile(next), {
              isOver: () => true,
              next: async () => check(before, bytes),
            });
            check(before, bytes);
            check(set, bytes);
          }
        },
      ),
      { numRuns: 200 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20);
  }, 120_000);
});
