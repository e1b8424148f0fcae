import { loweringResult, refuseTooLong } from '../kit/lowering-result.js';
import type { LoweringResult, NamedValues, TextLanguage } from '../language.js';
import { lintQuery } from './lints.js';
import { lowerQuery } from './lower.js';
import { defaultLuceneOptions, type LuceneOptions } from './options.js';
import { parseQuery } from './parser.js';
import type { Query } from './syntax.js';

/** The query strings of Elasticsearch, OpenSearch and Coralogix; docs/languages/lucene.md is its page. */
export const lucene: TextLanguage = luceneWith(defaultLuceneOptions);

function luceneWith(options: LuceneOptions): TextLanguage {
  return {
    name: 'lucene',
    lower: (source, values) => lowerWith(source, values, options),
    configure: ({ lucene: given }) => (given === undefined ? lucene : luceneWith(given)),
    // Almost any text is a query of words; without a name only one that gives every word a field is taken for one.
    recognises: (source) => hasFieldsOnly(parseQuery(source).query),
  };
}

function lowerWith(source: string, values: NamedValues, options: LuceneOptions): LoweringResult {
  const refusal = refuseTooLong(source);
  if (refusal !== undefined) return refusal;
  const { query, problems, repairs } = parseQuery(source);
  const condition = lowerQuery(query, { values, options, problems });
  const lints = [...repairs, ...lintQuery(query, source, options)];
  const inOrder = lints.toSorted((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
  return loweringResult(source, condition, problems, inOrder);
}

function hasFieldsOnly(query: Query): boolean {
  if (query.kind === 'clauses') return query.of.length > 0 && query.of.every(({ of }) => hasFieldsOnly(of));
  return query.kind === 'field' || query.kind === 'broken';
}
