/** A rule that matches more than people can read. */
export interface NoisyRule {
  readonly rule: string;
  /** Matches in the minute that made it noisy. */
  readonly matchesPerMinute: number;
  /** When that minute began, epoch milliseconds of the wall clock. */
  readonly sinceMs: number;
}

/**
 * Finds rules that flood: a rule with more matches a minute than the limit is named, once a minute. Nothing is held
 * back because of it; folding floods for people is the notifier's digest.
 */
export interface NoisyRules {
  /** Counts one match; true when it is the one that makes the rule noisy in this minute. */
  count(rule: string, nowMs: number): boolean;
  /** Rules that were noisy in this minute or the one before. */
  list(nowMs: number): readonly NoisyRule[];
}

const minuteMs = 60_000;

export function createNoisyRules(maxMatchesPerMinute: number): NoisyRules {
  let minute = Number.NaN;
  let counts = new Map<string, number>();
  let noisyBefore = new Map<string, NoisyRule>();

  function turn(nowMs: number): void {
    const current = Math.floor(nowMs / minuteMs);
    if (current === minute) return;
    noisyBefore = current === minute + 1 ? noisy() : new Map();
    minute = current;
    counts = new Map();
  }

  function noisy(): Map<string, NoisyRule> {
    const found = new Map<string, NoisyRule>();
    for (const [rule, matches] of counts) {
      if (matches <= maxMatchesPerMinute) continue;
      found.set(rule, { rule, matchesPerMinute: matches, sinceMs: minute * minuteMs });
    }
    return found;
  }

  return {
    count(rule, nowMs) {
      turn(nowMs);
      const matches = (counts.get(rule) ?? 0) + 1;
      counts.set(rule, matches);
      return matches === maxMatchesPerMinute + 1;
    },
    list(nowMs) {
      turn(nowMs);
      return [...new Map([...noisyBefore, ...noisy()]).values()];
    },
  };
}
