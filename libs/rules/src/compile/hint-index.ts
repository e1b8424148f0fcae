import { viewOf } from '@trailhound/cloudtrail';
import { type CompiledCondition, compileCondition } from '../condition/compile-condition.js';
import type { Condition } from '../condition/condition.js';
import { projectCondition } from './project-condition.js';
import type { RuleMembers } from './rule-members.js';
import { boundOf, isNever } from './value-bound.js';

/** Most pairs of event name and source whose answer is remembered; AWS has about 20 000 in all. */
const maxRememberedPairs = 32_768;

interface HintedCondition {
  readonly number: number;
  readonly condition: Condition;
  projected?: CompiledCondition;
}

/**
 * Answers from an event name and source alone which conditions may match, or be in error on, a record that has them.
 * Conditions may come at any time.
 */
export class HintIndex {
  readonly #exact = {
    eventName: new Map<string, HintedCondition[]>(),
    eventSource: new Map<string, HintedCondition[]>(),
  };
  readonly #folded = {
    eventName: new Map<string, HintedCondition[]>(),
    eventSource: new Map<string, HintedCondition[]>(),
  };
  readonly #others: HintedCondition[] = [];

  /** `number`: of the condition in its program. */
  add(number: number, condition: Condition): void {
    const bounds = { eventName: boundOf(condition, 'eventName'), eventSource: boundOf(condition, 'eventSource') };
    if (isNever(bounds.eventName) || isNever(bounds.eventSource)) return;
    const hinted = { number, condition };
    const member = bounds.eventName === undefined ? 'eventSource' : 'eventName';
    const bound = bounds[member];
    if (bound === undefined) {
      this.#others.push(hinted);
      return;
    }
    for (const value of bound.exact) append(this.#exact[member], value, hinted);
    for (const value of bound.folded) append(this.#folded[member], value, hinted);
  }

  /** Whether one of the conditions that `members` has may match, or be in error. */
  mayMatch(eventName: string, eventSource: string, members: RuleMembers): boolean {
    const view = viewOf({ eventName, eventSource });
    const candidates = [
      this.#exact.eventName.get(eventName),
      this.#folded.eventName.get(eventName.toLowerCase()),
      this.#exact.eventSource.get(eventSource),
      this.#folded.eventSource.get(eventSource.toLowerCase()),
      this.#others,
    ];
    return candidates.some((conditions) =>
      conditions?.some((hinted) => members.has(hinted.number) && projectedOf(hinted)(view) !== 'no-match'),
    );
  }
}

/** The same answers for the rules of one set, remembered. */
export class HintAnswers {
  readonly #index: HintIndex;
  readonly #members: RuleMembers;
  /** By event source, then event name: looking a pair up makes no text of the two. */
  readonly #remembered = new Map<string, Map<string, boolean>>();
  #pairs = 0;

  constructor(index: HintIndex, members: RuleMembers) {
    this.#index = index;
    this.#members = members;
  }

  mayMatch(eventName: string, eventSource: string): boolean {
    const known = this.#remembered.get(eventSource)?.get(eventName);
    if (known !== undefined) return known;
    const found = this.#index.mayMatch(eventName, eventSource, this.#members);
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
}

function projectedOf(hinted: HintedCondition): CompiledCondition {
  hinted.projected ??= compileCondition(projectCondition(hinted.condition));
  return hinted.projected;
}

function append(map: Map<string, HintedCondition[]>, key: string, hinted: HintedCondition): void {
  const conditions = map.get(key);
  if (conditions === undefined) map.set(key, [hinted]);
  else conditions.push(hinted);
}
