import { didYouMean } from '@trailhound/contracts';
import type { Span } from '../../condition/condition.js';
import type { NamedValues } from '../language.js';
import type { Cursor } from './cursor.js';
import type { ProblemList } from './problem-list.js';

/** `{{name}}` in a source text: stands for a value bound outside, never for text. */
export interface Placeholder {
  readonly name: string;
  readonly span: Span;
}

const placeholder = /\{\{[ \t]*[A-Za-z_][A-Za-z0-9_-]*[ \t]*\}\}/y;

/** Reads `{{name}}` at the cursor; undefined, with the cursor where it was, when none stands there. */
export function readPlaceholder(cursor: Cursor): Placeholder | undefined {
  const start = cursor.at;
  const text = cursor.takeMatch(placeholder);
  return text === '' ? undefined : { name: text.slice(2, -2).trim(), span: cursor.spanFrom(start) };
}

export type ScalarValue = string | number | boolean;

/** The values a placeholder stands for, a scalar as a list of one; undefined, with a problem, for an unknown name. */
export function bindMany(
  { name, span }: Placeholder,
  values: NamedValues,
  problems: ProblemList,
): readonly ScalarValue[] | undefined {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value !== undefined) return Array.isArray(value) ? value : [value as ScalarValue];
  const near = didYouMean(name, Object.keys(values));
  const fix = near === undefined ? `add "${name}" to the rule's values` : `write {{${near}}}`;
  problems.add('E-VALUE-UNKNOWN', `no value is named "${name}"`, span, fix);
  return undefined;
}

/** The one value a placeholder stands for; undefined, with a problem, for an unknown name or a list. */
export function bindOne(found: Placeholder, values: NamedValues, problems: ProblemList): ScalarValue | undefined {
  const bound = bindMany(found, values, problems);
  if (bound === undefined) return undefined;
  const value = values[found.name];
  const [only] = bound;
  if (!Array.isArray(value) && only !== undefined) return only;
  const message = `"${found.name}" is a list of ${bound.length} values where one value is needed`;
  problems.add('E-VALUE-LIST', message, found.span, `write: in {{${found.name}}}`);
  return undefined;
}
