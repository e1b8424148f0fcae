import type { ErrorDoc } from '@trailhound/contracts';

/** The codes of the API's problem documents and of its settings. */
export const apiErrors = {
  API_UNAUTHENTICATED: {
    meaning: 'The request carries no token, or one that is not accepted.',
    action:
      'Send `Authorization: Bearer <token>`. `trailhound up` prints the token it made; otherwise it is in `api.tokenFile`.',
  },
  API_NOT_FOUND: {
    meaning: 'There is nothing under this path, or no alert, delivery, rule or suppression with this id.',
    action: 'Look at /api/openapi.json for the paths, or list them for their ids.',
  },
  API_PARAMETER_INVALID: {
    meaning: 'A query parameter is unknown, repeated, or has a value it cannot have; the problem lists each.',
    action: 'Correct the parameters listed.',
  },
  API_REQUEST_INVALID: {
    meaning: 'The request is no HTTP request the API reads: a malformed URL, header or body.',
    action: 'Send a request as /api/openapi.json describes it.',
  },
  API_BODY_TOO_LARGE: {
    meaning: 'The request body is larger than the API takes.',
    action: 'Send less; a rule file may have 256 KiB, and only writing rules and suppressions takes a body.',
  },
  API_CONTENT_REFUSED: {
    meaning:
      'What was sent for a rule or suppression cannot be put into force; the problem lists why, with file and line.',
    action: 'Correct what `problems` lists, each with its own code and fix, and send it again. Nothing was changed.',
  },
  API_REVISION_STALE: {
    meaning: 'The rules were changed by somebody else since the revision the request was made from.',
    action: 'Read the rule or suppression again, and send the change with the revision in force.',
  },
  API_RULES_IN_FOLDERS: {
    meaning:
      'In one process (`trailhound up`) the folders of `rules:` and `suppressions:` are the one source of the rules.',
    action: 'Edit the file the message names; it is in force a moment later. In a cluster the API writes.',
  },
  API_TOKEN_INVALID: {
    meaning: 'An entry of `api.tokens` or `api.tokenFile` is no token.',
    action:
      'Write a token of at least 16 printable characters, or `sha256:` and the 64 hexadecimal digits of its SHA-256.',
  },
  API_ADDRESS_IN_USE: {
    meaning: 'Another process already listens on the address of `api.listen`.',
    action: 'Stop it, or give another address with `api.listen`; port 0 takes a free one.',
  },
  API_UNAVAILABLE: {
    meaning: 'A store the answer needs does not answer.',
    action: 'Try again; /readyz names what is down.',
  },
  API_INTERNAL: {
    meaning: 'The request failed inside Trailhound.',
    action: 'Look for the request id in the log and report what it says.',
  },
} as const satisfies Readonly<Record<string, ErrorDoc>>;

export type ApiErrorCode = keyof typeof apiErrors | 'CURSOR_INVALID';
