import { describe, expect, it } from 'vitest';
import { recordPath } from './field-path.js';
import { viewOf } from './record-view.js';

const country = { ...recordPath('sourceIPAddress_geoip', 'country_name'), root: 'enriched' as const };

describe('the root enriched', () => {
  it('holds what the record brings along', () => {
    const record = { sourceIPAddress_geoip: { country_name: 'Germany' }, eventName: 'X' };
    expect(viewOf(record).resolve(country)).toEqual(['Germany']);
    expect(viewOf(record).root('enriched')).toEqual({ sourceIPAddress_geoip: { country_name: 'Germany' } });
  });

  it('prefers what is computed here', () => {
    const record = { sourceIPAddress_geoip: { country_name: 'Germany' }, recipientAccountName: 'old' };
    const view = viewOf(record, () => ({ recipientAccountName: 'production' }));
    expect(view.root('enriched')).toEqual({
      sourceIPAddress_geoip: { country_name: 'Germany' },
      recipientAccountName: 'production',
    });
  });

  it('takes nothing that is inherited', () => {
    expect(viewOf(JSON.parse('{"__proto__":{"recipientAccountName":"x"}}')).root('enriched')).toEqual({});
  });
});
