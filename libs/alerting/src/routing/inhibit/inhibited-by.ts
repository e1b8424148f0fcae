import { type Alert, canonicalJson, sha256Hex } from '@trailhound/contracts';
import { groupValues } from '../hold/group-values.js';
import type { Routing } from '../route.js';
import { matchesAlert } from '../route-match.js';
import type { Inhibition } from './inhibition.js';

/** Under what a root is remembered, and when it happened. */
export interface RootKey {
  readonly key: string;
  /** Of its first event, epoch milliseconds. */
  readonly atMs: number;
}

/** Where the roots of a consequence are found: one of them under one of the keys, with a time in the span, mutes it. */
export interface RootSpan {
  /** Of the inhibition, else its place: `routing.inhibit[0]`. */
  readonly inhibition: string;
  readonly keys: readonly string[];
  /** Both included, epoch milliseconds. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** Under what an alert told to a destination is remembered as a root; empty where it mutes nothing. */
export function rootKeys(alert: Alert, destination: string, routing: Routing): readonly RootKey[] {
  const atMs = Date.parse(alert.firstEventTime);
  return named(routing).flatMap(([inhibition, name]) => {
    const equal = equalValues(alert, inhibition);
    if (!equal || !Number.isFinite(atMs) || !matchesAlert(alert, inhibition.source, routing.environments)) return [];
    const side = matchesAlert(alert, inhibition.target, routing.environments) ? 'both' : 'source';
    return [{ key: keyOf(name, destination, equal, side), atMs }];
  });
}

/**
 * What mutes an alert at a destination. Only roots that are told there do, so that nobody is left who hears of neither; and
 * of alerts that are on both sides of an inhibition none mutes the other, or all of them would be silent.
 */
export function inhibitedBy(alert: Alert, destination: string, routing: Routing): readonly RootSpan[] {
  const toMs = Date.parse(alert.firstEventTime);
  return consequenceOf(alert, routing).flatMap(([inhibition, name]) => {
    const equal = equalValues(alert, inhibition);
    if (!equal) return [];
    const isRoot = matchesAlert(alert, inhibition.source, routing.environments);
    const sides = isRoot ? (['source'] as const) : (['source', 'both'] as const);
    const keys = sides.map((side) => keyOf(name, destination, equal, side));
    return [{ inhibition: name, keys, fromMs: toMs - inhibition.within, toMs }];
  });
}

/** How long an alert waits for a root, milliseconds; 0 where nothing mutes it. */
export function rootWaitMs(alert: Alert, routing: Routing): number {
  return Math.max(0, ...consequenceOf(alert, routing).map(([{ wait }]) => wait));
}

function consequenceOf(alert: Alert, routing: Routing): readonly (readonly [Inhibition, string])[] {
  if (!Number.isFinite(Date.parse(alert.firstEventTime))) return [];
  return named(routing).filter(
    ([inhibition]) =>
      matchesAlert(alert, inhibition.target, routing.environments) && equalValues(alert, inhibition) !== undefined,
  );
}

function named({ inhibit }: Routing): readonly (readonly [Inhibition, string])[] {
  return inhibit.map((inhibition, at) => [inhibition, inhibition.name ?? `routing.inhibit[${at}]`]);
}

/** Undefined where the alert lacks one: two that both know nothing have nothing in common. */
function equalValues(alert: Alert, { equal }: Inhibition): readonly (readonly [string, string])[] | undefined {
  const values: (readonly [string, string])[] = [];
  for (const [field, value] of Object.entries(groupValues(alert, equal))) {
    if (value === null) return undefined;
    values.push([field, value]);
  }
  return values.length > 0 ? values.sort(([a], [b]) => (a < b ? -1 : 1)) : undefined;
}

function keyOf(
  inhibition: string,
  destination: string,
  equal: readonly (readonly [string, string])[],
  side: 'source' | 'both',
): string {
  return sha256Hex(canonicalJson(['v1', inhibition, destination, equal, side])).slice(0, 40);
}
