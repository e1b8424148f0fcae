import { afterAll, beforeAll, beforeEach } from 'vitest';
import { MissingPrerequisite } from '../src/launchers/index.js';

/** Setting up may fetch a broker from Maven Central. */
const startWithinMs = 300_000;

/** A service that the tests of a file share; `get` answers it once they run. */
export interface TestService<T> {
  get(): T;
}

/**
 * Starts a service before the tests of this file and stops it after them. On a machine that cannot run it the tests are
 * skipped with the sentence that says what to install; in CI (`CI=true`) that is a failure.
 */
export function testService<T extends { stop(): Promise<void> }>(start: () => Promise<T>): TestService<T> {
  let service: T | undefined;
  let missing: string | undefined;
  beforeAll(async () => {
    try {
      service = await start();
    } catch (error) {
      if (!(error instanceof MissingPrerequisite) || process.env['CI'] === 'true') throw error;
      missing = error.message;
    }
  }, startWithinMs);
  beforeEach((context) => {
    if (missing !== undefined) context.skip(missing);
  });
  afterAll(async () => {
    await service?.stop();
  });
  return {
    get() {
      if (service === undefined) throw new Error('the service was not started');
      return service;
    },
  };
}
