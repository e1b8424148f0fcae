import { describe, expect, it } from 'vitest';
import { sampleValue } from './sample-value.js';
import type { Member, Shape } from './shape.js';
import { checkPath } from './shape-paths.js';
import { shippedCatalogue } from './shipped.fixture.js';

function structure(members: Record<string, Shape>, required: readonly string[] = []): Shape {
  const entries = Object.entries(members).map(([name, shape]): [string, Member] => [
    name,
    { shape, isRequired: required.includes(name) },
  ]);
  return { kind: 'structure', members: new Map(entries) };
}

const string: Shape = { kind: 'scalar', type: 'string' };

describe('a sample', () => {
  it.each<[string, Shape, unknown]>([
    ['userName', string, 'alice'],
    ['vpcId', string, 'vpc-0a1b2c3d4e5f67890'],
    ['dBInstanceClass', { kind: 'scalar', type: 'string', example: 'db.t3.micro' }, 'db.t3.micro'],
    ['enabled', { kind: 'scalar', type: 'boolean' }, false],
    ['password', { kind: 'scalar', type: 'hidden' }, 'HIDDEN_DUE_TO_SECURITY_REASONS'],
    ['groupIds', { kind: 'list', element: string }, ['example']],
    ['tags', { kind: 'map', value: string }, { key: 'example' }],
  ])('of %s fits name and type', (name, shape, value) => {
    expect(sampleValue(shape, name)).toEqual(value);
  });

  it('leaves out what is optional and deep, and keeps what is required', () => {
    const inner = structure({ c: structure({ optional: string, needed: string }, ['needed']) }, ['c']);
    expect(sampleValue(structure({ a: structure({ b: inner }) }))).toEqual({
      a: { b: { c: { needed: 'example' } } },
    });
  });

  it('shows a list once, whatever names it is known under', () => {
    const list = structure({ items: { kind: 'list', element: string } });
    expect(Object.keys(sampleValue(structure({ vpcSet: list, vpcIdSet: list, otherSet: list })) as object)).toEqual([
      'vpcSet',
      'otherSet',
    ]);
  });

  it('of every request of large services has only paths that the request is known to have', () => {
    const catalogue = shippedCatalogue();
    for (const source of ['iam', 'ec2', 's3', 'rds', 'dynamodb'].map((name) => `${name}.amazonaws.com`)) {
      for (const { requests, names } of catalogue.events(source)) {
        const [request] = requests;
        if (request === undefined) continue;
        for (const path of pathsIn(sampleValue(request)))
          expect(checkPath([request], path).kind, `${names[0]} ${path.join('.')}`).not.toBe('unknown');
      }
    }
  });
});

function* pathsIn(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (Array.isArray(value)) for (const item of value) yield* pathsIn(item, path);
  else if (typeof value === 'object' && value !== null)
    for (const [name, member] of Object.entries(value)) yield* pathsIn(member, [...path, name]);
  else yield path;
}
