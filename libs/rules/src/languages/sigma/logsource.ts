import type { Problem } from '@trailhound/contracts';
import type { SourceDocument } from '../../source/source-document.js';
import { valueAt } from '../../source/value-at.js';

/**
 * Why a document is not about CloudTrail: this engine reads no other log, so such a rule could only stay silent. A filter
 * may leave `service` out, as it then covers all of AWS.
 */
export function logsourceProblem(document: SourceDocument, mayBeWider: boolean): Problem | undefined {
  const place = document.placeOf(['logsource']);
  const part = (name: string): string | undefined => {
    const value = valueAt(document.value, ['logsource', name]);
    return typeof value === 'string' ? value.trim().toLowerCase() : undefined;
  };
  const fix = 'CloudTrail rules say logsource: { product: aws, service: cloudtrail }';
  if (valueAt(document.value, ['logsource']) === undefined)
    return { code: 'RULE_MISSING_KEY', message: 'logsource is missing', fix, place: document.place };
  const [product, service] = [part('product'), part('service')];
  const isAws = product === 'aws' || (mayBeWider && product === undefined);
  if (isAws && (service === 'cloudtrail' || (mayBeWider && service === undefined))) return undefined;
  const named = ['product', 'service', 'category']
    .map((name) => [name, part(name)] as const)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${JSON.stringify(value?.slice(0, 60))}`);
  const message = `its logsource is ${named.join(', ') || 'empty'}: only CloudTrail records are read here`;
  return { code: 'RULE_LOGSOURCE', message, fix, place };
}
