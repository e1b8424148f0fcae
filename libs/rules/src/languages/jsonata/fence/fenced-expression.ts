import jsonata from 'jsonata';
import type { NamedValues } from '../../language.js';
import { LinearRegExp } from './linear-regexp.js';

/** The limits of one evaluation. The first three say the same on every machine; the time is for what they do not see. */
export const limits = {
  /** Expressions inside one another, calls included. */
  stack: 200,
  /** Values of one sequence. */
  sequence: 10_000,
  /** Parts of the expression evaluated in all. */
  steps: 20_000,
  timeMs: 50,
  /** What exceeds the time is tried once more with this: a machine may have been busy with something else. */
  secondTimeMs: 500,
} as const;

/** Names of functions that are not to be had: they run text as code, or give another result each time. */
export const forbiddenFunctions: ReadonlySet<string> = new Set(['eval', 'random', 'shuffle']);

/** The outcome of a fenced evaluation. */
export type FencedResult =
  /** `value` is undefined where the expression has no result. */
  | { readonly kind: 'value'; readonly value: unknown }
  /** The expression cannot be evaluated on this input; `stopped` where a limit ended it. `message` names no value. */
  | { readonly kind: 'error'; readonly code: string; readonly stopped: boolean };

export interface FencedInput {
  readonly input: unknown;
  /** Bound to `$name`. */
  readonly values?: NamedValues;
  /** What `$now` and `$millis` tell, epoch milliseconds: the time of the event. Absent: asking for it is an error. */
  readonly nowMs?: number | undefined;
}

/** An expression behind the fence. */
export interface FencedExpression {
  /**
   * Evaluates the expression. Never rejects. One built-in working long on one value is not interrupted: run this where
   * it can be killed, as `adapter-worker` does.
   */
  evaluate(on: FencedInput): Promise<FencedResult>;
}

const stoppingCodes: ReadonlySet<string> = new Set(['D1011', 'D1012', 'D2014', 'D2015', 'steps']);
const entry = Symbol.for('jsonata.__evaluate_entry');

/** Prepares an expression for evaluation within the limits. Throws what jsonata throws for a text that is none. */
export function fencedExpression(source: string): FencedExpression {
  const first = compiled(source, limits.timeMs);
  let second: jsonata.Expression | undefined;
  return {
    async evaluate(on) {
      const result = await run(first, on);
      if (result.kind === 'value' || result.code !== 'D1012') return result;
      second ??= compiled(source, limits.secondTimeMs);
      return run(second, on);
    },
  };
}

function compiled(source: string, timeout: number): jsonata.Expression {
  const { stack, sequence } = limits;
  // jsonata asks of a RegExp no more than LinearRegExp has.
  const RegexEngine = LinearRegExp as unknown as RegExpConstructor;
  return jsonata(source, { timeout, stack, sequence, RegexEngine });
}

async function run(expression: jsonata.Expression, on: FencedInput): Promise<FencedResult> {
  let steps = 0;
  // The hook is read by a symbol, which no expression can name or rebind.
  expression.assign(entry as unknown as string, () => {
    steps += 1;
    if (steps > limits.steps) throw new Refusal('steps');
  });
  try {
    const value: unknown = await expression.evaluate(on.input, { ...on.values, ...clock(on.nowMs), ...forbidden });
    return { kind: 'value', value };
  } catch (error) {
    const code = codeOf(error);
    return { kind: 'error', code, stopped: stoppingCodes.has(code) };
  }
}

class Refusal extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

const forbidden = Object.fromEntries(
  [...forbiddenFunctions].map((name) => [
    name,
    () => {
      throw new Refusal('forbidden');
    },
  ]),
);

const formatTime = jsonata('$fromMillis($ms, $picture, $timezone)');

function clock(nowMs: number | undefined) {
  const millis = () => {
    if (nowMs === undefined) throw new Refusal('no-event-time');
    return nowMs;
  };
  return {
    millis,
    now: (picture?: string, timezone?: string) => formatTime.evaluate({}, { ms: millis(), picture, timezone }),
  };
}

/** jsonata's own code (`T2009`), or the class of what else was thrown; never a text that may hold a value. */
function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string')
    return error.code;
  return error instanceof RangeError ? 'D1011' : 'failed';
}

/** `$boolean(value)`: the truth of a condition's result. Empty, zero, null, missing, and lists of nothing else are false. */
export function isTrue(value: unknown): boolean {
  if (value === null || value === undefined || typeof value === 'function') return false;
  if (Array.isArray(value)) return value.some(isTrue);
  if (typeof value === 'object') return !isFunction(value) && Object.keys(value).length > 0;
  return Boolean(value);
}

function isFunction(value: object): boolean {
  return Object.hasOwn(value, '_jsonata_lambda') || Object.hasOwn(value, '_jsonata_function');
}

/** A result as text, for titles: a text as it is, nothing as the empty text, everything else as JSON. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined ? '' : (JSON.stringify(value) ?? '');
}

/** A result as JSON. Undefined where it is none: nothing, a function, or a number JSON cannot hold, also inside of it. */
export function asJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value, (_key, member: unknown) => {
      if (typeof member === 'function' || (typeof member === 'number' && !Number.isFinite(member))) throw noJson;
      if (typeof member === 'object' && member !== null && isFunction(member)) throw noJson;
      return member;
    });
  } catch {
    return undefined;
  }
}

const noJson = new TypeError('no JSON');
