import { readdirSync, readFileSync } from 'node:fs';
import { viewOf } from '@trailhound/cloudtrail';
import { describe, expect, it } from 'vitest';
import { compileCondition } from '../../../condition/compile-condition.js';
import { loadRuleSet } from '../../../rule-set/load-rule-set.js';
import { naiveRule } from './naive-python.oracle.js';
import { parsePython } from './parse-python.js';

/** The Python files of a folder; what they say of themselves stands in comments at their top. */
function files(folder: 'subset' | 'beyond') {
  const url = new URL(`../testing/${folder}/`, import.meta.url);
  return readdirSync(url).map((name) => {
    const text = readFileSync(new URL(name, url), 'utf8');
    const notes = [...text.matchAll(/^# ([\w-]+): (.*)$/gm)].map(([, kind = '', said = '']) => ({ kind, said }));
    return { name, text, notes };
  });
}

function load(name: string, text: string) {
  const yaml = `AnalysisType: rule\nRuleID: ${name}\nLogTypes: [AWS.CloudTrail]\nFilename: ${name}\n`;
  return loadRuleSet([{ path: `rules/${name}.yml`, text: yaml, siblings: new Map([[name, text]]) }]);
}

const subset = files('subset').flatMap(({ name, text, notes }) =>
  notes.map(({ kind, said }) => ({ name, text, kind, said })),
);

describe('Python of the subset', () => {
  it.each(subset)('$name is $kind on $said', ({ name, text, kind, said }) => {
    const { rules, problems } = load(name, text);
    expect(problems).toEqual([]);
    const [rule] = rules;
    const record: unknown = JSON.parse(said);
    expect(rule && compileCondition(rule.condition)(viewOf(record))).toBe(kind);
    const parsed = parsePython(text);
    if (parsed.ok && !text.includes('udm') && !text.includes('p_any_') && !text.includes(' | ')) {
      expect(naiveRule(parsed.module, record)).toBe(kind);
    }
  });

  it('has a record that matches and one that does not for each construct', () => {
    const silent = files('subset').filter(({ notes }) => new Set(notes.map(({ kind }) => kind)).size < 2);
    expect(silent.map(({ name }) => name)).toEqual([]);
    expect(subset.length).toBeGreaterThan(100);
  });
});

describe('Python beyond the subset', () => {
  it.each(files('beyond'))('$name is refused by the name of the construct', ({ name, text, notes: [note] }) => {
    const { rules, problems, refused } = load(name, text);
    expect(rules).toEqual([]);
    expect(refused.map(({ id }) => id)).toEqual([name]);
    const [problem] = problems;
    const [, what = '', line = ''] = /^(.*?) at line (\d+)$/.exec(note?.said ?? '') ?? [];
    expect(problem?.message).toContain(`rule ${name}: ${what}`);
    expect(problem?.place).toMatchObject({ file: `rules/${name}`, line: Number(line) });
    expect(problem?.code).toMatch(/^E-PY-/);
  });
});
