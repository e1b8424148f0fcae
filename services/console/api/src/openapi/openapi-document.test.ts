import { buildAlert } from '@trailhound/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type StartedApi, startApi } from '../../testing/start-api.js';

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly security?: readonly object[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema?: object }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { schema: object }>> }>>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>>; readonly securitySchemes: object };
}

describe('/api/openapi.json', () => {
  let started: StartedApi;
  let text = '';
  let document: Document;
  beforeAll(async () => {
    started = await startApi();
    text = await (await fetch(`${started.url}/api/openapi.json`)).text();
    document = JSON.parse(text) as Document;
  });
  afterAll(() => started.api.close());

  const operations = () => Object.values(document.paths).flatMap((path) => Object.values(path));

  it('describes every path there is', () => {
    expect(document.openapi).toMatch(/^3\./);
    expect(Object.keys(document.paths).sort()).toEqual([
      '/api/alerts',
      '/api/alerts/{id}',
      '/api/alerts/{id}/acknowledge',
      '/api/alerts/{id}/close',
      '/api/alerts/{id}/reopen',
      '/api/completeness',
      '/api/deliveries',
      '/api/deliveries/replay',
      '/api/deliveries/{id}/replay',
      '/api/destinations/{name}/test',
      '/api/health',
      '/api/rules',
      '/api/rules/revisions',
      '/api/rules/test',
      '/api/rules/{id}',
      '/api/rules/{id}/clone',
      '/api/rules/{id}/disable',
      '/api/rules/{id}/enable',
      '/api/suppressions',
      '/api/suppressions/{id}',
      '/api/suppressions/{id}/end',
      '/livez',
      '/metrics',
      '/readyz',
    ]);
  });

  it('gives every operation an id of its own, a summary and answers', () => {
    const ids = operations().map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { operationId, summary, responses } of operations()) {
      expect(operationId).toMatch(/^[a-z][A-Za-z]+$/);
      expect(summary).toEqual(expect.any(String));
      expect(Object.keys(responses)).toContain('200');
    }
  });

  it('says of every parameter of the list what it takes', () => {
    const parameters = document.paths['/api/alerts']?.get?.parameters ?? [];
    expect(parameters.map(({ name }) => name).sort()).toEqual([
      'account',
      'cursor',
      'from',
      'limit',
      'rule',
      'severity',
      'suppressed',
      'to',
    ]);
    for (const { in: place, schema } of parameters) {
      expect(place).toBe('query');
      expect(schema).toBeDefined();
    }
  });

  it.each([
    ['/api/rules', 'post', 'NewRule'],
    ['/api/rules/{id}', 'put', 'RuleText'],
    ['/api/rules/{id}/clone', 'post', 'RuleClone'],
    ['/api/rules/test', 'post', 'RuleTest'],
    ['/api/suppressions', 'post', 'NewSuppression'],
    ['/api/suppressions/{id}', 'put', 'SuppressionKeys'],
  ])('says of %s what body %s takes', (path, method, name) => {
    const schema = document.paths[path]?.[method]?.requestBody?.content['application/json']?.schema;
    expect(JSON.stringify(schema)).toContain(name);
  });

  it('asks for a token exactly where the API does', async () => {
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const [method, { security }] of Object.entries(operations)) {
        const answer = await fetch(`${started.url}${path.replace('{id}', 'x')}`, { method: method.toUpperCase() });
        expect([path, security === undefined]).toEqual([path, answer.status !== 401]);
      }
    }
    expect(document.components.securitySchemes).toEqual({ token: { type: 'http', scheme: 'bearer' } });
  });

  it('refers only to schemas it holds, and to nothing outside', () => {
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference ?? '');
    expect(references.length).toBeGreaterThan(0);
    for (const reference of references) {
      expect(reference).toMatch(/^#\/components\/schemas\//);
      expect(document.components.schemas).toHaveProperty(reference.split('/').at(-1) ?? '');
    }
    expect(text).not.toMatch(/https?:\/\/(?!json-schema\.org)/);
    expect(text).not.toContain('"$defs"');
  });

  it('is true: real answers obey the schemas', async () => {
    const alert = buildAlert();
    await started.put(alert);
    for (const [path, at, status] of [
      ['/api/alerts', '/api/alerts', '200'],
      [`/api/alerts/${alert.id}`, '/api/alerts/{id}', '200'],
      ['/api/alerts/none', '/api/alerts/{id}', '404'],
      ['/api/alerts?limit=x', '/api/alerts', '400'],
      ['/api/health', '/api/health', '200'],
      ['/api/rules', '/api/rules', '200'],
      ['/api/rules/revisions', '/api/rules/revisions', '200'],
      ['/api/rules/none', '/api/rules/{id}', '404'],
      ['/api/suppressions', '/api/suppressions', '200'],
      ['/readyz', '/readyz', '200'],
    ] as const) {
      const content = document.paths[at]?.get?.responses[status]?.content ?? {};
      const schema = Object.values(content)[0]?.schema;
      const inlined = JSON.parse(
        JSON.stringify({ ...schema, definitions: document.components.schemas }).replaceAll(
          '#/components/schemas/',
          '#/definitions/',
        ),
      );
      const answer = await started.get(path);
      expect([path, String(answer.status)]).toEqual([path, status]);
      const read = z.fromJSONSchema(inlined, { defaultTarget: 'openapi-3.0' }).safeParse(await answer.json());
      expect([path, read.error?.issues ?? []]).toEqual([path, []]);
    }
  });
});
