import { RE2JS } from 're2js';
import { maxRegexInput } from '../../../condition/regex.js';

type Matcher = ReturnType<RE2JS['matcher']>;

/** What `exec` finds, as RegExp gives it. */
interface Found extends Array<string | undefined> {
  index: number;
  input: string;
}

/**
 * A stand-in for RegExp that runs in time linear in its input, for the option `RegexEngine` of jsonata: constructed of a
 * RegExp or a text in RE2 syntax, and asked by `exec` and `lastIndex` only. Searches the first 64 Ki code units of a text.
 */
export class LinearRegExp {
  lastIndex = 0;
  readonly source: string;
  readonly flags: string;
  readonly #compiled: RE2JS;

  constructor(pattern: RegExp | string, flags?: string) {
    this.source = typeof pattern === 'string' ? pattern : pattern.source;
    this.flags = flags ?? (typeof pattern === 'string' ? '' : pattern.flags);
    this.#compiled = RE2JS.compile(this.source, flagBits(this.flags));
  }

  /** The first match at or after `lastIndex`, which then stands behind it; null, and `lastIndex` 0, without one. */
  exec(text: string): Found | null {
    const input = text.length > maxRegexInput ? text.slice(0, maxRegexInput) : text;
    const matcher = this.#compiled.matcher(input);
    if (this.lastIndex > input.length || !matcher.find(this.lastIndex)) {
      this.lastIndex = 0;
      return null;
    }
    this.lastIndex = matcher.end();
    return found(matcher, text);
  }

  test(text: string): boolean {
    return this.exec(text) !== null;
  }
}

function found(matcher: Matcher, input: string): Found {
  const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, index) => matcher.group(index) ?? undefined);
  return Object.assign(groups, { index: matcher.start(), input });
}

function flagBits(flags: string): number {
  return (flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0) | (flags.includes('m') ? RE2JS.MULTILINE : 0);
}
