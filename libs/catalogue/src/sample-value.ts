import type { ScalarType } from './catalogue-file.js';
import { distinctMembers } from './distinct-members.js';
import type { Shape } from './shape.js';

/** Optional members this deep inside a value are left out: a sample is to be read. */
const optionalDepth = 2;
const maxDepth = 8;

/** A value of this shape with made-up content that fits the names of its members; the same for the same shape. */
export function sampleValue(shape: Shape, name = ''): unknown {
  return sample(shape, name, 0);
}

function sample(shape: Shape, name: string, depth: number): unknown {
  switch (shape.kind) {
    case 'scalar':
      return shape.example ?? scalar(shape.type, name);
    case 'list':
      return depth >= maxDepth ? [] : [sample(shape.element, name.replace(/s$/, ''), depth)];
    case 'map':
      return depth >= maxDepth ? {} : { key: sample(shape.value, name, depth + 1) };
    case 'structure':
      return Object.fromEntries(
        distinctMembers(shape)
          .filter(([, { isRequired, shape: inner }]) => depth < maxDepth && (isRequired || isShown(inner, depth)))
          .map(([member, { shape: inner }]) => [member, sample(inner, member === 'items' ? name : member, depth + 1)]),
      );
    default:
      return shape satisfies never;
  }
}

/** The scalars of what is shown are shown too. */
function isShown(shape: Shape, depth: number): boolean {
  return shape.kind === 'scalar' ? depth <= optionalDepth : depth < optionalDepth;
}

function scalar(type: ScalarType, name: string): unknown {
  switch (type) {
    case 'boolean':
      return false;
    case 'integer':
      return 1;
    case 'number':
      return 0.5;
    case 'timestamp':
      return 'Jan 15, 2026, 10:00:00 AM';
    case 'hidden':
      return 'HIDDEN_DUE_TO_SECURITY_REASONS';
    case 'any':
      return {};
    case 'blob':
      return '';
    case 'string':
      return text(name);
    default:
      return type satisfies never;
  }
}

const texts: readonly (readonly [RegExp, (name: string) => string])[] = [
  [/^host$/i, () => 'acme-reports.s3.us-east-1.amazonaws.com'],
  [/bucket/i, () => 'acme-reports'],
  [/policy.*document|^policy$/i, () => '{"Version":"2012-10-17","Statement":[]}'],
  [/arn$/i, (name) => `arn:aws:iam::111122223333:${lower(name.replace(/arn$/i, '')) || 'role'}/example`],
  [/kms.*key|^keyId$/i, () => 'arn:aws:kms:us-east-1:111122223333:key/0a1b2c3d-1111-2222-3333-444455556666'],
  [/account(?:Id)?$/i, () => '111122223333'],
  [/cidr/i, () => '10.0.0.0/16'],
  [/ip(?:Address)?$/i, () => '203.0.113.10'],
  [/availabilityZone$|^zone$/i, () => 'us-east-1a'],
  [/region$/i, () => 'us-east-1'],
  [/email/i, () => 'alice@example.com'],
  [/ur[il]$|endpoint/i, () => 'https://example.com/'],
  [/user(?:Name)?$/i, () => 'alice'],
  [/(?:vpc|subnet|volume|snapshot|instance|image|networkAcl|routeTable)Id$/i, resourceId],
  [/token$/i, () => '0a1b2c3d-1111-2222-3333-444455556666'],
  [/key$/i, () => 'reports/2026-01.csv'],
  [/description|comment/i, () => 'an example'],
];

function text(name: string): string {
  return texts.find(([pattern]) => pattern.test(name))?.[1](name) ?? 'example';
}

const idPrefixes: Readonly<Record<string, string>> = {
  vpc: 'vpc',
  subnet: 'subnet',
  volume: 'vol',
  snapshot: 'snap',
  instance: 'i',
  image: 'ami',
  networkacl: 'acl',
  routetable: 'rtb',
};

function resourceId(name: string): string {
  const kind = Object.keys(idPrefixes).find((prefix) => name.toLowerCase().endsWith(`${prefix}id`));
  return `${(kind && idPrefixes[kind]) ?? 'id'}-0a1b2c3d4e5f67890`;
}

function lower(word: string): string {
  return word.toLowerCase();
}
