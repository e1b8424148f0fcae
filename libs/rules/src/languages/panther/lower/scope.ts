import type { FieldPath, Segment } from '@trailhound/cloudtrail';
import type { Expression } from '../python/syntax.js';
import type { Value } from './value.js';

/** What a name stands for. */
export type Binding =
  | { readonly kind: 'event' }
  /** An expression, read anew where the name is used: nothing in the subset has effects. */
  | { readonly kind: 'expression'; readonly value: Expression; readonly scope: Scope }
  /** The element that a loop over a field is at, `depth` loops deep. */
  | { readonly kind: 'element'; readonly depth: number }
  /** An element of a list that stands in the file. */
  | { readonly kind: 'value'; readonly value: Value; readonly depth: number };

/** Names in sight; blocks and loops see those around them. */
export class Scope {
  readonly #names = new Map<string, Binding>();
  readonly #around: Scope | undefined;

  constructor(around?: Scope) {
    this.#around = around;
  }

  /** False when the name stands for something already. */
  bind(name: string, binding: Binding): boolean {
    if (this.find(name) !== undefined) return false;
    this.#names.set(name, binding);
    return true;
  }

  find(name: string): Binding | undefined {
    return this.#names.get(name) ?? this.#around?.find(name);
  }
}

/** Where an expression is read: its names, and how many loops over fields stand around it. */
export interface Where {
  readonly scope: Scope;
  readonly depth: number;
}

/** What Panther computes of a record besides it; read from the enriched root. */
export function isIndicator(name: string): boolean {
  return name.toLowerCase().startsWith('p_any_');
}

/** A member of the event. In a loop the root `record` is the element, so the record is reached by its envelope. */
export function eventPath(depth: number, names: readonly Segment[]): FieldPath {
  const [first] = names;
  const common = { arrays: 'explicit', keyCase: 'fold', flattenDots: false } as const;
  if (typeof first === 'string' && isIndicator(first)) {
    return { root: 'enriched', segments: [first.toLowerCase(), ...names.slice(1)], ...common };
  }
  if (depth > 0) return { root: 'envelope', segments: ['detail', ...names], ...common };
  return { root: 'record', segments: names, ...common };
}

/** The element a loop is at. */
export const elementPath: FieldPath = {
  root: 'record',
  segments: [],
  arrays: 'explicit',
  keyCase: 'fold',
  flattenDots: false,
};
