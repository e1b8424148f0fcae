import { describe, expect, it } from 'vitest';
import { didYouMean } from './did-you-mean.js';

describe('didYouMean', () => {
  const keys = ['sources', 'rules', 'routes', 'destinations', 'tokenFile', 'listen'];

  it.each([
    { word: 'soruces', meant: 'sources' },
    { word: 'rule', meant: 'rules' },
    { word: 'route', meant: 'routes' },
    { word: 'TOKEN_FILE', meant: 'tokenFile' },
    { word: 'token-file', meant: 'tokenFile' },
    { word: 'destination', meant: 'destinations' },
    { word: 'lisetn', meant: 'listen' },
  ])('takes $word for $meant', ({ word, meant }) => {
    expect(didYouMean(word, keys)).toBe(meant);
  });

  it.each(['', 'x', 'kafka', 'a'.repeat(1000), '\u0000', '---'])('has no suggestion for %j', (word) => {
    expect(didYouMean(word, keys)).toBeUndefined();
  });

  it('prefers an exact spelling to a near one', () => {
    expect(didYouMean('rules', ['rule', 'rules'])).toBe('rules');
  });

  it('answers the first of equally near words', () => {
    expect(didYouMean('cat', ['bat', 'hat'])).toBe('bat');
  });

  it('stays quick on thousands of long candidates', () => {
    const many = Array.from({ length: 5000 }, (_, at) => `candidate-number-${at}-${'x'.repeat(at % 200)}`);
    const started = performance.now();
    didYouMean('candidate-number-77-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', many);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
