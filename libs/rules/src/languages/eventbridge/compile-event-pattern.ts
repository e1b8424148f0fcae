import { type RecordView, type Root, resolverOf } from '@trailhound/cloudtrail';
import type { Problem } from '@trailhound/contracts';
import { checkCondition } from '../../condition/check-condition.js';
import { compileCondition } from '../../condition/compile-condition.js';
import type { NamedValues } from '../language.js';
import { lowerPattern } from './lower-pattern.js';
import { readPattern } from './read-pattern.js';

export type CompiledEventPattern =
  | { readonly ok: true; readonly matches: (event: unknown) => boolean }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * An event pattern ready to be held against events as EventBridge delivers them, envelope and all. `pattern` is plain
 * data. Problems have the codes of docs/reference/errors.md; their messages name the field.
 */
export function compileEventPattern(pattern: unknown, values: NamedValues = {}): CompiledEventPattern {
  const read = readPattern(pattern, values);
  const { condition, problems: unmeant } = lowerPattern(read.pattern);
  const found = [...read.problems, ...unmeant];
  if (found.length > 0) return { ok: false, problems: found.map(({ at: _, ...problem }) => problem) };
  const refused = checkCondition(condition).map(({ span: _, ...problem }) => problem);
  if (refused.length > 0) return { ok: false, problems: refused };
  const run = compileCondition(condition);
  return { ok: true, matches: (event) => run(eventView(event)) === 'match' };
}

/** The event as it came, its `detail` as the record. */
function eventView(event: unknown): RecordView {
  const root = (name: Root): unknown => {
    switch (name) {
      case 'envelope':
        return event;
      case 'record':
        return typeof event === 'object' && event !== null && Object.hasOwn(event, 'detail')
          ? (event as { detail: unknown }).detail
          : undefined;
      case 'enriched':
        return {};
      default:
        return name satisfies never;
    }
  };
  return { root, resolve: (path) => resolverOf(path)(root(path.root)) };
}
