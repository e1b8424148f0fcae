/**
 * Rules that nearly every record takes part in, so that faults meet alerts of every kind under way: plain ones, counts,
 * and distinct counts whose groups span all matchers.
 */
export const broadRules = `id: every-write
title: '{userIdentity.arn} calls {eventName}'
severity: info
condition: readOnly = false
---
id: bursts
title: '{user} calls {eventName} in a burst'
severity: low
condition: eventSource != "nobody.amazonaws.com"
groupBy: [user, eventName, sourceIPAddress]
threshold: { count: 3, within: 5m }
---
id: many-addresses
title: '{eventName} comes from several addresses'
severity: low
condition: eventSource != "nobody.amazonaws.com"
groupBy: [eventName]
threshold: { count: 2, within: 10m, distinct: sourceIPAddress }
`;
