import { didYouMean } from '@trailhound/contracts';
import type { ProblemList } from '../kit/problem-list.js';
import { functions } from './jmespath/functions.js';
import { takesCount } from './jmespath/signature.js';
import { type Expression, partsOf } from './jmespath/syntax.js';

/** Functions of JMESPath Community (https://jmespath.site), which GorillaStack's language does not have. */
const communityFunctions: ReadonlySet<string> = new Set(
  'find_first find_last from_items group_by items lower pad_left pad_right replace trim trim_left trim_right upper zip let'.split(
    ' ',
  ),
);

/** Refuses calls that fail on every record: of functions there are not, with a count of arguments they never take. */
export function checkCalls(expression: Expression, problems: ProblemList): void {
  const pending = [expression];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === 'call') checkCall(next, problems);
    pending.push(...partsOf(next));
  }
}

function checkCall({ name, args, span }: Expression & { readonly kind: 'call' }, problems: ProblemList): void {
  const found = functions.get(name);
  if (found === undefined) {
    if (communityFunctions.has(name)) {
      const message = `${name}() belongs to JMESPath Community; GorillaStack's language does not have it`;
      problems.add('E-DIALECT', message, span);
      return;
    }
    const near = didYouMean(name, [...functions.keys()]);
    problems.add('E-FUNCTION', `there is no function ${name}()`, span, near && `did you mean ${near}()?`);
  } else if (!takesCount(found.takes, args.length)) {
    const { parameters, optional = 0 } = found.takes;
    const wanted = optional > 0 ? `${parameters.length - optional} or ${parameters.length}` : `${parameters.length}`;
    problems.add('E-FUNCTION', `${name}() takes ${wanted} arguments, not ${args.length}`, span);
  }
}
