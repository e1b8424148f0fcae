import { describe, expect, it } from 'vitest';
import { parseConfig } from '../parse-config.js';

function parsed(text: string) {
  return parseConfig({
    file: { path: 'trailhound.yaml', text, folder: '/etc/trailhound' },
    environment: {},
    workingDirectory: '/',
  });
}

describe('enrich of the configuration', () => {
  it('takes a database beside the configuration, and names of accounts by id', () => {
    const result = parsed(
      "enrich: { geo: places.mmdb, accountNames: { '011122223333': staging, 111122223333: production } }",
    );
    expect(result).toMatchObject({
      ok: true,
      value: {
        config: {
          enrich: {
            geo: '/etc/trailhound/places.mmdb',
            accountNames: { '011122223333': 'staging', '111122223333': 'production' },
          },
        },
      },
    });
  });

  it('asks the organisation every hour', () => {
    const role = 'arn:aws:iam::444455556666:role/reader';
    expect(parsed(`enrich: { organizations: { role: '${role}' } }`)).toMatchObject({
      ...{ ok: true, value: { config: { enrich: { organizations: { role, every: '1h' } } } } },
    });
  });

  it.each([
    ['enrich: { organizations: { every: 5s } }', /from 1m to 1d/],
    ['enrich: { organizations: { externalId: acme } }', /name the role too/],
    ["enrich: { accountNames: { '1111': production } }", /12 digits/],
    ['enrich: { geo: 5 }', /enrich\.geo/],
    ['enrich: { geoip: x }', /geoip/],
  ])('refuses %s', (text, message) => {
    const result = parsed(text);
    const problems = result.ok ? [] : result.problems;
    expect(problems.map((problem) => problem.message).join('\n')).toMatch(message);
  });
});
