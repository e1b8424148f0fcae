/** Attempts the breaker looks back on; it never opens on fewer. */
export const breakerWindow = 20;
const failuresToOpen = breakerWindow / 2;
const firstPauseMs = 30_000;
const longestPauseMs = 5 * 60_000;

/**
 * Whether a destination is worth trying. Closed: send. Open: wait until `untilMs`, no attempts are used up. Probing: one
 * delivery is on its way, and its fate decides.
 */
export type Breaker =
  | { readonly state: 'closed'; readonly recent: readonly boolean[] }
  | { readonly state: 'open'; readonly untilMs: number; readonly pauseMs: number }
  | { readonly state: 'probing'; readonly pauseMs: number };

export const closedBreaker: Breaker = { state: 'closed', recent: [] };

/** How many deliveries may start now, of at most `wanted`. */
export function breakerAllows(breaker: Breaker, wanted: number, nowMs: number): number {
  switch (breaker.state) {
    case 'closed':
      return wanted;
    case 'open':
      return nowMs >= breaker.untilMs ? Math.min(1, wanted) : 0;
    case 'probing':
      return 0;
    default:
      return breaker satisfies never;
  }
}

/** The probe that an open breaker let through has started. */
export function breakerProbes(breaker: Breaker): Breaker {
  return breaker.state === 'open' ? { state: 'probing', pauseMs: breaker.pauseMs } : breaker;
}

/** The probe came to nothing that tells about the destination; the next may start at once. */
export function breakerUnprobed(breaker: Breaker, nowMs: number): Breaker {
  return breaker.state === 'probing' ? { state: 'open', untilMs: nowMs, pauseMs: breaker.pauseMs } : breaker;
}

/**
 * The breaker after an attempt. `answered` is true when the destination took or refused the delivery, false when it
 * failed in a way that may pass. Opens when half of the last {@link breakerWindow} attempts failed; a failed probe
 * doubles the pause, from 30 s up to 5 min. Attempts that were under way when it opened change nothing.
 */
export function afterAttempt(breaker: Breaker, answered: boolean, nowMs: number): Breaker {
  switch (breaker.state) {
    case 'open':
      return breaker;
    case 'probing': {
      if (answered) return closedBreaker;
      const pauseMs = Math.min(breaker.pauseMs * 2, longestPauseMs);
      return { state: 'open', untilMs: nowMs + pauseMs, pauseMs };
    }
    case 'closed': {
      const recent = [...breaker.recent.slice(1 - breakerWindow), answered];
      const failures = recent.filter((ok) => !ok).length;
      if (recent.length < breakerWindow || failures < failuresToOpen) return { state: 'closed', recent };
      return { state: 'open', untilMs: nowMs + firstPauseMs, pauseMs: firstPauseMs };
    }
    default:
      return breaker satisfies never;
  }
}
