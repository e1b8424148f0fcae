import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRegex } from '../condition/regex.js';
import { wordsOf } from './event-words.js';
import { textsOfRegex } from './regex-language.js';

describe('the texts of a pattern', () => {
  it.each<[string, readonly string[] | undefined]>([
    ['(Create|Delete)Gateway', ['CreateGateway', 'DeleteGateway']],
    ['Put(Bucket)?Acl', ['PutBucketAcl', 'PutAcl']],
    ['a(?:b|c)?', ['ab', 'ac', 'a']],
    ['', ['']],
    ['s3\\.amazonaws', ['s3.amazonaws']],
    ['Create.*', undefined],
    ['[ab]', undefined],
    ['(a', undefined],
    ['a)', undefined],
    ['a?'.repeat(40), undefined],
    ['('.repeat(5000), undefined],
  ])('%s are %j', (source, texts) => {
    expect(textsOfRegex(source)).toEqual(texts);
  });

  it('are all matched by it, whatever it is made of', () => {
    const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
      pattern: fc.oneof(
        { maxDepth: 4 },
        fc.stringMatching(/^[A-Za-z]{1,3}$/),
        fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => a + b),
        fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => `(${a}|${b})`),
        tie('pattern').map((a) => `(?:${a})?`),
      ),
    }));
    fc.assert(
      fc.property(pattern, (source) => {
        const compiled = compileRegex(source, '');
        for (const text of textsOfRegex(source) ?? []) expect(compiled.ok && compiled.regex.full(text)).toBe(true);
      }),
    );
  });
});

describe('the words of a name', () => {
  it.each([
    ['CreateNatGateway', ['Create', 'Nat', 'Gateway']],
    ['CreateDBInstance', ['Create', 'DB', 'Instance']],
    ['CreateFunction20150331v2', ['Create', 'Function', '20150331', 'v', '2']],
    ['', []],
  ])('%s are %j', (name, words) => {
    expect(wordsOf(name)).toEqual(words);
  });
});
