import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CompiledRules, compileRules, loadRuleSet, readDocuments } from '@trailhound/rules';
import { describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('../../../shared/data/rules/sigma-aws', import.meta.url));
const isPresent = existsSync(folder);
const isCi = process.env['CI'] === 'true';
const skipped = isPresent ? '' : ' (skipped: ../shared/data/rules is not beside the checkout)';

/** The published CloudTrail rules at hand; fewer than these means some were lost. */
const wanted = 34;

type JsonObject = Record<string, unknown>;
interface Published {
  readonly file: string;
  readonly detection: JsonObject;
}

const files = isPresent ? readdirSync(folder).filter((name) => name.endsWith('.yml')) : [];
const textOf = (file: string): string => readFileSync(join(folder, file), 'utf8');
const published = files.map((file): Published => {
  const [document] = readDocuments(file, textOf(file)).documents;
  if (document === undefined) throw new Error(`${file} holds no document`);
  return { file, detection: (document.value as JsonObject)['detection'] as JsonObject };
});

/** A field's value that the item is satisfied by, written without looking at how the item is understood. */
function satisfying(modifiers: readonly string[], written: unknown): unknown {
  const values = [written].flat();
  const text = (value: unknown): string => String(value).replaceAll('*', 'anything').replaceAll('?', 'x');
  if (modifiers.includes('all')) return values.map(text).join(' and ');
  const [first] = values;
  if (modifiers.includes('contains')) return `before ${text(first)} after`;
  if (modifiers.includes('startswith')) return `${text(first)}-after`;
  if (modifiers.includes('endswith')) return `before-${text(first)}`;
  return typeof first === 'string' ? text(first) : first;
}

interface Assignment {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** What the first way to satisfy a search needs of a record; fields that must be absent need nothing. */
function assignments(search: unknown): readonly Assignment[] {
  const [map] = [search].flat() as JsonObject[];
  return Object.entries(map ?? {}).flatMap(([key, written]) => {
    const [field = '', ...modifiers] = key.split('|');
    if (written === null || written === false) return [];
    if (field === 'requestParameters' || field === 'responseElements') {
      // A test of an object looks at its JSON: the text stands somewhere inside.
      return [{ path: [field, 'document'], value: satisfying(modifiers, written) }];
    }
    return [{ path: field.split('.'), value: satisfying(modifiers, written) }];
  });
}

function recordOf(needed: readonly Assignment[]): JsonObject {
  const record: JsonObject = { eventName: 'Unrelated', eventSource: 'unrelated.amazonaws.com' };
  for (const { path, value } of needed) {
    let here = record;
    for (const name of path.slice(0, -1)) {
      here[name] ??= {};
      here = here[name] as JsonObject;
    }
    here[path.at(-1) ?? ''] = value;
  }
  return record;
}

/** The searches a condition wants and those it must not find, for the forms published rules use. */
function parts({ detection }: Published): {
  readonly positive: readonly unknown[];
  readonly negative: readonly unknown[];
} {
  const condition = String(detection['condition']);
  const named = (reference: string): readonly unknown[] => {
    const pattern = new RegExp(`^${(reference.split(' ').at(-1) ?? '').replaceAll('*', '.*')}$`);
    const found = Object.keys(detection).filter((name) => name !== 'condition' && pattern.test(name));
    return (reference.startsWith('all ') ? found : found.slice(0, 1)).map((name) => detection[name]);
  };
  const references = /(not )?((?:1 of |all of )?[\w*]+)/g;
  const words = [...condition.matchAll(references)].filter(([whole]) => whole !== 'and' && whole !== 'or');
  return {
    positive: words.flatMap(([, not, reference = '']) => (not === undefined ? named(reference) : [])),
    negative: words.flatMap(([, not, reference = '']) => (not === undefined ? [] : named(reference))),
  };
}

function matches(rules: CompiledRules, record: JsonObject): boolean {
  const evaluation = rules.evaluate(new TextEncoder().encode(JSON.stringify(record)));
  return evaluation.kind === 'evaluated' && evaluation.matched.length === 1;
}

describe.skipIf(!isPresent && !isCi)(`the published sigma rules${skipped}`, () => {
  it(`load, all ${wanted} of them, alone and together`, () => {
    const loaded = loadRuleSet(files.map((file) => ({ path: file, text: textOf(file) })));
    console.log(`sigma rules that load: ${loaded.rules.length}/${published.length}`);
    expect(loaded.problems).toEqual([]);
    expect(loaded.rules.length).toBe(wanted);
    for (const { language, frameworks, falsePositives, references, tags } of loaded.rules) {
      expect(language).toBe('sigma');
      expect(references?.length).toBeGreaterThan(0);
      if (tags.some((tag) => /^attack\.t\d/.test(tag))) expect(frameworks['MITRE ATT&CK']?.length).toBeGreaterThan(0);
      expect(falsePositives === undefined || falsePositives.length > 0).toBe(true);
    }
  });

  it('match a record made of their own detection, and none with a part of it spoilt', () => {
    let passed = 0;
    for (const rule of published) {
      const rules = compileRules(loadRuleSet([{ path: rule.file, text: textOf(rule.file) }]).rules);
      const { positive, negative } = parts(rule);
      const needed = positive.flatMap(assignments);
      expect(needed.length, rule.file).toBeGreaterThan(0);
      const isFound = matches(rules, recordOf(needed));
      // Where a part is missing another search may want exactly that: then another value must not do.
      const spoilt = needed.map((part, index) => [
        recordOf(needed.toSpliced(index, 1)),
        recordOf(needed.toSpliced(index, 1, { ...part, value: 'Unrelated' })),
      ]);
      const filtered = negative.map((search) => [recordOf([...needed, ...assignments(search)])]);
      const found = [...spoilt, ...filtered].filter((variants) => variants.every((record) => matches(rules, record)));
      expect.soft(isFound, `${rule.file} on ${JSON.stringify(recordOf(needed))}`).toBe(true);
      expect.soft(found, rule.file).toEqual([]);
      if (isFound && found.length === 0) passed += 1;
    }
    console.log(`sigma rules with a matching and non-matching records: ${passed}/${published.length}`);
    expect(passed).toBe(wanted);
  });
});
