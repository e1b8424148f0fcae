/** What a contract suite is given to judge. */
export interface Subject<T> {
  readonly port: T;
  /**
   * What a process sees that starts on the same data after this one was killed at this moment. The first port is not
   * used after that. Absent where nothing outlives the process.
   */
  readonly afterKill?: () => Promise<T>;
  /** Closes every port opened and removes the data. */
  close(): Promise<void>;
}

/** Runs `judge` on a fresh subject and cleans up whatever happens. */
export async function withSubject<T>(
  open: () => Promise<Subject<T>>,
  judge: (port: T, subject: Subject<T>) => Promise<void>,
): Promise<void> {
  const subject = await open();
  try {
    await judge(subject.port, subject);
  } finally {
    await subject.close();
  }
}
