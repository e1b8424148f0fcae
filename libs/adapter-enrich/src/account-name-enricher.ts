import { ownText } from '@trailhound/cloudtrail';
import type { Enricher } from '@trailhound/ports';

/** Gives `recipientAccountName`: what the configuration calls the account a record was delivered to, by its id. */
export function accountNameEnricher(names: Readonly<Record<string, string>>): Enricher {
  const byId = new Map(Object.entries(names));
  return {
    source: { kind: 'configuration', name: 'enrich.accountNames' },
    provides: ['recipientAccountName'],
    enrich(record) {
      const name = byId.get(ownText(record, 'recipientAccountId') ?? '');
      return name === undefined ? {} : { recipientAccountName: name };
    },
  };
}
