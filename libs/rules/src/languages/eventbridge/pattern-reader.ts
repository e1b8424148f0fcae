import { didYouMean } from '@trailhound/contracts';
import type { SourcePath } from '../../source/source-document.js';
import type { NamedValues } from '../language.js';

/** What is wrong with a pattern, at a path in it. */
export interface PatternProblem {
  readonly code: string;
  readonly message: string;
  readonly fix?: string;
  readonly at: SourcePath;
}

/** A value inside a pattern with the path it was written at. */
export interface PatternValue {
  readonly value: unknown;
  readonly at: SourcePath;
  /** A named value was put in its place: what looks like a placeholder inside is plain text. */
  readonly isBound?: true;
}

/** Most problems reported of one pattern. */
const maxProblems = 20;

const placeholder = /^\{\{[ \t]*([A-Za-z_][A-Za-z0-9_-]*)[ \t]*\}\}$/;

/** Walks the values of a pattern: binds named values on the way and collects what is wrong. */
export class PatternReader {
  readonly #values: NamedValues;
  readonly #lexemeAt: (at: SourcePath) => string | undefined;
  readonly #problems: PatternProblem[] = [];

  constructor(values: NamedValues, lexemeAt: (at: SourcePath) => string | undefined) {
    this.#values = values;
    this.#lexemeAt = lexemeAt;
  }

  get problems(): readonly PatternProblem[] {
    return this.#problems;
  }

  refuse(code: string, message: string, at: SourcePath, fix?: string): undefined {
    if (this.#problems.length < maxProblems)
      this.#problems.push({ code, message, at, ...(fix !== undefined && { fix }) });
    return undefined;
  }

  /** The members of a list; one that is `{{name}}` is the value bound to it, and a list takes its place member by member. */
  members(list: readonly unknown[], { at, isBound }: Omit<PatternValue, 'value'>): readonly PatternValue[] {
    if (isBound) return list.map((value) => ({ value, at, isBound }));
    return list.flatMap((value, index) => {
      const bound = this.bound({ value, at: [...at, index] });
      if (!bound.isBound || !Array.isArray(bound.value)) return [bound];
      return (bound.value as readonly unknown[]).map((member) => ({ ...bound, value: member }));
    });
  }

  /** The value, or what is bound to it where it is `{{name}}`. */
  bound(written: PatternValue): PatternValue {
    const { value, at } = written;
    const name = typeof value === 'string' ? placeholder.exec(value)?.[1] : undefined;
    if (name === undefined) return written;
    if (Object.hasOwn(this.#values, name)) return { value: this.#values[name], at, isBound: true };
    const near = didYouMean(name, Object.keys(this.#values));
    const fix = near === undefined ? `add "${name}" to the rule's values` : `write {{${near}}}`;
    this.refuse('E-VALUE-UNKNOWN', `no value is named "${name}"`, at, fix);
    return { value: [], at, isBound: true };
  }

  /** The number, or its digits where no double holds them. */
  number(value: number, at: SourcePath): number | string {
    const lexeme = this.#lexemeAt(at);
    if (lexeme === undefined || !/^-?\d+$/.test(lexeme) || Number.isSafeInteger(value)) return value;
    return lexeme;
  }
}
