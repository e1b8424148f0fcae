import type { Random } from '@trailhound/testkit';

/** A policy document of about 60,000 bytes, as text: some organisations grant by list. */
export function largePolicy(random: Random): string {
  const statements: unknown[] = [];
  for (let bytes = 0; bytes < 55_000; ) {
    const statement = {
      Sid: `Grant${statements.length}`,
      Effect: random.chance(0.9) ? 'Allow' : 'Deny',
      Action: ['s3:GetObject', 's3:PutObject', 's3:ListBucket'],
      Resource: Array.from({ length: 4 }, () => `arn:aws:s3:::data-${random.int(0, 99_999)}/*`),
      Condition: { StringEquals: { 'aws:PrincipalOrgID': `o-${random.text('0123456789abcdef', 10)}` } },
    };
    statements.push(statement);
    bytes += JSON.stringify(statement).length;
  }
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
