import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfig } from '@trailhound/runtime';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root } from '../support/trailhound.js';

interface ComposeService {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const compose = parse(readFileSync(join(root, 'deploy/compose.yaml'), 'utf8'), { merge: true }) as {
  readonly services: Readonly<Record<string, ComposeService>>;
};
const folder = join(root, 'deploy/local');
const ours = Object.entries(compose.services).filter(([, { command }]) =>
  command?.some((word) => word.endsWith('trailhound.js')),
);

describe('deploy/compose.yaml', () => {
  it('runs the four services, each by its own command', () => {
    expect(ours.map(([name]) => name).sort()).toEqual(['collector', 'console', 'matcher', 'notifier']);
    for (const [name, { command }] of ours)
      expect(command?.slice(-3)).toEqual([name, '--config', '/etc/trailhound/trailhound.yaml']);
  });

  it.each(ours)('%s is given a configuration that is understood, with Kafka and Redis of this file', (_, service) => {
    const text = readFileSync(join(folder, 'trailhound.yaml'), 'utf8');
    const file = { path: 'trailhound.yaml', text, folder: '/etc/trailhound' };
    const parsed = parseConfig({ file, environment: service.environment ?? {}, workingDirectory: '/trailhound' });
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        config: {
          kafka: { brokers: ['kafka:9092'], createTopics: true },
          redis: { url: 'redis://redis:6379' },
          sources: [{ files: ['/etc/trailhound/logs'] }],
        },
      },
    });
    for (const host of ['kafka', 'redis']) expect(compose.services).toHaveProperty(host);
  });

  it('gives Redis the settings a service asks for, and names images without a host', () => {
    expect(compose.services['redis']?.command?.join(' ')).toContain('--maxmemory-policy noeviction');
    for (const { image } of Object.values(compose.services)) expect(image).toMatch(/^[a-z]+(\/[a-z]+)?:[\w.-]+$/);
  });
});
