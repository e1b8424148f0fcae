import { EvaluationError } from './budget.js';
import { isArray, type TypeName, typeOf, type Value } from './values.js';

/** What one argument may be; `numbers` and `strings` are arrays of nothing else. */
export type ParameterType = Exclude<TypeName, 'null'> | 'any' | 'numbers' | 'strings';

export interface Signature {
  readonly parameters: readonly (readonly ParameterType[])[];
  /** So many of the last parameters may be left out. */
  readonly optional?: number;
  /** The last parameter may be given more than once. */
  readonly variadic?: boolean;
}

/** Whether so many arguments can be right. */
export function takesCount({ parameters, optional = 0, variadic }: Signature, count: number): boolean {
  return count >= parameters.length - optional && (variadic === true || count <= parameters.length);
}

/** Throws EvaluationError when a function does not take these arguments. */
export function checkArguments(name: string, signature: Signature, args: readonly Value[]): void {
  const { parameters } = signature;
  if (!takesCount(signature, args.length)) {
    throw new EvaluationError('invalid-arity', `${name}() takes ${parameters.length} arguments, not ${args.length}`);
  }
  for (const [index, arg] of args.entries()) {
    const accepted = parameters[Math.min(index, parameters.length - 1)] ?? [];
    if (accepted.some((type) => isOfType(arg, type))) continue;
    const wanted = accepted.map((type) => typeWords[type]).join(' or ');
    const message = `${name}() takes ${wanted} as argument ${index + 1}, not ${typeOf(arg)}`;
    throw new EvaluationError('invalid-type', message);
  }
}

function isOfType(value: Value, type: ParameterType): boolean {
  switch (type) {
    case 'any':
      return typeOf(value) !== 'expref';
    case 'numbers':
      return isArray(value) && value.every((item) => typeof item === 'number');
    case 'strings':
      return isArray(value) && value.every((item) => typeof item === 'string');
    default:
      return typeOf(value) === type;
  }
}

const typeWords: Readonly<Record<ParameterType, string>> = {
  any: 'anything',
  boolean: 'a boolean',
  number: 'a number',
  string: 'a text',
  array: 'a list',
  object: 'an object',
  expref: 'an &expression',
  numbers: 'a list of numbers',
  strings: 'a list of texts',
};
