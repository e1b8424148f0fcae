import { type CompiledCondition, compileCondition } from '../condition/compile-condition.js';
import type { Condition, Outcome } from '../condition/condition.js';
import { conditionKey } from '../condition/condition-key.js';
import { cheapFirst } from './evaluation-cost.js';

/**
 * Compiles the conditions of a rule set so that what several of them ask is asked once a record: equal parts are one
 * closure that remembers its outcome until {@link SharedConditions.beginRecord}.
 */
export class SharedConditions {
  readonly #uses = new Map<string, number>();
  readonly #compiled = new Map<string, CompiledCondition>();
  #record = 0;

  /** `conditions` are all that will be compiled, in the normal form of `simplifyCondition`. */
  constructor(conditions: Iterable<Condition>) {
    for (const condition of conditions) this.#count(condition);
  }

  /** Forgets the outcomes remembered: the next record is another one. */
  beginRecord(): void {
    this.#record += 1;
  }

  compile(condition: Condition): CompiledCondition {
    const key = conditionKey(condition);
    if ((this.#uses.get(key) ?? 0) < 2) return this.#compileAlone(condition);
    const known = this.#compiled.get(key);
    if (known !== undefined) return known;
    const shared = this.#remembering(this.#compileAlone(condition));
    this.#compiled.set(key, shared);
    return shared;
  }

  #compileAlone(condition: Condition): CompiledCondition {
    return compileCondition(cheapFirst(condition), (part) => this.compile(part));
  }

  /** Counts a part once for every compound it stands in: the parts of a shared compound are reached through it. */
  #count(condition: Condition): void {
    const key = conditionKey(condition);
    const before = this.#uses.get(key) ?? 0;
    this.#uses.set(key, before + 1);
    if (before > 0) return;
    if (condition.kind === 'and' || condition.kind === 'or') for (const part of condition.of) this.#count(part);
    else if (condition.kind === 'not') this.#count(condition.of);
    else if (condition.kind === 'ext' && condition.guard !== undefined) this.#count(condition.guard);
  }

  #remembering(compiled: CompiledCondition): CompiledCondition {
    let knownFor = -1;
    let outcome: Outcome = 'no-match';
    return (record) => {
      if (knownFor !== this.#record) {
        outcome = compiled(record);
        knownFor = this.#record;
      }
      return outcome;
    };
  }
}
