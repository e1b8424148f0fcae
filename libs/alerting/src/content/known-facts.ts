import type { Alert, EnrichedValue, EnrichmentSource } from '@trailhound/contracts';
import type { Fact } from './fact.js';

/** What is known of the record besides what AWS writes, each with where it comes from. */
export function knownFacts({ enriched = [] }: Alert): readonly Fact[] {
  return enriched.map((one) => ({ name: one.member, value: knownText(one) }));
}

function knownText({ value, source }: EnrichedValue): string {
  const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
  return text === '' ? sourceText(source) : `${text} (${sourceText(source)})`;
}

function sourceText({ kind, name, version, readAt }: EnrichmentSource): string {
  const read = readAt === undefined ? '' : `, read ${readAt}`;
  switch (kind) {
    case 'file':
      return `from ${name}${version === undefined ? '' : `, version ${version}`}${read}`;
    case 'configuration':
      return `from ${name} of the configuration`;
    case 'organizations':
      return `from AWS Organizations${read}`;
    case 'addresses':
      return 'from the address itself';
    case 'record':
      return 'brought along by the record';
    case 'stream':
      return 'from earlier records';
    default:
      return kind satisfies never;
  }
}
