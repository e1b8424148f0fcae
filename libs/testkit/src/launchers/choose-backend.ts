/** What the services of a test run on. */
export type Backend = 'containers' | 'native';

/**
 * Containers where a Docker engine answers, native processes elsewhere; `TRAILHOUND_TEST_SERVICES` says otherwise.
 * Throws for a value it does not know.
 */
export function chooseBackend(dockerAnswers: boolean, wanted: string | undefined): Backend {
  if (wanted === undefined || wanted === '') return dockerAnswers ? 'containers' : 'native';
  if (wanted === 'containers' || wanted === 'native') return wanted;
  throw new Error(`TRAILHOUND_TEST_SERVICES is "${wanted}": use "containers" or "native"`);
}
