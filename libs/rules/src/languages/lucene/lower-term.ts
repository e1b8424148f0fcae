import { recordPath } from '@trailhound/cloudtrail';
import { analyseText } from '../../condition/analyse-text.js';
import type { Condition, GlobToken, LeafPath, Span, TextTest } from '../../condition/condition.js';
import { leafNumber } from '../../condition/leaf-text.js';
import { readNamedTime } from './date-range.js';
import type { Field } from './fields.js';

/** The condition that some value of the field passes; where its path is not certain, at one of its places. */
export function testField(field: Field, test: (path: LeafPath) => Condition, span: Span): Condition {
  const tests = field.paths.map((path): Condition => ({ ...test(path), span }));
  const [only] = tests;
  return only !== undefined && tests.length === 1 ? only : { kind: 'or', of: tests, span };
}

/** The condition that the field has a value other than null, there or inside. */
export function fieldExists(field: Field, span: Span): Condition {
  return testField(field, (path) => ({ kind: 'exists', path, mode: 'anyLeaf' }), span);
}

/** A term or phrase: the whole value of a keyword, words side by side of a text; without a field, of any text. */
export function lowerText(field: Field | undefined, text: string, span: Span): Condition {
  if (field?.kind === 'keyword')
    return testField(field, (path) => ({ kind: 'eq', path, value: text, coerce: 'text' }), span);
  const tokens = analyseText(text);
  const mode = tokens.length === 1 ? 'any' : 'phrase';
  if (field === undefined) return { kind: 'anyText', test: { kind: 'tokens', tokens, mode }, span };
  const tests = (path: LeafPath): Condition => {
    const alternatives: Condition[] = [];
    if (tokens.length > 0) alternatives.push({ kind: 'tokens', path, tokens, mode, span });
    const number = leafNumber(text);
    if (number !== undefined && String(number) !== tokens[0])
      alternatives.push({ kind: 'num', path, op: '=', value: number, span });
    const time = readNamedTime(text);
    if (time !== undefined) {
      const from: Condition = { kind: 'time', path: recordPath(), op: '>=', valueMs: time.fromMs };
      const to: Condition = { kind: 'time', path: recordPath(), op: '<', valueMs: time.toMs };
      alternatives.push({ kind: 'elem', path, quantifier: 'any', of: { kind: 'and', of: [from, to] }, span });
    }
    const [only] = alternatives;
    return only !== undefined && alternatives.length === 1 ? only : { kind: 'or', of: alternatives };
  };
  return testField(field, tests, span);
}

/** A term with wildcards: of the whole value of a keyword, of single words of a text. */
export function lowerWildcard(field: Field | undefined, glob: readonly GlobToken[], span: Span): Condition {
  const isAnything = glob.length === 1 && glob[0]?.kind === 'any';
  if (isAnything) return field === undefined ? { kind: 'true', span } : fieldExists(field, span);
  if (field?.kind === 'keyword') return testField(field, (path) => ({ kind: 'wildcard', path, glob }), span);
  const folded = glob.map(
    (token): GlobToken => (token.kind === 'literal' ? { kind: 'literal', text: token.text.toLowerCase() } : token),
  );
  const test = { kind: 'wildcard', glob: folded } as const;
  if (field === undefined) {
    const anywhere: TextTest = { kind: 'tokenTest', test };
    return { kind: 'anyText', test: anywhere, span };
  }
  return testField(field, (path) => ({ kind: 'tokenTest', path, test }), span);
}
