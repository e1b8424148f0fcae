import type { ErrorDoc } from '@trailhound/contracts';

/** The codes of failures around `rules.state`, each a `CodedError`; docs/reference/errors.md is written from it. */
export const rulesStateErrors = {
  RULES_UNREADABLE: {
    meaning: 'The topic `rules.state` holds a message of a later version, or one that is damaged.',
    action: 'Run the version that wrote it everywhere. What was in force stays in force meanwhile.',
  },
  RULES_NOT_APPLIED: {
    meaning: 'A newer revision of the rules is in use than this process can run; its batches wait.',
    action:
      'Look at the reason in the message; the process goes on by itself when it can run that revision. Where `rules.state` lost revisions, the message has the `trailhound rules push --above` to run.',
  },
  RULES_PUSH_TOO_SLOW: {
    meaning: 'Writing the files of a push took more than an hour, so it was given up; nothing changed.',
    action: 'Push again when Kafka is well.',
  },
} as const satisfies Readonly<Record<string, ErrorDoc>>;

export type RulesStateErrorCode = keyof typeof rulesStateErrors;
