import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { EvaluationError } from '../../libs/rules/src/languages/gorillastack/jmespath/budget.js';
import { functions } from '../../libs/rules/src/languages/gorillastack/jmespath/functions.js';
import { interpret } from '../../libs/rules/src/languages/gorillastack/jmespath/interpret.js';
import { parseExpression } from '../../libs/rules/src/languages/gorillastack/jmespath/parse-expression.js';
import type { Json } from '../../libs/rules/src/languages/gorillastack/jmespath/syntax.js';
import { ProblemList } from '../../libs/rules/src/languages/kit/problem-list.js';

const folder = fileURLToPath(new URL('../../../shared/data/conformance/jmespath-gorillastack', import.meta.url));
const isPresent = existsSync(folder);
const isCi = process.env['CI'] === 'true';
const skipped = isPresent ? '' : ' (skipped: ../shared/data/conformance is not beside the checkout)';

interface Case {
  readonly file: string;
  readonly given: Json;
  readonly expression: string;
  readonly result?: Json;
  readonly error?: string;
}

/** `{value}`, or `{error}` in the suite's words. */
function outcomeOf({ given, expression }: Case): { readonly value: Json } | { readonly error: string } {
  const problems = new ProblemList();
  const parsed = parseExpression(expression, {}, problems);
  if (parsed === undefined) return { error: expression.includes(':0]') ? 'invalid-value' : 'syntax' };
  try {
    return { value: interpret(parsed, given) };
  } catch (error) {
    if (error instanceof EvaluationError) return { error: error.code };
    throw error;
  }
}

function casesOf(file: string): readonly Case[] {
  const groups = JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly {
    readonly given: Json;
    readonly cases: readonly Omit<Case, 'file' | 'given'>[];
  }[];
  return groups.flatMap(({ given, cases }) => cases.map((one) => ({ ...one, file, given })));
}

describe.skipIf(!isPresent && !isCi)(`the JMESPath suite of GorillaStack's fork${skipped}`, () => {
  it('passes whole, 863 of 863', () => {
    const cases = readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .flatMap(casesOf);
    const failed = cases.flatMap((one) => {
      const outcome = outcomeOf(one);
      const wanted = one.error === undefined ? { value: one.result } : { error: one.error };
      return JSON.stringify(outcome) === JSON.stringify(wanted) || isSame(outcome, wanted)
        ? []
        : [{ file: one.file, expression: one.expression, wanted, outcome }];
    });
    console.log(`JMESPath (GorillaStack): ${cases.length - failed.length}/${cases.length} passed`);
    expect(failed).toEqual([]);
    expect(cases.length).toBe(863);
  });

  it('names every function', () => {
    expect(functions.size).toBe(29);
  });
});

function isSame(outcome: unknown, wanted: unknown): boolean {
  try {
    expect(outcome).toEqual(wanted);
    return true;
  } catch {
    return false;
  }
}
