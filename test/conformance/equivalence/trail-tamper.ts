import type { Variant } from './evaluate.js';

/** Tampering with a trail: two sources with the same list, and `parts` that list less. A line for another source. */
export const trailTamper = {
  cis: {
    name: 'CIS 4.5',
    document: `
condition: >-
  { $.eventSource = "cloudtrail.amazonaws.com" && ($.eventName = CreateTrail || $.eventName = UpdateTrail ||
  $.eventName = DeleteTrail || $.eventName = StartLogging || $.eventName = StopLogging) }
`,
  },
  coralogix: {
    name: 'Coralogix',
    document: `
language: lucene
condition: eventName.keyword:(CreateTrail|UpdateTrail|DeleteTrail|StartLogging|StopLogging)
`,
  },
  parts: [
    {
      name: 'Threat Stack',
      document: `
language: threatstack
condition: eventName = "StopLogging" or eventName = "DeleteTrail"
`,
    },
  ],
} as const satisfies { readonly cis: Variant; readonly coralogix: Variant; readonly parts: readonly Variant[] };
