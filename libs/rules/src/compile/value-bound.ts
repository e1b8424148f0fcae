import type { Condition, Scalar } from '../condition/condition.js';
import { leafText } from '../condition/leaf-text.js';
import { type Discriminator, discriminatorOf, projectCondition } from './project-condition.js';

/** The texts a discriminator must have one of for a condition to match. */
export interface ValueBound {
  readonly exact: ReadonlySet<string>;
  /** Lower-cased: these match in any case. */
  readonly folded: ReadonlySet<string>;
}

const never: ValueBound = { exact: new Set(), folded: new Set() };

/** The bound a condition proves for a discriminator; undefined where it proves no finite one. */
export function boundOf(condition: Condition, discriminator: Discriminator): ValueBound | undefined {
  return boundIn(projectCondition(condition, discriminator), discriminator);
}

/** Whether the bound allows no value at all, so that the condition never matches. */
export function isNever(bound: ValueBound | undefined): boolean {
  return bound !== undefined && bound.exact.size === 0 && bound.folded.size === 0;
}

function boundIn(condition: Condition, discriminator: Discriminator): ValueBound | undefined {
  switch (condition.kind) {
    case 'false':
      return never;
    case 'and':
      return condition.of
        .map((part) => boundIn(part, discriminator))
        .filter((bound) => bound !== undefined)
        .reduce<ValueBound | undefined>((all, bound) => (all === undefined ? bound : narrower(all, bound)), undefined);
    case 'or': {
      const bounds = condition.of.map((part) => boundIn(part, discriminator));
      return bounds.every((bound) => bound !== undefined) ? union(bounds) : undefined;
    }
    case 'eq':
    case 'in': {
      const { path, coerce, neg, fold } = condition;
      // Another path may read the same member as something else: `envelope.source` is no eventSource.
      const isMember = discriminatorOf(path) === discriminator && path.segments.at(-1) === discriminator;
      if (!isMember || path.take !== undefined || coerce === 'num' || neg === true) return undefined;
      return boundBy(condition.kind === 'eq' ? [condition.value] : condition.values, coerce, fold === true);
    }
    default:
      return undefined;
  }
}

function boundBy(values: readonly Scalar[], coerce: 'strict' | 'text', fold: boolean): ValueBound {
  const texts = values
    .map((value) => (coerce === 'text' || typeof value === 'string' ? leafText(value) : undefined))
    .filter((text) => text !== undefined);
  return fold
    ? { exact: new Set(), folded: new Set(texts.map((text) => text.toLowerCase())) }
    : { exact: new Set(texts), folded: new Set() };
}

/** What both bounds allow. */
function narrower(a: ValueBound, b: ValueBound): ValueBound {
  const exact = [...a.exact].filter((text) => allows(b, text));
  const more = [...b.exact].filter((text) => a.folded.has(text.toLowerCase()));
  return { exact: new Set([...exact, ...more]), folded: a.folded.intersection(b.folded) };
}

function allows(bound: ValueBound, text: string): boolean {
  return bound.exact.has(text) || bound.folded.has(text.toLowerCase());
}

function union(bounds: readonly ValueBound[]): ValueBound {
  return {
    exact: new Set(bounds.flatMap(({ exact }) => [...exact])),
    folded: new Set(bounds.flatMap(({ folded }) => [...folded])),
  };
}
