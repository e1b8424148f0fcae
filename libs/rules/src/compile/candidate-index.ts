import { viewOf } from '@trailhound/cloudtrail';
import { type CompiledCondition, compileCondition } from '../condition/compile-condition.js';
import type { Rule } from '../rule.js';
import { projectCondition } from './project-condition.js';
import { explainPlan } from './rule-plan.js';

/** Most pairs of event name and source whose candidates are remembered; AWS has about 20 000 in all. */
const maxRememberedPairs = 32_768;

interface Entry<T> {
  readonly order: number;
  readonly item: T;
  readonly mayMatch: CompiledCondition;
}

/**
 * Finds the rules that can match a record by its event name and source alone. Rules that prove their event names or
 * sources are found by them; what is found is narrowed by all a rule says of both, once a pair, and remembered.
 */
export class CandidateIndex<T extends { readonly rule: Rule }> {
  readonly #exact = { eventName: new Map<string, Entry<T>[]>(), eventSource: new Map<string, Entry<T>[]>() };
  readonly #folded = { eventName: new Map<string, Entry<T>[]>(), eventSource: new Map<string, Entry<T>[]>() };
  readonly #scanned: Entry<T>[] = [];
  /** By event source, then event name: looking a pair up makes no text of the two. */
  readonly #remembered = new Map<string, Map<string, readonly T[]>>();
  #pairs = 0;

  /** `items` in the order their rules are reported in; disabled rules are left out. */
  constructor(items: readonly T[]) {
    for (const [order, item] of items.entries()) this.#add(order, item);
  }

  /** The rules a record with this event name and source can match, in the order given; exact in what it leaves out. */
  candidates(eventName: string, eventSource: string): readonly T[] {
    const known = this.#remembered.get(eventSource)?.get(eventName);
    if (known !== undefined) return known;
    const found = this.#find(eventName, eventSource);
    this.#remember(eventName, eventSource, found);
    return found;
  }

  #remember(eventName: string, eventSource: string, found: readonly T[]): void {
    if (this.#pairs >= maxRememberedPairs) {
      this.#remembered.clear();
      this.#pairs = 0;
    }
    this.#pairs += 1;
    const ofSource = this.#remembered.get(eventSource);
    if (ofSource === undefined) this.#remembered.set(eventSource, new Map([[eventName, found]]));
    else ofSource.set(eventName, found);
  }

  #add(order: number, item: T): void {
    const { bucket, values, foldedValues } = explainPlan(item.rule);
    const entry = { order, item, mayMatch: compileCondition(projectCondition(item.rule.condition)) };
    switch (bucket) {
      case 'eventName':
      case 'eventSource':
        for (const value of values) append(this.#exact[bucket], value, entry);
        for (const value of foldedValues) append(this.#folded[bucket], value, entry);
        return;
      case 'scan':
        this.#scanned.push(entry);
        return;
      case 'never':
      case 'disabled':
        return;
      default:
        bucket satisfies never;
    }
  }

  #find(eventName: string, eventSource: string): readonly T[] {
    const view = viewOf({ eventName, eventSource });
    const found = new Set([
      ...(this.#exact.eventName.get(eventName) ?? []),
      ...(this.#folded.eventName.get(eventName.toLowerCase()) ?? []),
      ...(this.#exact.eventSource.get(eventSource) ?? []),
      ...(this.#folded.eventSource.get(eventSource.toLowerCase()) ?? []),
      ...this.#scanned,
    ]);
    return [...found]
      .filter(({ mayMatch }) => mayMatch(view) !== 'no-match')
      .sort((a, b) => a.order - b.order)
      .map(({ item }) => item);
  }
}

function append<T>(map: Map<string, Entry<T>[]>, key: string, entry: Entry<T>): void {
  const entries = map.get(key);
  if (entries === undefined) map.set(key, [entry]);
  else entries.push(entry);
}
