import { describe, expect, it } from 'vitest';
import { indicatorNames } from './indicators.js';
import { viewOf } from './record-view.js';

const record = {
  recipientAccountId: '111122223333',
  sourceIPAddress: '203.0.113.7',
  userIdentity: { arn: 'arn:aws:iam::444455556666:user/ann', userName: 'ann', accountId: '444455556666' },
  requestParameters: {
    instanceId: 'i-0123456789abcdef0',
    note: 'arn: no, 10.0.0.999, i-xyz, a@b',
    addresses: ['2001:db8::1', '203.0.113.7'],
    email: 'ann@example.com',
  },
};

const indicators = (value: unknown) => {
  const enriched = viewOf(value).root('enriched') as Record<string, unknown>;
  return Object.fromEntries(indicatorNames.map((name) => [name, enriched[name]]));
};

describe('the indicators of a record', () => {
  it('are all values of a kind, each once, in document order', () => {
    expect(indicators(record)).toEqual({
      p_any_aws_arns: ['arn:aws:iam::444455556666:user/ann'],
      p_any_aws_account_ids: ['111122223333', '444455556666'],
      p_any_aws_instance_ids: ['i-0123456789abcdef0'],
      p_any_ip_addresses: ['203.0.113.7', '2001:db8::1'],
      p_any_domain_names: [],
      p_any_usernames: ['ann'],
      p_any_emails: ['ann@example.com'],
    });
    expect(indicators({ sourceIPAddress: 'ec2.amazonaws.com' })).toMatchObject({
      p_any_domain_names: ['ec2.amazonaws.com'],
      p_any_ip_addresses: [],
    });
  });

  it('are what the record brings along, where it does', () => {
    expect(indicators({ ...record, p_any_aws_arns: ['x'] }).p_any_aws_arns).toEqual(['x']);
  });

  it('are computed only when asked for, and listed nowhere', () => {
    let reads = 0;
    const spied = Object.defineProperty({ ...record }, 'spied', {
      enumerable: true,
      get: () => {
        reads += 1;
        return 'x';
      },
    });
    const enriched = viewOf(spied).root('enriched') as Record<string, unknown>;
    expect([JSON.stringify(enriched), reads]).toEqual(['{}', 0]);
    expect(enriched.p_any_usernames).toEqual(['ann']);
    expect(enriched.p_any_ip_addresses).toEqual(['203.0.113.7', '2001:db8::1']);
    expect(reads).toBe(1);
  });

  it('stay bounded on a record that is full of them', () => {
    const many = { list: Array.from({ length: 5_000 }, (_, at) => `arn:aws:s3:::bucket-${at}`) };
    expect(indicators(many).p_any_aws_arns).toHaveLength(1_000);
    expect(indicators({ a: `arn:aws:s3:::${'x'.repeat(100_000)}` }).p_any_aws_arns).toEqual([]);
  });
});
