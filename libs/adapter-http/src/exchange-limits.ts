/** What ends an exchange before its answer. */
export interface ExchangeLimits {
  readonly signal: AbortSignal;
  /** To be called when the exchange is over. */
  lift(): void;
}

/** The same for all: an error made for each would be made for nobody. */
const over = new Error('the time of the exchange is over');

/** Aborts after `timeoutMs`, or with `stop`. Cheaper than `AbortSignal.any` with `AbortSignal.timeout`, of which each is left to the collector. */
export function exchangeLimits(timeoutMs: number, stop: AbortSignal): ExchangeLimits {
  const limit = new AbortController();
  const end = () => limit.abort(over);
  const timer = setTimeout(end, timeoutMs);
  if (stop.aborted) end();
  else stop.addEventListener('abort', end, { once: true });
  return {
    signal: limit.signal,
    lift() {
      clearTimeout(timer);
      stop.removeEventListener('abort', end);
    },
  };
}
