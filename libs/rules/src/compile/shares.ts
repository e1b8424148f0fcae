import type { LeafPath } from '../condition/condition.js';
import type { IndexKey } from './index-keys.js';

// Guesses at how many records have one certain value of a field, to choose what a rule is found by. Only speed hangs on
// them. Those of the fields every record has are as seen in organisations' trails.
const shares: ReadonlyMap<string, number> = new Map([
  ['eventName', 0.003],
  ['eventSource', 0.03],
  ['userIdentity.type', 0.4],
  ['userIdentity.invokedBy', 0.1],
  ['userIdentity.sessionContext.attributes.mfaAuthenticated', 0.4],
  ['userIdentity.sessionContext.sessionIssuer.type', 0.5],
  ['awsRegion', 0.3],
  ['readOnly', 0.6],
  ['managementEvent', 0.95],
  ['eventType', 0.9],
  ['eventVersion', 0.5],
  ['eventCategory', 0.95],
  ['errorCode', 0.01],
  ['detail-type', 0.95],
  ['tlsDetails.tlsVersion', 0.5],
]);

/** The share of records with one of the `asked` values that are asked for of this field. */
function shareOfValue({ root, segments }: LeafPath, asked: number): number {
  const names = root === 'envelope' && segments[0] === 'detail' ? segments.slice(1) : segments;
  const known = shares.get(names.join('.'));
  return known ?? 0.2 / (2 + asked);
}

/** The share of records with a field that contains this text. */
function shareOfText(text: string): number {
  if (text.length < 3) return 0.5;
  // Every ARN begins so, whatever it is of.
  if ('arn:aws:iam::'.includes(text) || 'amazonaws.com'.includes(text)) return 0.6;
  return text.length < 6 ? 0.05 : 0.02;
}

/** The share of records from one network. */
const shareOfNet = 0.02;

/** The share of records that have a value in this field, by the member of the record it is in. */
function shareWith({ root, segments }: LeafPath): number {
  const [member] = root === 'envelope' && segments[0] === 'detail' ? segments.slice(1) : segments;
  switch (member) {
    case 'errorCode':
    case 'errorMessage':
    case 'serviceEventDetails':
    case 'responseElements':
      return 0.08;
    case 'requestParameters':
    case 'additionalEventData':
    case 'resources':
    case 'sessionCredentialFromConsole':
      return 0.2;
    default:
      return 1;
  }
}

type ValueKey = IndexKey & { readonly kind: 'value' };

/** Roughly the share of records that have one of the keys; `asked`: how many values are asked for of a key's field. */
export function shareOfKeys(keys: readonly IndexKey[], asked: (key: ValueKey) => number = () => 1): number {
  return keys.reduce((sum, key) => sum + shareOf(key, asked), 0);
}

function shareOf(key: IndexKey, asked: (key: ValueKey) => number): number {
  switch (key.kind) {
    case 'value':
      return shareOfValue(key.of.path, asked(key));
    case 'literal':
      return shareOfText(key.text);
    case 'net':
      return shareOfNet;
    case 'present':
      return shareWith(key.path);
    default:
      return key satisfies never;
  }
}
