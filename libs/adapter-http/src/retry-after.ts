/**
 * Milliseconds from now that a `Retry-After` header asks for; undefined when it is absent or unreadable. Both forms of
 * RFC 9110 section 10.2.3: whole seconds, or an HTTP date (a past one is 0).
 */
export function parseRetryAfter(header: string | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,12}$/.test(text)) return Number(text) * 1_000;
  if (!httpDate.test(text)) return undefined;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}

/** `Sun, 06 Nov 1994 08:49:37 GMT`; Date.parse alone would read far more than dates. */
const httpDate = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
