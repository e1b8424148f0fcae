import type { ErrorDoc } from '@trailhound/contracts';

/** The codes ports reject with, each a `CodedError`. */
export const portErrors = {
  STORE_UNAVAILABLE: {
    meaning: 'The store did not answer or could not write; nothing is known to have happened.',
    action: 'Nothing: the caller pauses and tries the whole batch again. Look at the cause if it lasts.',
  },
  STORE_IN_USE: {
    meaning: 'Another process uses this data folder.',
    action: 'Stop the other process, or give this one a folder of its own with `data:`.',
  },
  STORE_VERSION: {
    meaning: 'The data folder was written by a newer version, or by something else.',
    action: 'Run the version that wrote it, or give another folder with `data:`.',
  },
  STORE_MISCONFIGURED: {
    meaning: 'The store is set up so that it could lose counts without a trace, for example by evicting keys.',
    action: 'Change the setting the message names and start again.',
  },
  STORE_CLOSED: {
    meaning: 'A store or log was used after it was closed.',
    action: 'Report it: this is a defect of Trailhound.',
  },
  LOG_MESSAGE_REFUSED: {
    meaning: 'The log will never take this message, for example because it is too large.',
    action: 'Nothing: the message goes to quarantine with the reason.',
  },
  LOG_PARTITION_LOST: {
    meaning: 'A partition went to another member of the group before what was read of it was committed.',
    action: 'Nothing: its new owner reads on from the last commit, and what is done twice changes nothing.',
  },
  ENRICHMENT_FILE: {
    meaning:
      'A file of `enrich` (accounts, ranges of AWS, a table) is missing, or holds something else than it should.',
    action: 'Correct the file or its path; the message says what is wrong with it.',
  },
  GEO_DATABASE: {
    meaning: 'The database of places is missing, or is no MaxMind-format database (.mmdb).',
    action: 'Name a city or country database in MaxMind format with `enrich.geo` or `--geo`.',
  },
  WORKER_UNAVAILABLE: {
    meaning: 'The thread that evaluates expressions does not start, dies without evaluating anything, or was stopped.',
    action:
      'Nothing: the batch is tried again. Look at the cause if it lasts; memory limits of the container, above all.',
  },
  LOG_CONSUMER_STALLED: {
    meaning: 'The Kafka client stopped for good, or read nothing for a minute although messages were waiting.',
    action: 'Nothing where a supervisor starts the process again; look at the cause in the log if it repeats.',
  },
  CURSOR_INVALID: {
    meaning: 'The page cursor is not one this index issued.',
    action: 'Ask for the first page again, without a cursor.',
  },
} as const satisfies Readonly<Record<string, ErrorDoc>>;

export type PortErrorCode = keyof typeof portErrors;
