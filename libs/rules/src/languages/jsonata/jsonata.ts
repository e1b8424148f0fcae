import { never } from '../kit/combine.js';
import { loweringResult, refuseTooLong } from '../kit/lowering-result.js';
import { ProblemList } from '../kit/problem-list.js';
import type { TextLanguage } from '../language.js';
import { lintExpression } from './lints.js';
import { type ExpressionRoot, lowerExpression } from './lower.js';
import { parseExpression } from './parse.js';

/** JSONata expressions; docs/languages/jsonata.md is their page. Much of any language reads as JSONata, so it is named. */
export const jsonataLanguage: TextLanguage = {
  ...on('record'),
  configure: ({ jsonata }) => on(jsonata?.root ?? 'record'),
};

function on(root: ExpressionRoot): TextLanguage {
  return {
    name: 'jsonata',
    recognises: () => false,
    lower(source, values) {
      const refusal = refuseTooLong(source);
      if (refusal !== undefined) return refusal;
      const problems = new ProblemList();
      const parsed = parseExpression(source, values, problems);
      if (parsed === undefined) return loweringResult(source, never, problems, []);
      const condition = lowerExpression(parsed, root, values);
      return loweringResult(source, condition, problems, lintExpression(parsed, root, condition));
    },
  };
}
