import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { maxFileLength, readDocuments } from './read-documents.js';
import type { SourceDocument } from './source-document.js';

function only(text: string, file = 'rules/a.yaml'): SourceDocument {
  const { documents, problems } = readDocuments(file, text);
  expect(problems).toEqual([]);
  const [document] = documents;
  if (document === undefined || documents.length !== 1) throw new Error(`${documents.length} documents`);
  return document;
}

/** Line and column of the n-th character of the condition. */
function placeInCondition(text: string, needle: string): { line: number; column: number } | undefined {
  const condition = only(text).textAt(['condition']);
  const place = condition?.placeAt(condition.value.indexOf(needle));
  return place && { line: place.line, column: place.column };
}

describe('the documents of a rule file', () => {
  it('are each document between --- that holds anything, counted from 1', () => {
    const { documents } = readDocuments('a.yaml', '# none here\n---\nid: one\n---\n---\nid: two\n...\n');
    expect(documents.map(({ number, value, place }) => [number, value, place.line])).toEqual([
      [1, { id: 'one' }, 3],
      [2, { id: 'two' }, 6],
    ]);
  });

  it('are the items where the file is one list, as JSON needs for several rules', () => {
    const { documents } = readDocuments('a.json', '[{"id": "one"},\n {"id": "two"}]');
    expect(documents.map(({ number, value, place }) => [number, value, place.line])).toEqual([
      [1, { id: 'one' }, 1],
      [2, { id: 'two' }, 2],
    ]);
  });

  it('may be JSON with tabs and escapes', () => {
    expect(only('{\n\t"id": "a\\/b",\n\t"title": "\\ud83d\\ude00"\n}').value).toEqual({ id: 'a/b', title: '😀' });
  });

  it('keep the good documents of a file when another one is broken', () => {
    const { documents, problems } = readDocuments('a.yaml', 'id: one\n---\nid: "two\n---\nid: three\n');
    expect(documents.map(({ value }) => value)).toContainEqual({ id: 'one' });
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every(({ place }) => place?.file === 'a.yaml' && place.line >= 3)).toBe(true);
  });

  it('of an empty file are none, without a problem', () => {
    for (const text of ['', '\n', '# a comment\n', '---\n']) {
      expect(readDocuments('a.yaml', text)).toEqual({ documents: [], problems: [] });
    }
  });
});

describe('a place in a condition', () => {
  const condition = 'eventName = "StopLogging"';
  it.each([
    ['plain', `id: x\ncondition: ${condition}\n`, { line: 2, column: 24 }],
    ['single quoted', `condition: '${condition}'\n`, { line: 1, column: 25 }],
    ['double quoted', `condition: ${JSON.stringify(condition)}\n`, { line: 1, column: 25 }],
    ['literal block', `condition: |\n  ${condition}\n`, { line: 2, column: 15 }],
    ['literal block with a header comment', `condition: |2- # why\n  ${condition}\n`, { line: 2, column: 15 }],
    ['folded block', `condition: >-\n    awsRegion = "x"\n    and\n    ${condition}\n`, { line: 4, column: 17 }],
    ['plain over two lines', `condition: awsRegion = 1 or\n    ${condition}\n`, { line: 2, column: 17 }],
    ['double quoted over two lines', 'condition: "a = 1\n  or eventName = \\"StopLogging\\""', { line: 2, column: 18 }],
    ['in JSON', `{"condition": ${JSON.stringify(condition)}}`, { line: 1, column: 28 }],
  ])('of a %s scalar leads to the very character', (_style, text, place) => {
    expect(placeInCondition(text, '"StopLogging')).toEqual(place);
  });

  it('at the end of the text is where the text ends', () => {
    const text = only('condition: |\n  a = 1 and\n\n').textAt(['condition']);
    expect(text?.placeAt(text.value.length)).toMatchObject({ line: 2, column: 12 });
    expect(text?.placeAt(1e9)).toMatchObject({ line: 2, column: 12 });
  });

  it('holds with Windows line ends', () => {
    expect(placeInCondition('id: x\r\ncondition: |\r\n  a = 1\r\n  and b = 2\r\n', 'b = 2')).toEqual({
      line: 4,
      column: 7,
    });
  });

  it('follows an alias to where the text is written', () => {
    const document = only('title: &c eventName = "A"\ncondition: *c\n');
    expect(document.textAt(['condition'])?.placeAt(0)).toMatchObject({ line: 1, column: 11 });
    expect(document.placeOf(['condition'])).toMatchObject({ line: 2, column: 12 });
  });

  it('round-trips: every visible character of any text, however YAML writes it, leads to itself', () => {
    const word = fc.stringMatching(/^[!-~é“]{1,8}$/);
    const space = fc.constantFrom(' ', ' ', '  ', '\n', '\n\n', '\n  ');
    const text = fc
      .tuple(fc.array(fc.tuple(word, space), { minLength: 1, maxLength: 30 }), word)
      .map(([pairs, last]) => pairs.flat().join('') + last);
    const style = fc.constantFrom('PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED' as const);
    fc.assert(
      fc.property(text, style, fc.boolean(), (value, defaultStringType, windows) => {
        const yaml = stringify({ id: 'x', condition: value }, { defaultStringType, defaultKeyType: 'PLAIN' });
        const file = windows ? yaml.replaceAll('\n', '\r\n') : yaml;
        const found = only(file).textAt(['condition']);
        expect(found?.value).toBe(value);
        for (let offset = 0; offset < value.length; offset += 1) {
          const character = value[offset] ?? '';
          if (/\s/.test(character)) continue;
          const at = found?.offsetAt(offset) ?? -1;
          const escaped = JSON.stringify(character).slice(1, -1);
          expect([character, escaped]).toContain(file.slice(at, at + (file[at] === character ? 1 : escaped.length)));
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('a place in a document', () => {
  const document = only('id: x\nthreshold:\n  count: 3\nsuppressions:\n  - when: a\n    reason: b\nseverity:\n');
  it.each([
    ['a value', ['threshold', 'count'], { line: 3, column: 10 }],
    ['a list item', ['suppressions', 0], { line: 5, column: 5 }],
    ['a member of a list item', ['suppressions', 0, 'reason'], { line: 6, column: 13 }],
    ['a value that is missing: what stands around it', ['threshold', 'within'], { line: 3, column: 3 }],
    ['an empty value: its key', ['severity'], { line: 7, column: 1 }],
  ] as const)('leads to %s', (_what, path, place) => {
    expect(document.placeOf(path)).toEqual({ file: 'rules/a.yaml', ...place });
  });

  it('leads to a key', () => {
    expect(document.placeOfKey(['threshold', 'count'])).toMatchObject({ line: 3, column: 3 });
  });

  it('keeps numbers as they were typed', () => {
    const typed = only('cis: [3.10, "4", 0x1f]\n');
    expect([0, 1, 2].map((index) => typed.lexemeAt(['cis', index]))).toEqual(['3.10', '4', '0x1f']);
  });
});

describe('a hostile file is refused with a reason', () => {
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdefgh'.split('').map((name, index) => {
      const inner = 'abcdefgh'[index] ?? 'a';
      return `${name}: &${name} [${Array(9).fill(`*${inner}`).join(',')}]`;
    }),
  ].join('\n');
  it.each([
    ['an alias bomb', bomb, 'RULE_FILE_ALIASES'],
    ['an anchor that holds itself', 'a: &a\n  b: *a\n', 'RULE_FILE_TOO_DEEP'],
    ['an alias to nothing', 'a: *nowhere\n', 'RULE_FILE_SYNTAX'],
    ['a JavaScript function tag', "a: !!js/function 'function () { return 1 }'\n", 'RULE_FILE_TAG'],
    ['a binary tag', 'a: !!binary aGVsbG8=\n', 'RULE_FILE_TAG'],
    ['a local tag', 'a: !include other.yaml\n', 'RULE_FILE_TAG'],
    ['ten megabytes', `a: ${'x'.repeat(10 * 1024 * 1024)}`, 'RULE_FILE_TOO_LARGE'],
    ['one character too many', 'x'.repeat(maxFileLength + 1), 'RULE_FILE_TOO_LARGE'],
    ['nesting without end', `a: ${'['.repeat(100_000)}`, 'RULE_FILE_'],
    ['nested lists that are closed', `a: ${'['.repeat(1000)}${']'.repeat(1000)}`, 'RULE_FILE_TOO_DEEP'],
    ['a key that stands twice', 'id: a\nid: b\n', 'RULE_FILE_DUPLICATE_KEY'],
    ['a key that stands twice in JSON', '{"id": "a", "\\u0069d": "b"}', 'RULE_FILE_DUPLICATE_KEY'],
    ['a mapping as a key', '? {a: 1}\n: b\n', 'RULE_FILE_SYNTAX'],
    ['an infinite number', 'a: 1e999\n', 'RULE_FILE_SYNTAX'],
    ['no number', 'a: .nan\n', 'RULE_FILE_SYNTAX'],
    ['broken JSON', '{"id": "a",', 'RULE_FILE_SYNTAX'],
  ])('%s', (_what, text, code) => {
    const { documents, problems } = readDocuments('bad.yaml', text);
    expect(documents).toEqual([]);
    expect(problems[0]?.code).toContain(code);
    expect(problems[0]?.place?.file).toBe('bad.yaml');
    expect(problems.length).toBeLessThan(10);
  });

  it('but many keys, many documents and a few aliases are read', () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `k${index}: 1`).join('\n');
    expect(Object.keys(only(keys).value as object)).toHaveLength(20_000);
    expect(readDocuments('a.yaml', 'a: 1\n---\n'.repeat(10_000)).documents).toHaveLength(10_000);
    expect(only('a: &e {x: 1}\nb: [*e, *e]\n').value).toEqual({ a: { x: 1 }, b: [{ x: 1 }, { x: 1 }] });
  });

  it('and prototype keys are data', () => {
    const { value } = only('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}');
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('and any text whatever gives documents or problems, never an exception', () => {
    const token = fc.constantFrom(
      'a',
      ': ',
      '- ',
      '\n',
      '  ',
      '"',
      "'",
      '|',
      '>',
      '&a ',
      '*a',
      '{',
      '}',
      '[',
      ']',
      '---\n',
      '!x ',
      '#',
      '\\',
      '\t',
      '%',
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 40 }), (tokens) => {
        const { documents, problems } = readDocuments('a.yaml', tokens.join(''));
        for (const document of documents) JSON.stringify(document.value);
        for (const problem of problems) expect(problem.place?.line).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });
});
