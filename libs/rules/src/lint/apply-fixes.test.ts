import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { loadRuleSet } from '../rule-set/load-rule-set.js';
import { readDocuments } from '../source/read-documents.js';
import { applyFixes } from './apply-fixes.js';
import { lintInText, type PlacedLint } from './placed-lint.js';

const file = 'rules/a.yaml';

/** A lint that replaces the n-th occurrence of `from` in the condition of the file's first document. */
function replacing(text: string, from: string, to: string): PlacedLint {
  const source = readDocuments(file, text).documents[0]?.textAt(['condition']);
  if (source === undefined) throw new Error('no condition');
  const start = source.value.indexOf(from);
  const span = { start, end: start + from.length };
  const lint = { code: 'W-CURLY', message: 'm', span, fix: { span, text: to } };
  return lintInText(source, lint, { document: 1, path: ['condition'], subject: 'a' });
}

function conditionOf(text: string): unknown {
  return (readDocuments(file, text).documents[0]?.value as { condition?: unknown } | undefined)?.condition;
}

describe('a quick fix', () => {
  it.each([
    ['a plain scalar', 'condition: user = “a” # why\nid: x\n', 'condition: user = "a" # why\nid: x\n'],
    [
      'a literal block',
      'condition: |\n  user = “a”\n  or b = 1\nid: x\n',
      'condition: |\n  user = "a"\n  or b = 1\nid: x\n',
    ],
    ['a folded block', 'condition: >-\n  b = 1 or\n  user = “a”\n', 'condition: >-\n  b = 1 or\n  user = "a"\n'],
    ['double quotes', 'condition: "user = “a” or b"\n', 'condition: "user = \\"a\\" or b"\n'],
    ['single quotes', "condition: 'user = “a” or b = ''c'''\n", "condition: 'user = \"a\" or b = ''c'''\n"],
    ['JSON', '{"condition": "user = “a”"}', '{"condition": "user = \\"a\\""}'],
  ])('edits %s in place', (_what, before, after) => {
    expect(applyFixes(file, before, [replacing(before, '“a”', '"a"')])).toEqual({
      text: after,
      applied: 1,
      postponed: 0,
    });
  });

  it('writes a scalar anew where an edit in place would say something else', () => {
    const before = 'condition: user = “a” # why\nid: x\n';
    const { text } = applyFixes(file, before, [replacing(before, '“a”', '"a: #b"')]);
    expect(text).toBe('condition: "user = \\"a: #b\\"" # why\nid: x\n');
    const block = 'condition: |\n  user = “a”\nid: x\n';
    const anew = applyFixes(file, block, [replacing(block, '“a”', '"a"\n\tb')]);
    expect(conditionOf(anew.text)).toBe('user = "a"\n\tb\n');
    expect(anew.text).toContain('\nid: x\n');
  });

  it('edits the text behind an alias once, where it is written, when nothing else changes with it', () => {
    const before = 'title: &t “a”\ncondition: *t\n';
    const fixed = applyFixes(file, before, [replacing(before, '“a”', 'b')]);
    expect(fixed).toEqual({ text: before, applied: 0, postponed: 1 });
  });

  it('carries out several of one condition and postpones those that overlap', () => {
    const before = 'condition: aaa = 1 or bbb = 2\n';
    const fixes = [replacing(before, 'bbb', 'b'), replacing(before, 'aaa = 1', 'a = 1'), replacing(before, 'aaa', 'x')];
    expect(applyFixes(file, before, fixes)).toEqual({ text: 'condition: x = 1 or b = 2\n', applied: 2, postponed: 1 });
  });

  it('leaves lints of other files and lints without a fix alone', () => {
    const before = 'condition: a = 1\n';
    const { fix: _fix, fileFix: _fileFix, ...plain } = replacing(before, 'a', 'b');
    const other = { ...replacing(before, 'a', 'b'), place: { file: 'other.yaml', line: 1, column: 1 } };
    expect(applyFixes(file, before, [plain, other])).toEqual({ text: before, applied: 0, postponed: 0 });
  });

  it('of a real rule removes the lint it belongs to', () => {
    const before = 'title: t\ncondition: |\n  eventName = “StopLogging”\n    and userIdentity.tpye = "Root"\n';
    const { lints } = loadRuleSet([{ path: file, text: before }]);
    expect(lints.map(({ code, place }) => [code, place.line, place.column])).toEqual([
      ['W-CURLY', 3, 15],
      ['W-UNKNOWN-FIELD', 4, 9],
    ]);
    const { text } = applyFixes(file, before, lints);
    expect(text).toBe('title: t\ncondition: |\n  eventName = "StopLogging"\n    and userIdentity.type = "Root"\n');
    expect(loadRuleSet([{ path: file, text }]).lints).toEqual([]);
  });

  it('changes the one text it is meant for and nothing else, however the file is written', () => {
    const word = fc.stringMatching(/^[a-z"'“”:#=()\\é]{1,6}$/);
    const words = fc.array(word, { minLength: 1, maxLength: 12 });
    const style = fc.constantFrom('PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED' as const);
    const separator = fc.constantFrom(' ', '\n');
    fc.assert(
      fc.property(words, style, separator, fc.nat(), word, (parts, defaultStringType, space, pick, by) => {
        const condition = parts.join(space);
        const other = { tags: ['x: y', '“z”'], title: 'last' };
        const before = stringify({ id: 'x', condition, ...other }, { defaultStringType, defaultKeyType: 'PLAIN' });
        const source = readDocuments(file, before).documents[0]?.textAt(['condition']);
        if (source === undefined) throw new Error(`no condition in ${before}`);
        const index = pick % parts.length;
        const start = parts.slice(0, index).join(space).length + (index === 0 ? 0 : 1);
        const span = { start, end: start + (parts[index]?.length ?? 0) };
        const lint = lintInText(
          source,
          { code: 'W-CURLY', message: 'm', span, fix: { span, text: by } },
          { document: 1, path: ['condition'], subject: 'x' },
        );
        const fixed = applyFixes(file, before, [lint]);
        expect(fixed.applied).toBe(1);
        const wanted = condition.slice(0, span.start) + by + condition.slice(span.end);
        expect(readDocuments(file, fixed.text).documents.map(({ value }) => value)).toEqual([
          { id: 'x', condition: wanted, ...other },
        ]);
      }),
      { numRuns: 500 },
    );
  });
});
