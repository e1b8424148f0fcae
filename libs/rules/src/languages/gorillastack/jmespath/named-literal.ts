import { bindMany, type Placeholder } from '../../kit/placeholder.js';
import type { ProblemList } from '../../kit/problem-list.js';
import type { NamedValues } from '../../language.js';
import type { Json } from './syntax.js';

/** The literal `{{name}}` stands for: the value as it was given, a list as a list. */
export function bindPlaceholder(found: Placeholder, values: NamedValues, problems: ProblemList): Json | undefined {
  const bound = bindMany(found, values, problems);
  if (bound === undefined) return undefined;
  return Array.isArray(values[found.name]) ? bound : bound[0];
}
