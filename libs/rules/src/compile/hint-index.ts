import { viewOf } from '@trailhound/cloudtrail';
import { type CompiledCondition, compileCondition } from '../condition/compile-condition.js';
import type { Rule } from '../rule.js';
import { projectCondition } from './project-condition.js';
import { boundOf, isNever } from './value-bound.js';

/** Most pairs of event name and source whose answer is remembered; AWS has about 20 000 in all. */
const maxRememberedPairs = 32_768;

/** Answers from an event name and source alone whether some rule may match, or be in error on, a record that has them. */
export class HintIndex {
  readonly #exact = { eventName: new Map<string, Rule[]>(), eventSource: new Map<string, Rule[]>() };
  readonly #folded = { eventName: new Map<string, Rule[]>(), eventSource: new Map<string, Rule[]>() };
  readonly #others: Rule[] = [];
  readonly #projected = new Map<Rule, CompiledCondition>();
  /** By event source, then event name: looking a pair up makes no text of the two. */
  readonly #remembered = new Map<string, Map<string, boolean>>();
  #pairs = 0;

  add(rule: Rule): void {
    const { condition } = rule;
    const bounds = { eventName: boundOf(condition, 'eventName'), eventSource: boundOf(condition, 'eventSource') };
    if (isNever(bounds.eventName) || isNever(bounds.eventSource)) return;
    const member = bounds.eventName === undefined ? 'eventSource' : 'eventName';
    const bound = bounds[member];
    if (bound === undefined) {
      this.#others.push(rule);
      return;
    }
    for (const value of bound.exact) append(this.#exact[member], value, rule);
    for (const value of bound.folded) append(this.#folded[member], value, rule);
  }

  mayMatch(eventName: string, eventSource: string): boolean {
    const known = this.#remembered.get(eventSource)?.get(eventName);
    if (known !== undefined) return known;
    const found = this.#find(eventName, eventSource);
    this.#remember(eventName, eventSource, found);
    return found;
  }

  #remember(eventName: string, eventSource: string, found: boolean): void {
    if (this.#pairs >= maxRememberedPairs) {
      this.#remembered.clear();
      this.#pairs = 0;
    }
    this.#pairs += 1;
    const ofSource = this.#remembered.get(eventSource);
    if (ofSource === undefined) this.#remembered.set(eventSource, new Map([[eventName, found]]));
    else ofSource.set(eventName, found);
  }

  #find(eventName: string, eventSource: string): boolean {
    const view = viewOf({ eventName, eventSource });
    const candidates = [
      this.#exact.eventName.get(eventName),
      this.#folded.eventName.get(eventName.toLowerCase()),
      this.#exact.eventSource.get(eventSource),
      this.#folded.eventSource.get(eventSource.toLowerCase()),
      this.#others,
    ];
    return candidates.some((rules) => rules?.some((rule) => this.#projectedOf(rule)(view) !== 'no-match'));
  }

  #projectedOf(rule: Rule): CompiledCondition {
    const known = this.#projected.get(rule);
    if (known !== undefined) return known;
    const compiled = compileCondition(projectCondition(rule.condition));
    this.#projected.set(rule, compiled);
    return compiled;
  }
}

function append(map: Map<string, Rule[]>, key: string, rule: Rule): void {
  const rules = map.get(key);
  if (rules === undefined) map.set(key, [rule]);
  else rules.push(rule);
}
