import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyseText, hasPhrase, maxAnalysedLength } from './analyse-text.js';

const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

function unicodeWords(text: string): string[] {
  const words = [...segmenter.segment(text)].filter(({ isWordLike }) => isWordLike === true);
  return words.map(({ segment }) => segment.toLowerCase()).filter((word) => /[\p{L}\p{N}]/u.test(word));
}

describe('analysed text', () => {
  it.each<[string, readonly string[]]>([
    ['arn:aws:iam::aws:policy/AdministratorAccess', ['arn:aws:iam', 'aws:policy', 'administratoraccess']],
    ['s3.amazonaws.com', ['s3', 'amazonaws.com']],
    ['kms.amazonaws.com', ['kms.amazonaws.com']],
    ['AWS-Admins', ['aws', 'admins']],
    ['my_admin_group', ['my_admin_group']],
    ['10.0.0.1', ['10.0.0.1']],
    ['Client.UnauthorizedOperation', ['client.unauthorizedoperation']],
    ['us-east-1', ['us', 'east', '1']],
    ['[S3Console/0.4, aws-internal/3]', ['s3console', '0.4', 'aws', 'internal', '3']],
    ["don't", ["don't"]],
    ['', []],
    ['--- !!', []],
    ['Zoë naïve', ['zoë', 'naïve']],
  ])('of %j has the tokens %j', (text, tokens) => {
    expect(analyseText(text)).toEqual(tokens);
  });

  it('has the words of Unicode for every ASCII text', () => {
    const near = fc.string({ unit: fc.constantFrom(...'aB19_.,:;\'-/ "@'), maxLength: 12 });
    fc.assert(
      fc.property(fc.oneof(near, fc.string({ unit: 'binary-ascii' })), (text) => {
        expect(analyseText(text)).toEqual(unicodeWords(text));
      }),
      { numRuns: 5000 },
    );
  });

  it('of a megabyte is cut, and takes a moment', () => {
    const started = performance.now();
    expect(analyseText('ab '.repeat(400_000)).length).toBeLessThanOrEqual(maxAnalysedLength / 3 + 1);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('splits a token of more than 255 characters', () => {
    expect(analyseText('x'.repeat(300)).map((token) => token.length)).toEqual([255, 45]);
  });

  it.each<[readonly string[], boolean]>([
    [['b', 'c'], true],
    [['a', 'c'], false],
    [['a', 'b', 'c', 'd'], false],
    [[], false],
  ])('a b c holds the phrase %j: %s', (phrase, expected) => {
    expect(hasPhrase(['a', 'b', 'c'], phrase)).toBe(expected);
  });
});
