import { didYouMean, type Parsed, type Problem } from '@trailhound/contracts';
import { type FailpointAction, type FailpointName, failpointActions, failpointDocs } from './failpoint-names.js';

/** What is to happen at a point. */
export interface Failpoint {
  readonly name: FailpointName;
  /** Times the point is passed before anything happens. */
  readonly after: number;
  /** Times it happens; then the point is passed again. */
  readonly times: number;
  readonly action: FailpointAction;
  /** Milliseconds, for `slow` and `stall`; 0 for the others. */
  readonly ms: number;
}

const names = Object.keys(failpointDocs) as FailpointName[];
const actions = Object.keys(failpointActions) as FailpointAction[];
const example = 'write POINT[:after=N][:times=N]:ACTION, such as M4:after=37:kill or M1:stall:20000';

/** Reads `TRAILHOUND_FAILPOINT`: points divided by commas. A name or action that does not exist is a problem. */
export function parseFailpoints(text: string): Parsed<readonly Failpoint[]> {
  const failpoints: Failpoint[] = [];
  const problems: Problem[] = [];
  for (const one of text.split(',').map((part) => part.trim())) {
    if (one === '') continue;
    const read = parseFailpoint(one);
    if (typeof read === 'string') problems.push(problem(read, example));
    else if ('fix' in read) problems.push(problem(read.message, read.fix));
    else failpoints.push(read);
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: failpoints };
}

function parseFailpoint(text: string): Failpoint | string | { readonly message: string; readonly fix: string } {
  const [first = '', ...rest] = text.split(':');
  const name = names.find((known) => known === first);
  if (name === undefined) return unknown('failpoint', first, names);
  let [after, times] = [0, 1];
  while (rest[0]?.includes('=')) {
    const option = rest.shift() ?? '';
    const [, key, number] = /^(after|times)=(\d{1,9})$/.exec(option) ?? [];
    if (key === undefined) return `${text}: ${option} is neither after=N nor times=N`;
    if (key === 'after') after = Number(number);
    else times = Number(number);
  }
  const [given = '', ms, ...more] = rest;
  const action = actions.find((known) => known === given);
  if (action === undefined) return unknown('action', given, actions);
  const isTimed = action === 'slow' || action === 'stall';
  if (more.length > 0 || (ms !== undefined && !isTimed)) return `${text}: nothing may stand behind ${action}`;
  if (isTimed && !/^\d{1,7}$/.test(ms ?? '')) return `${text}: ${action} needs milliseconds, as in ${action}:500`;
  return { name, after, times, action, ms: Number(ms ?? 0) };
}

function unknown(what: string, given: string, known: readonly string[]): { message: string; fix: string } {
  const near = didYouMean(given, known);
  return {
    message: `there is no ${what} ${given === '' ? '(empty)' : given}`,
    fix: near === undefined ? `write one of ${known.join(', ')}` : `write ${near}`,
  };
}

function problem(message: string, fix: string): Problem {
  return { code: 'FAILPOINT_INVALID', message: `TRAILHOUND_FAILPOINT: ${message}`, fix };
}
