import type { BuiltInFinding } from '@trailhound/contracts';
import type { VerifyReport } from '../verify/verify-report.js';

/** More of one account and region are one alert, which says how many. */
const maxOfRegion = 5;

/** The breaks of a verification as findings: each object for itself, and where there are many, what is left as one. */
export function brokenChains({ findings, bucket }: VerifyReport, nowMs: number): readonly BuiltInFinding[] {
  const breaks = findings.filter(({ weight, kind }) => weight === 'break' && kind !== 'no_digests');
  return [...Map.groupBy(breaks, ({ account, region }) => `${account} ${region}`).values()].flatMap((ofRegion) => {
    const shown = ofRegion.slice(0, maxOfRegion).map(
      ({ kind, object, message, account, region, fromMs }): BuiltInFinding => ({
        ...{ rule: 'trailhound-chain-broken', account, region, instance: `${kind} ${object}` },
        ...{ message: `${kind} ${object}: ${message}`, sinceMs: fromMs ?? nowMs },
      }),
    );
    const [first] = ofRegion;
    if (ofRegion.length <= maxOfRegion || first === undefined) return shown;
    const { account, region } = first;
    const day = new Date(nowMs).toISOString().slice(0, 10);
    const message = `${ofRegion.length} breaks in s3://${bucket}: trailhound verify --bucket ${bucket} --accounts ${account} --regions ${region} names them all`;
    const rest: BuiltInFinding = {
      ...{
        rule: 'trailhound-chain-broken',
        account,
        region,
        instance: `many ${bucket} ${day}`,
        message,
        sinceMs: nowMs,
      },
    };
    return [...shown, rest];
  });
}
