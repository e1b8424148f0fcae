/** A point of a service's work at which a test may break it. */
export interface FailpointDoc {
  readonly service: 'collector' | 'matcher' | 'notifier';
  /** The moment, as the end of “the process ends …”. */
  readonly when: string;
  /** What is left behind and what the next process makes of it. */
  readonly afterwards: string;
}

/**
 * The points where a crash leaves something half done, in the order of the work. The services name them; what happens
 * there is set by `TRAILHOUND_FAILPOINT`.
 */
export const failpointDocs = {
  C1: {
    service: 'collector',
    when: 'after an input was taken and before anything of it was read',
    afterwards: 'Nothing was done; the input is taken again.',
  },
  C2: {
    service: 'collector',
    when: 'after a batch of an input was published and before the next one is',
    afterwards: 'A part of the input is in the log; the whole input comes again, its records under the same uids.',
  },
  C3: {
    service: 'collector',
    when: 'after all of an input was published and before it is remembered as done',
    afterwards: 'The input comes again; every record of it is in the log twice and counts once.',
  },
  C4: {
    service: 'collector',
    when: 'while a batch of records is on its way to the log, so that the answer is lost',
    afterwards: 'The batch may be in the log; it comes again, its records under the same uids.',
  },
  M1: {
    service: 'matcher',
    when: 'after a batch was fetched and before anything is done with it',
    afterwards: 'The batch is fetched again.',
  },
  M2: {
    service: 'matcher',
    when: 'while the matches of a batch are being counted',
    afterwards: 'A part may be counted. The batch is fetched again; what was counted is not counted twice.',
  },
  M3: {
    service: 'matcher',
    when: 'after the matches of a batch were counted and before its alerts are published',
    afterwards: 'The alerts are pending in the state. The batch is fetched again and answers them again.',
  },
  M4: {
    service: 'matcher',
    when: 'while alerts are on their way to the log, so that the answer is lost',
    afterwards: 'The alerts may be in the log; they are published again under the same ids.',
  },
  M5: {
    service: 'matcher',
    when: 'after alerts were published and before they are marked as done',
    afterwards: 'The alerts are published again under the same ids.',
  },
  M6: {
    service: 'matcher',
    when: 'after alerts were marked as done and before the offset is committed',
    afterwards: 'The batch is fetched again and answers nothing new.',
  },
  M7: {
    service: 'matcher',
    when: 'while an offset is being committed, so that the answer is lost',
    afterwards: 'The batch may be fetched again; it answers nothing new.',
  },
  N1: {
    service: 'notifier',
    when: 'after alerts were read and before their deliveries are in the ledger',
    afterwards: 'The alerts are read again.',
  },
  N2: {
    service: 'notifier',
    when: 'after deliveries were written into the ledger and before the offset is committed',
    afterwards: 'The alerts are read again; their deliveries are known.',
  },
  N3: {
    service: 'notifier',
    when: 'after a delivery was claimed and before anything is sent',
    afterwards: 'The delivery waits until its lease is over, then it is tried again.',
  },
  N4: {
    service: 'notifier',
    when: 'after the destination answered and before the journal knows it',
    afterwards: 'The one hole: the notification is sent again, with the same webhook-id.',
  },
  N5: {
    service: 'notifier',
    when: 'after the journal was written and before the ledger knows it',
    afterwards: 'When the lease is over the journal is asked; the delivery ends without being sent again.',
  },
  N6: {
    service: 'notifier',
    when: 'after a dead letter was published and before journal and ledger know it',
    afterwards: 'The delivery is given up again; the dead letter has the same key.',
  },
} as const satisfies Readonly<Record<string, FailpointDoc>>;

export type FailpointName = keyof typeof failpointDocs;

/** What a process does at a point. */
export const failpointActions = {
  kill: 'ends the process by SIGKILL, as the kernel or a power cut would',
  exit: 'ends the process with exit code 70, without finishing anything',
  throw: 'fails the step with an error',
  hang: 'never goes on from this step; everything else in the process does',
  slow: '`slow:MS` waits so many milliseconds; everything else goes on',
  stall: '`stall:MS` blocks the whole process for so many milliseconds, heartbeats too',
} as const;

export type FailpointAction = keyof typeof failpointActions;
