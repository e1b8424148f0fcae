import { didYouMean } from './did-you-mean.js';
import { formatDuration, parseDuration } from './duration.js';

/** What a later message counts: records of these names, with the alert's own values in these fields. */
export interface Summarise {
  readonly eventNames: readonly string[];
  readonly groupBy: readonly string[];
}

/** A message that a rule itself asks for. */
export interface NotifyAction {
  /** Where it stands in the rule's `actions`, from 0. */
  readonly index: number;
  /** How long after the alert fired it is due, milliseconds: the waits before it, added up. */
  readonly afterMs: number;
  readonly destination: string;
  readonly summarise?: Summarise;
}

/** Something in `actions` that cannot be meant. */
export interface RefusedAction {
  /** Where, inside `actions`. */
  readonly at: readonly (string | number)[];
  /** A sentence behind the name of the place. */
  readonly message: string;
}

export interface ReadActions {
  readonly notify: readonly NotifyAction[];
  readonly refused: readonly RefusedAction[];
}

/** The longest a rule may wait in all. */
export const maxWait = { text: '7d', ms: 7 * 86_400_000 } as const;
const maxNotify = 20;
const maxEventNames = 20;
const maxGroupBy = 5;
const maxNameChars = 128;

const names = ['notify', 'wait', 'summarise'];

/**
 * Reads the actions of a rule, in order: `wait: 10m` puts off what follows it, `notify: NAME` tells a destination. An alert
 * carries them as they were written, so this is how matcher, notifier and command all read them. What is refused is left
 * out, and its place and reason are told.
 */
export function readActions(actions: readonly unknown[]): ReadActions {
  const notify: NotifyAction[] = [];
  const refused: RefusedAction[] = [];
  const refuse = (at: readonly (string | number)[], message: string): void => void refused.push({ at, message });
  let afterMs = 0;
  let isWaitOpen = false;
  for (const [index, action] of actions.entries()) {
    if (!isMapping(action)) {
      refuse([index], 'must be notify: DESTINATION or wait: DURATION, such as wait: 10m');
      continue;
    }
    const unknown = Object.keys(action).find((name) => !names.includes(name));
    if (unknown !== undefined) {
      const near = didYouMean(unknown, names);
      refuse(
        [index, unknown],
        `is no action; ${near === undefined ? 'there are notify and wait' : `did you mean ${near}?`}`,
      );
    } else if (Object.hasOwn(action, 'wait')) {
      const waitMs = typeof action['wait'] === 'string' ? parseDuration(action['wait']) : undefined;
      if (Object.keys(action).length > 1) refuse([index], 'must be a wait or a notify, not both: write two entries');
      else if (waitMs === undefined) refuse([index, 'wait'], 'must be a duration such as 90s, 10m or 24h');
      else if (afterMs + waitMs > maxWait.ms) refuse([index, 'wait'], `would wait longer than ${maxWait.text} in all`);
      else {
        afterMs += waitMs;
        isWaitOpen = true;
      }
    } else {
      const read = notifyOf(action, index, afterMs, refuse);
      if (read !== undefined && notify.length >= maxNotify)
        refuse([index], `is one more than the ${maxNotify} a rule may send`);
      else if (read !== undefined) notify.push(read);
      isWaitOpen = false;
    }
  }
  if (isWaitOpen) refuse([actions.length - 1], 'waits, and then nothing follows');
  return { notify, refused };
}

type Refuse = (at: readonly (string | number)[], message: string) => void;

function notifyOf(
  { notify, summarise }: Readonly<Record<string, unknown>>,
  index: number,
  afterMs: number,
  refuse: Refuse,
): NotifyAction | undefined {
  if (!isName(notify)) {
    refuse([index, 'notify'], 'must be the name of a destination');
    return undefined;
  }
  if (summarise === undefined) return { index, afterMs, destination: notify };
  if (afterMs === 0) {
    refuse([index, 'summarise'], 'must come after a wait: nothing has happened yet');
    return undefined;
  }
  const read = summariseOf(summarise, index, refuse);
  return read && { index, afterMs, destination: notify, summarise: read };
}

function summariseOf(summarise: unknown, index: number, refuse: Refuse): Summarise | undefined {
  const at = [index, 'summarise'];
  if (!isMapping(summarise)) {
    refuse(at, 'must be a mapping with eventNames, and groupBy if wanted');
    return undefined;
  }
  const { eventNames, groupBy = [] } = summarise;
  const unknown = Object.keys(summarise).find((name) => name !== 'eventNames' && name !== 'groupBy');
  if (unknown !== undefined) refuse([...at, unknown], 'is unknown: there are eventNames and groupBy');
  const isNamed = Array.isArray(eventNames) && eventNames.length > 0;
  const hasNames = isNamed && eventNames.length <= maxEventNames && eventNames.every(isName);
  const hasGroup = Array.isArray(groupBy) && groupBy.length <= maxGroupBy && groupBy.every(isName);
  if (!hasNames) refuse([...at, 'eventNames'], `must be a list of 1 to ${maxEventNames} event names`);
  if (!hasGroup) refuse([...at, 'groupBy'], `must be a list of at most ${maxGroupBy} fields`);
  if (!hasNames || !hasGroup || unknown !== undefined) return undefined;
  return { eventNames: [...new Set<string>(eventNames)], groupBy: [...new Set<string>(groupBy)] };
}

/** What a rule's actions come to, a line each, for people: `after 10m: notify soc, with a count of …`. */
export function actionLines(actions: readonly unknown[]): readonly string[] {
  return readActions(actions).notify.map(({ afterMs, destination, summarise }) => {
    const when = afterMs === 0 ? 'at once' : `after ${formatDuration(afterMs)}`;
    if (summarise === undefined) return `${when}: notify ${destination}`;
    const by = ['account', 'region', ...summarise.groupBy].join(', ');
    return `${when}: notify ${destination}, with a count of ${summarise.eventNames.join(', ')} with the same ${by}`;
  });
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= maxNameChars;
}
