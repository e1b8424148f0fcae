import { isJsonObject, type JsonObject, own } from '@trailhound/cloudtrail';
import type { Problem } from '@trailhound/contracts';
import type { SourceDocument, SourcePath } from '../../../source/source-document.js';
import { valueAt } from '../../../source/value-at.js';

/** Reads an alert definition of another product, collecting what is wrong with it and what cannot be said here. */
export class Definition {
  readonly document: SourceDocument;
  readonly problems: Problem[] = [];
  readonly #product: string;

  /** `product` names it in messages: `Coralogix`. */
  constructor(document: SourceDocument, product: string) {
    this.document = document;
    this.#product = product;
  }

  at(path: SourcePath): unknown {
    const value = valueAt(this.document.value, path);
    return value === null ? undefined : value;
  }

  /** The text at `path`; undefined where nothing, or nothing else than text, stands. Anything else is a problem. */
  text(path: SourcePath): string | undefined {
    const value = this.at(path);
    if (value === undefined || typeof value === 'string') return value === '' ? undefined : value;
    return this.#refuseKind(path, 'text');
  }

  /** A number, or a text that spells one, as some exports write them. */
  number(path: SourcePath): number | undefined {
    const value = this.at(path);
    const number = typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
    if (number === undefined || typeof number === 'number') return number;
    return this.#refuseKind(path, 'a number');
  }

  boolean(path: SourcePath): boolean | undefined {
    const value = this.at(path);
    if (value === undefined || typeof value === 'boolean') return value;
    return this.#refuseKind(path, 'true or false');
  }

  object(path: SourcePath): JsonObject | undefined {
    const value = this.at(path);
    if (value === undefined || isJsonObject(value)) return value;
    return this.#refuseKind(path, 'a mapping');
  }

  /** The paths of the items of a list; of a single value where no list stands, as these products allow. */
  items(path: SourcePath): readonly SourcePath[] {
    const value = this.at(path);
    if (value === undefined || value === '') return [];
    return Array.isArray(value) ? value.map((_, index) => [...path, index]) : [path];
  }

  /** Paths of those keys that say something: not absent, empty, false. */
  saying(path: SourcePath, ...keys: readonly string[]): readonly SourcePath[] {
    return keys.map((key) => [...path, key]).filter((found) => saysSomething(this.at(found)));
  }

  /** The name of one of several forms: the keys of the object at `path` that are among `names`. */
  keysAmong(path: SourcePath, names: readonly string[]): readonly string[] {
    const value = this.at(path);
    return names.filter((name) => own(value, name) !== undefined);
  }

  missing(path: SourcePath, fix?: string): void {
    const message = `${path.join('.')} is missing`;
    this.problems.push({ code: 'RULE_MISSING_KEY', message, ...(fix && { fix }), place: this.document.placeOf(path) });
  }

  /** Says that something works there and not here. */
  refuse(path: SourcePath, what: string, fix: string): void {
    const message = `${what} of ${this.#product} is not available here (${path.join('.')})`;
    this.problems.push({ code: 'RULE_IMPORT', message, fix, place: this.document.placeOf(path) });
  }

  #refuseKind(path: SourcePath, kind: string): undefined {
    const message = `${path.join('.')} must be ${kind}`;
    this.problems.push({ code: 'RULE_BAD_VALUE', message, place: this.document.placeOf(path) });
    return undefined;
  }
}

function saysSomething(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '') return false;
  if (typeof value !== 'object') return true;
  return Object.values(value).some(saysSomething);
}
