import type { ErrorDoc } from '@trailhound/contracts';

/** The codes of problems with rule and suppression files as files; docs/reference/errors.md is written from it. */
export const ruleFileErrors = {
  RULE_FILE_UNREADABLE: {
    meaning: 'A rule or suppression file or folder cannot be read; what ran from there keeps running.',
    action: 'Look at the reason in the message: a wrong path, missing rights, a link that leads nowhere.',
  },
  RULE_NOT_STREAMED: {
    meaning:
      'A correlation runs in `scan` and `rules test`, but the matcher cannot run it and raises no alert for it: it counts more than 1,000, or looks at a correlation whose windows must be over first.',
    action:
      'Use `trailhound scan` for it, or ask for at most 1,000, and below other correlations for at least so much (`gt`, `gte`).',
  },
  RULE_FILE_TOO_LARGE: {
    meaning: 'A file in a folder of rules is larger than any rule file is.',
    action: 'Split it, or keep what is no rule elsewhere.',
  },
} as const satisfies Readonly<Record<string, ErrorDoc>>;

export type RuleFileErrorCode = keyof typeof ruleFileErrors;
