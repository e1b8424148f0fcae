import { RE2JS } from 're2js';

/** Longest pattern a rule may carry, in UTF-16 code units. */
export const maxRegexLength = 4096;
/** Largest compiled program, in instructions; with {@link maxRegexInput} it bounds the work of one test. */
export const maxRegexProgram = 2000;
/** Longest text a pattern looks at, in UTF-16 code units; the rest is not searched. */
export const maxRegexInput = 64 * 1024;

/** A pattern that runs in time linear in its input. */
export interface LinearRegex {
  /** Whether the pattern matches somewhere in the text. */
  search(text: string): boolean;
  /** Whether the pattern matches the whole text. */
  full(text: string): boolean;
}

export type RegexResult =
  | { readonly ok: true; readonly regex: LinearRegex }
  | { readonly ok: false; readonly message: string; readonly fix?: string };

/**
 * Compiles a pattern of RE2 syntax (https://github.com/google/re2/wiki/Syntax) with flags of `i`, `m`, `s`. Refuses what
 * cannot run in linear time (lookaround, backreferences) and what is too large.
 */
export function compileRegex(source: string, flags: string): RegexResult {
  if (source.length > maxRegexLength) {
    const message = `the pattern is ${source.length} characters long; at most ${maxRegexLength} are allowed`;
    return { ok: false, message, fix: 'list literal values with "in" or split the rule' };
  }
  const name = `${flags}/${source}`;
  const before = latest.get(name);
  if (before !== undefined) return before;
  const result = compileNew(source, flags);
  const [oldest] = latest.keys();
  if (latest.size === maxLatest && oldest !== undefined) latest.delete(oldest);
  latest.set(name, result);
  return result;
}

// A pattern is checked before it is compiled, and often stands in many rules.
const latest = new Map<string, RegexResult>();
const maxLatest = 64;

function compileNew(source: string, flags: string): RegexResult {
  try {
    const compiled = RE2JS.compile(source, flagBits(flags));
    const size = compiled.programSize();
    if (size > maxRegexProgram) {
      const message = `the pattern compiles to ${size} instructions; at most ${maxRegexProgram} are allowed`;
      return { ok: false, message, fix: 'use smaller repeat counts' };
    }
    return {
      ok: true,
      regex: { search: (text) => compiled.test(cut(text)), full: (text) => compiled.testExact(cut(text)) },
    };
  } catch (error) {
    return { ok: false, ...refusal(source, error) };
  }
}

function cut(text: string): string {
  return text.length > maxRegexInput ? text.slice(0, maxRegexInput) : text;
}

function flagBits(flags: string): number {
  let bits = 0;
  for (const flag of flags) {
    if (flag === 'i') bits |= RE2JS.CASE_INSENSITIVE;
    else if (flag === 'm') bits |= RE2JS.MULTILINE;
    else if (flag === 's') bits |= RE2JS.DOTALL;
    else throw new SyntaxError(`unknown flag "${flag}"; flags are i, m, s`);
  }
  return bits;
}

function refusal(source: string, error: unknown): { readonly message: string; readonly fix?: string } {
  const lookaround = /\(\?<?[=!]/.exec(source)?.[0];
  if (lookaround !== undefined) {
    const message = `lookaround "${lookaround}" cannot run in linear time`;
    return { message, fix: 'combine two conditions with "and" and "not" instead' };
  }
  const backreference = /(?<!\\)(?:\\\\)*\\(?:[1-9]|k<)/.exec(source)?.[0];
  if (backreference !== undefined) {
    return { message: `backreference "${backreference}" cannot run in linear time`, fix: 'write the text out twice' };
  }
  const reason = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error);
  return { message: `the pattern is no valid RE2 expression: ${reason.slice(0, 200)}` };
}
