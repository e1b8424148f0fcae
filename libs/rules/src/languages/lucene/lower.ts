import type { Condition } from '../../condition/condition.js';
import { bindMany } from '../kit/placeholder.js';
import type { ProblemList } from '../kit/problem-list.js';
import type { NamedValues } from '../language.js';
import { type Combination, combineClauses } from './clauses.js';
import { type Field, findField } from './fields.js';
import { literalText } from './literal-text.js';
import { lowerRange } from './lower-range.js';
import { lowerRegex } from './lower-regex.js';
import { fieldExists, lowerText, lowerWildcard } from './lower-term.js';
import type { LuceneOptions } from './options.js';
import type { FieldNode, Query, ValueNode } from './syntax.js';

/** What a query is lowered under. */
export interface Lowering {
  readonly values: NamedValues;
  readonly options: LuceneOptions;
  readonly problems: ProblemList;
}

/** The condition a query means. What cannot be meant is added to the problems and stands as `false`. */
export function lowerQuery(query: Query, under: Lowering, field?: FieldNode): Condition {
  const { span } = query;
  switch (query.kind) {
    case 'clauses': {
      const parts = query.of.map(({ of }) => lowerQuery(of, under, field));
      const spans = query.of.map((clause) => clause.span);
      const build = (combination: Combination): Condition => {
        switch (combination.kind) {
          case 'clause':
            return parts[combination.index] ?? { kind: 'false', span };
          case 'not': {
            const { of } = combination;
            return { kind: 'not', of: build(of), span: (of.kind === 'clause' ? spans[of.index] : undefined) ?? span };
          }
          case 'and':
          case 'or':
            return { kind: combination.kind, of: combination.of.map(build), span };
          default:
            return combination satisfies never;
        }
      };
      return build(combineClauses(query.of, under.options));
    }
    case 'field':
      return lowerField(query.field, query.of, under);
    case 'broken':
      return { kind: 'false', span };
    default:
      return lowerValue(query, field, under);
  }
}

function lowerField(field: FieldNode, of: Query, under: Lowering): Condition {
  const isEverything = field.text === '*' && of.kind === 'term' && of.glob[0]?.kind === 'any' && of.glob.length === 1;
  if (isEverything) return { kind: 'true', span: of.span };
  if (field.text === '_exists_' || field.text === '_missing_') {
    const exists = lowerExists(of, under);
    return field.text === '_missing_' ? { kind: 'not', of: exists, span: of.span } : exists;
  }
  return lowerQuery(of, under, field);
}

/** `_exists_:name`: the value is the name of a field. */
function lowerExists(of: Query, under: Lowering): Condition {
  const text = of.kind === 'phrase' ? of.text : of.kind === 'term' ? literalText(of.glob) : undefined;
  if (text === undefined || text === '') {
    const fix = 'write for example _exists_:errorCode';
    under.problems.add('E-SYNTAX', '"_exists_" and "_missing_" need the name of one field', of.span, fix);
    return { kind: 'false', span: of.span };
  }
  const field = findField({ text, segments: text.split('.'), span: of.span }, under.options);
  return fieldExists(field, of.span);
}

function lowerValue(node: ValueNode, fieldNode: FieldNode | undefined, under: Lowering): Condition {
  const { span } = node;
  const field = fieldNode && checkedField(fieldNode, under);
  switch (node.kind) {
    case 'term': {
      const text = literalText(node.glob);
      return text === undefined ? lowerWildcard(field, node.glob, span) : lowerText(field, text, span);
    }
    case 'phrase':
      return lowerText(field, node.text, span);
    case 'regex':
      return lowerRegex(field, node, under);
    case 'range':
      return lowerRange(field, node, under.problems);
    case 'named': {
      const bound = bindMany(node, under.values, under.problems) ?? [];
      return { kind: 'or', of: bound.map((value) => lowerText(field, String(value), span)), span };
    }
    default:
      return node satisfies never;
  }
}

function checkedField(node: FieldNode, { options, problems }: Lowering): Field {
  if (node.segments.some((segment) => segment === '')) {
    const message = `the field "${node.text.slice(0, 80)}" has an empty part`;
    problems.add('E-PATH', message, node.span, 'write fields as requestParameters.groupName');
  } else if (/(?<!\\)(?:\\\\)*[*?]/.test(node.text)) {
    const message = `the field "${node.text.slice(0, 80)}" has a wildcard: fields are looked up by their names`;
    problems.add('E-PATH', message, node.span, 'name each field, joined with OR');
  }
  return findField(node, options);
}
