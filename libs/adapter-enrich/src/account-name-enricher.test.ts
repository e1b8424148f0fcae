import { enricherContract } from '@trailhound/ports/contracts';
import { describe, expect, it } from 'vitest';
import { accountNameEnricher } from './account-name-enricher.js';

const enricher = accountNameEnricher({ '111122223333': 'production' });

enricherContract('accountNameEnricher', async () => enricher);

describe('the name of an account', () => {
  it.each([
    ['111122223333', { recipientAccountName: 'production' }],
    ['444455556666', {}],
    ['constructor', {}],
    [111122223333, {}],
  ])('of %s', (recipientAccountId, expected) => {
    expect(enricher.enrich({ recipientAccountId })).toEqual(expected);
  });
});
