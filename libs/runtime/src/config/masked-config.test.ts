import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { maskedConfigText } from './masked-config.js';
import { parseConfig } from './parse-config.js';

function load(text: string) {
  const parsed = parseConfig({
    file: { path: 'c.yaml', text, folder: '/etc' },
    environment: {},
    workingDirectory: '/',
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value.config;
}

describe('the configuration in force, shown', () => {
  it('has defaults filled in and is a configuration again', () => {
    const text = maskedConfigText(load('sources: [{files: logs}]\nlog: {level: debug}'));
    expect(parse(text)).toMatchObject({ data: '/etc/.trailhound', log: { level: 'debug', format: 'json' } });
    expect(load(text)).toEqual(load('sources: [{files: logs}]\nlog: {level: debug}'));
  });

  it('shows no secret: no token, no signing secret, no path or query of a URL', () => {
    const text = maskedConfigText(
      load(`
        api: { tokens: [th_aaaaaaaaaaaaaaaaaaaa], tokenFile: ./tokens }
        destinations:
          one: { webhook: { url: "https://hooks.example/services/T000/XXXX?sig=zz", secret: whsec_bbbbbbbbbbbbbbbb } }
          two: { webhook: { url: "https://plain.example", secret: [whsec_cccccccccccccccc, whsec_dddddddddddddddd] } }
      `),
    );
    expect(text).not.toMatch(/aaaa|bbbb|cccc|dddd|T000|XXXX|sig=/);
    expect(parse(text)).toMatchObject({
      api: { tokens: ['[secret]'], tokenFile: '/etc/tokens' },
      destinations: {
        one: { webhook: { url: 'https://hooks.example/[secret]', secret: '[secret]' } },
        two: { webhook: { url: 'https://plain.example', secret: ['[secret]', '[secret]'] } },
      },
    });
  });
});
