import { atOnce, loadSuppressions, type Rule } from '@trailhound/rules';
import { expect, it } from 'vitest';
import { rulesOf } from '../testing/rules-of.js';
import { RuleAssembler } from './assemble-rules.js';

const many = 500;
const written = Array.from(
  { length: many },
  (_, n) => `id: r${n}\ncondition: eventName = "E${n % 50}" and user = "u${n}"\n`,
);
const { rules } = rulesOf(written.join('---\n'));
const { suppressions } = loadSuppressions([
  { path: 's.yaml', text: 'id: s\nrules: ["*"]\nwhen: user = "alice"\nreason: known\nowner: ops\n' },
]);

it('assembles rules one a step', () => {
  const touched = new Set<string>();
  const watched = rules.map(
    (rule) =>
      new Proxy(rule, {
        get(target, member, receiver) {
          touched.add(target.id);
          return Reflect.get(target, member, receiver);
        },
      }),
  );
  const steps = new RuleAssembler().assemble(watched, suppressions);
  let [most, count] = [0, 0];
  for (let step = steps.next(); !step.done; step = steps.next()) {
    most = Math.max(most, touched.size);
    count += 1;
    touched.clear();
  }
  expect(count).toBeGreaterThan(many);
  expect(most).toBe(1);
});

it('gives the same rules joined with the same suppressions again as the same objects', () => {
  const assembler = new RuleAssembler();
  const joined = (some: readonly Rule[]) => atOnce(assembler.assemble(some, suppressions)).compiled.rules;
  const first = joined(rules);
  expect(first[0]?.suppressions.map(({ id }) => id)).toEqual(['s']);
  expect(joined(rules.slice(1)).every((rule, at) => rule === first[at + 1])).toBe(true);
  expect(atOnce(assembler.assemble(rules, [])).compiled.rules).toEqual(rules);
});
