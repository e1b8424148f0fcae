import { type Parsed, type Problem, parseDuration } from '@trailhound/contracts';
import type { SourceDocument } from '../../source/source-document.js';

/** An action of a rule and how long after the alert it is due: the waits before it, added up. */
export interface ScheduledAction {
  readonly afterMs: number;
  /** What is done: `notify`, or whatever the rule calls it. */
  readonly name: string;
  /** What the rule says of it; for whoever carries it out to read. */
  readonly options: unknown;
}

/** The longest a rule may wait in all. */
export const maxWait = { text: '7d', ms: 7 * 86_400_000 } as const;

/**
 * Reads the actions of a rule, in order: `- wait: 10m` puts off what follows it, `- NAME: OPTIONS` or a bare `- NAME` is
 * something to do. Actions are carried in the alert as they are written; this is how they are read there and here.
 */
export function scheduleActions(actions: readonly unknown[]): Parsed<readonly ScheduledAction[]> {
  const { scheduled, refused } = readActions(actions);
  if (refused.length === 0) return { ok: true, value: scheduled };
  return { ok: false, problems: refused.map(({ index, message }) => problemOf(index, message)) };
}

/** What is wrong with the actions of a document, placed at each. */
export function actionProblems(document: SourceDocument, actions: readonly unknown[]): readonly Problem[] {
  return readActions(actions).refused.map(({ index, message }) => ({
    ...problemOf(index, message),
    place: document.placeOf(['actions', index]),
  }));
}

interface ReadActions {
  readonly scheduled: readonly ScheduledAction[];
  readonly refused: readonly { readonly index: number; readonly message: string }[];
}

function readActions(actions: readonly unknown[]): ReadActions {
  const scheduled: ScheduledAction[] = [];
  const refused: { readonly index: number; readonly message: string }[] = [];
  let afterMs = 0;
  for (const [index, action] of actions.entries()) {
    const [entry, ...others] = typeof action === 'string' ? [[action, null] as const] : entriesOf(action);
    if (entry === undefined || others.length > 0) {
      refused.push({ index, message: 'must be one name with its options, such as notify: secops or wait: 10m' });
      continue;
    }
    const [name, options] = entry;
    if (name !== 'wait') {
      scheduled.push({ afterMs, name, options });
      continue;
    }
    const waitMs = typeof options === 'string' ? parseDuration(options) : undefined;
    if (waitMs === undefined) refused.push({ index, message: 'must wait for a duration such as 90s, 10m or 24h' });
    else afterMs += waitMs;
    if (afterMs > maxWait.ms) refused.push({ index, message: `would wait longer than ${maxWait.text} in all` });
  }
  return { scheduled, refused };
}

function entriesOf(action: unknown): readonly (readonly [string, unknown])[] {
  return typeof action === 'object' && action !== null && !Array.isArray(action) ? Object.entries(action) : [];
}

function problemOf(index: number, message: string): Problem {
  return { code: 'RULE_BAD_VALUE', message: `actions[${index}] ${message}` };
}
