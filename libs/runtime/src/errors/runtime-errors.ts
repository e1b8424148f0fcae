import type { ErrorDoc } from '@trailhound/contracts';

/** The codes of problems in the configuration and of the files it names. */
export const runtimeErrors = {
  CONFIG_UNREADABLE: {
    meaning: 'The configuration file cannot be read.',
    action: 'Name an existing, readable YAML or JSON file with `--config`.',
  },
  CONFIG_SYNTAX: {
    meaning:
      'The configuration file is no YAML 1.2 or JSON, or uses what Trailhound does not read: custom tags, several documents, many aliases.',
    action: 'Correct the file at the place named.',
  },
  CONFIG_UNKNOWN_KEY: {
    meaning: 'The configuration file has a key that means nothing, which is nearly always a typing mistake.',
    action: 'Write the key suggested, or take it out.',
  },
  CONFIG_INVALID: {
    meaning: 'A value of the configuration file has the wrong type or is out of bounds, or a required key is missing.',
    action: 'Correct the value at the place named; docs/reference/config.md says what each key takes.',
  },
  CONFIG_ENV_UNKNOWN: {
    meaning: 'An environment variable begins with `TRAILHOUND_` and names no key.',
    action: 'Set the variable suggested, or unset this one.',
  },
  CONFIG_ENV_INVALID: {
    meaning: 'The value of an environment variable does not fit the key it sets.',
    action: 'Correct the variable named; lists and mappings are written as YAML or JSON.',
  },
  FAILPOINT_INVALID: {
    meaning:
      '`TRAILHOUND_FAILPOINT`, which breaks a process for tests, names a point or an action that does not exist.',
    action: 'Unset the variable, or write one of the points of docs/reference/failpoints.md.',
  },
  RULE_FILE_UNREADABLE: {
    meaning:
      'A rule or suppression file, or a folder of them, that the configuration or `--rules` names cannot be read.',
    action: 'Correct the path, or let the user that runs Trailhound read it; the other rules run meanwhile.',
  },
  RULE_NOT_STREAMED: {
    meaning:
      'A correlation runs in `trailhound scan` and `rules test`, but the matcher cannot run it and raises no alert for it: it counts more than 1,000, or looks at a correlation whose windows must be over first.',
    action:
      'Scan the records for it, or ask for at most 1,000, and below other correlations for at least so much (`gt`, `gte`); the other rules run meanwhile.',
  },
  SECRET_UNREADABLE: {
    meaning: 'A file that holds a secret cannot be read.',
    action:
      'Create it or correct its path, which is relative to the configuration file; let the user that runs Trailhound read it.',
  },
  SECRET_EMPTY: {
    meaning: 'A file that should hold a secret is empty.',
    action: 'Write the secret into it.',
  },
} as const satisfies Readonly<Record<string, ErrorDoc>>;

export type RuntimeErrorCode = keyof typeof runtimeErrors;
