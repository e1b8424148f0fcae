import type { Clock } from '@trailhound/ports';

export type CheckResult =
  | { readonly status: 'up' }
  | {
      readonly status: 'down';
      /** Why, in one sentence for operators. */
      readonly message: string;
    };

/** Long enough for a reason, short enough for a probe's log. */
const maxReasonLength = 300;

/** Asks once and answers within `timeoutMs`, whatever the check does; never rejects. */
export async function askWithin(check: () => Promise<void>, timeoutMs: number, clock: Clock): Promise<CheckResult> {
  const answered = new AbortController();
  const timeout = clock
    .sleep(timeoutMs, answered.signal)
    .then((): CheckResult => ({ status: 'down', message: `no answer within ${timeoutMs} ms` }));
  try {
    return await Promise.race([check().then((): CheckResult => ({ status: 'up' })), timeout]);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { status: 'down', message: reason.slice(0, maxReasonLength) };
  } finally {
    answered.abort();
  }
}
