import { readFileSync } from 'node:fs';
import { corpusVersion } from '../corpus/corpus-version.js';
import { generatePatterns, type PatternSet } from '../corpus/generate-patterns.js';
import { type CorpusOptions, generateRecords } from '../corpus/generate-records.js';
import { generateRuleFiles } from '../corpus/generate-rule-files.js';
import { cachedLines } from '../kit/cache.js';
import type { EngineName } from './run-engines.js';

/** A set of rules that the benchmark brings along. */
export interface OwnSet {
  readonly name: string;
  readonly title: string;
  readonly rules: number;
  readonly from: PatternSet | 'languages';
  readonly engines: readonly EngineName[];
}

const withPeer: readonly EngineName[] = ['trailhound', 'json-parse', 'naive', 'event-ruler'];

export const ownSets: readonly OwnSet[] = [
  { name: '100', title: '100 rules', rules: 100, from: 'mixed', engines: withPeer },
  { name: '1000', title: '1,000 rules', rules: 1000, from: 'mixed', engines: withPeer },
  { name: '10000', title: '10,000 rules', rules: 10_000, from: 'mixed', engines: withPeer },
  { name: 'accounts', title: '10,000, one account each', rules: 10_000, from: 'one-account-each', engines: withPeer },
  { name: 'names', title: '1,000, names only', rules: 1000, from: 'names-only', engines: withPeer },
  {
    name: 'eventless',
    title: '1,000, of them 200 without an event name',
    rules: 1000,
    from: 'some-without-name',
    engines: withPeer,
  },
  {
    name: 'languages',
    title: '1,000 in eight languages',
    rules: 1000,
    from: 'languages',
    engines: ['trailhound', 'json-parse', 'naive'],
  },
];

/** The records of a corpus as a file of JSON lines, generated once. */
export function corpusFile({ seed, records }: CorpusOptions): Promise<string> {
  return cachedLines(`records-${corpusVersion()}-${seed}-${records}.jsonl`, () => generateRecords({ seed, records }));
}

/** The rules of a set as a file, generated once. */
export function rulesFile({ from, rules }: Pick<OwnSet, 'from' | 'rules'>, seed: string): Promise<string> {
  return cachedLines(`rules-${corpusVersion()}-${seed}-${from}-${rules}.json`, () => {
    const array = from === 'languages' ? generateRuleFiles({ seed, rules }) : generatePatterns(from, { seed, rules });
    return [JSON.stringify(array)];
  });
}

/** How many rules stand in a file of rules. Throws SyntaxError where it is no JSON, TypeError where it is no array. */
export function countRules(file: string): number {
  const array: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(array)) throw new TypeError('expected a JSON array of event patterns');
  return array.length;
}
