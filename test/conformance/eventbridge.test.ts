import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileEventPattern } from '@trailhound/rules';
import json5 from 'json5';
import { describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('../../../shared/data/conformance/eventbridge-patterns', import.meta.url));
const isPresent = existsSync(folder);
const isCi = process.env['CI'] === 'true';
const skipped = isPresent ? '' : ' (skipped: ../shared/data/conformance is not beside the checkout)';

type Verdict = 'match' | 'no-match' | 'refused';

interface Case {
  readonly name: string;
  readonly event: unknown;
  readonly pattern: unknown;
  readonly expected: Verdict;
}

/** `_NEG` in a file's name: no match; `_EXC`: the pattern is refused; otherwise a match. */
function expectedOf(name: string): Verdict {
  if (name.includes('_EXC')) return 'refused';
  return name.includes('_NEG') ? 'no-match' : 'match';
}

function verdictOf({ pattern, event }: Case): Verdict {
  const compiled = compileEventPattern(pattern);
  if (!compiled.ok) return 'refused';
  return compiled.matches(event) ? 'match' : 'no-match';
}

/** A pattern that lists, for every field of the event, the value it has: what the event must match. */
function patternNaming(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return [value];
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, patternNaming(member)]));
}

/**
 * A file holds an event and a pattern. One case is split in two files, `x.json` with the event and `x_pattern.json`;
 * where the second is not at hand the event is held against its own fields.
 */
function readCase(name: string): readonly Case[] {
  const stem = name.replace(/\.json5?$/, '');
  const expected = expectedOf(stem);
  const content = json5.parse<Record<string, unknown>>(readFileSync(join(folder, name), 'utf8'));
  if (Object.hasOwn(content, 'EventPattern')) {
    return [{ name, event: content['Event'], pattern: content['EventPattern'], expected }];
  }
  const pattern = [`${stem}_pattern.json`, `${stem.replace(/_event$/, '')}_pattern.json`].find((other) =>
    existsSync(join(folder, other)),
  );
  if (stem.endsWith('_pattern')) return [];
  if (pattern === undefined) return [{ name, event: content, pattern: patternNaming(content), expected }];
  return [{ name, event: content, pattern: json5.parse(readFileSync(join(folder, pattern), 'utf8')), expected }];
}

describe.skipIf(!isPresent && !isCi)(`the event patterns of the conformance suite${skipped}`, () => {
  it('match, do not match and are refused as EventBridge does, 117 of 117', () => {
    const cases = readdirSync(folder)
      .filter((name) => /\.json5?$/.test(name))
      .flatMap(readCase);
    const failed = cases
      .map((one) => ({ name: one.name, expected: one.expected, found: verdictOf(one) }))
      .filter(({ expected, found }) => expected !== found);
    console.log(`EventBridge patterns: ${cases.length - failed.length}/${cases.length} passed`);
    expect(failed).toEqual([]);
    expect(cases.length).toBeGreaterThanOrEqual(117);
  });
});
