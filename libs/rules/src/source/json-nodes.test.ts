import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonNodes } from './json-nodes.js';
import { readDocuments } from './read-documents.js';
import type { SourceDocument, SourcePath } from './source-document.js';

/** Everything that is known of a document and of each value in it. */
function told(document: SourceDocument): unknown {
  const paths = pathsIn(document.value);
  return {
    value: JSON.stringify(document.value),
    number: document.number,
    place: document.place,
    members: paths.map((path) => {
      const text = document.textAt(path);
      return {
        path,
        place: document.placeOf(path),
        key: document.placeOfKey(path),
        lexeme: document.lexemeAt(path),
        range: text?.range,
        offsets: text && Array.from({ length: text.value.length + 1 }, (_, at) => text.offsetAt(at)),
      };
    }),
  };
}

function pathsIn(value: unknown, path: SourcePath = []): readonly SourcePath[] {
  if (typeof value !== 'object' || value === null) return [path];
  const steps = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  const inside = steps.flatMap((step) => pathsIn((value as Record<string | number, unknown>)[step], [...path, step]));
  return [path, ...inside];
}

function documentsOf(text: string): unknown {
  const { documents, problems } = readDocuments('a.json', text);
  return { documents: documents.map(told), problems };
}

/** JSON with white space, escapes and numbers as people and programs write them. */
const jsonText = fc
  .tuple(
    fc.oneof(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), fc.array(fc.jsonValue())),
    fc.constantFrom(0, 1, 2, '\t'),
  )
  .map(([value, indent]) => JSON.stringify(value, null, indent));

describe('a JSON file', () => {
  it('is read as the YAML parser reads it, with the place of every value', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        expect(jsonNodes(text)).toBeDefined();
        // With a comment behind it, it is no JSON.
        expect(jsonNodes(`${text}\n# YAML`)).toBeUndefined();
        expect(documentsOf(text)).toEqual(documentsOf(`${text}\n# YAML`));
      }),
    );
  });

  it.each([
    ['numbers and their spelling', '{"a": 1.50, "b": -0, "c": 1E+2, "d": 12345678901234567890, "e": 0.1e-7}'],
    ['escapes', String.raw`{"a\/b": "\ud83d\ude00\u0041\n\t\"\\", "b": "\b\f\r"}`],
    ['what YAML once took for line breaks', '{"a\ufeff": "b\u0085c\u2028d\u2029\u007f"}'],
    ['words', '[{"a": true, "b": false, "c": null}]'],
    ['nothing in it', '{}'],
    ['an empty list', '[ ]'],
    ['lines before and behind it', '\n\n  {"a":\n[1,\n 2 ]}\n\n'],
    ['names that stand twice', '{"a": 1, "a": 2}'],
    ['a number no double holds', '{"a": 1e999}'],
  ])('says the same of %s', (_what, text) => {
    expect(jsonNodes(text)).toBeDefined();
    expect(documentsOf(text)).toEqual(documentsOf(`${text}\n# YAML`));
  });

  it.each([
    ['a text that stands alone', '"a"'],
    ['single quotes', "{'a': 1}"],
    ['names without quotes', '{a: 1}'],
    ['a comma too many', '{"a": 1,}'],
    ['an item too few', '[1,,2]'],
    ['what is left open', '{"a": [1'],
    ['a second value', '{"a": 1} {"b": 2}'],
    ['a number that begins with a zero', '{"a": 01}'],
    ['a word that goes on', '{"a": nullable}'],
    ['a raw control character', '{"a": "b\u0001"}'],
    ['a raw line break in a text', '{"a": "b\nc"}'],
    ['an escape there is not', String.raw`{"a": "\x41"}`],
    ['Windows line ends', '{"a": 1}\r\n'],
    ['a byte order mark', '\ufeff{"a": 1}'],
    ['a comment', '{"a": 1} # one'],
    ['deeper nesting than there may be', `${'['.repeat(66)}${']'.repeat(66)}`],
  ])('leaves %s to the YAML parser', (_what, text) => {
    expect(jsonNodes(text)).toBeUndefined();
  });
});
