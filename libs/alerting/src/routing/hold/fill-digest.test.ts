import type { Digest } from '@trailhound/contracts';
import { buildAlert } from '@trailhound/testkit';
import { describe, expect, it } from 'vitest';
import { digestContent } from '../../content/digest-content.js';
import { digestLine, fillDigest } from './fill-digest.js';

const empty: Digest = {
  ...{ id: 'dig_1', route: 'soc', reason: 'rate limit', group: {}, count: 0, severity: 'info' },
  ...{ from: '2026-03-01T10:00:00.000Z', until: '2026-03-01T10:10:00.000Z', severities: [], rules: [], alerts: [] },
};

describe('a digest', () => {
  const lines = Array.from({ length: 214 }, (_, at) =>
    digestLine(buildAlert({ severity: at === 150 ? 'critical' : 'low', rule: at < 200 ? 'r1' : 'r2' })),
  );

  it('counts all its alerts and names the most severe first', () => {
    const digest = fillDigest(empty, lines);
    expect(digest).toMatchObject({ count: 214, severity: 'critical' });
    expect(digest.alerts).toHaveLength(20);
    expect(digest.alerts[0]?.severity).toBe('critical');
    expect(digest.severities).toEqual([
      { value: 'critical', count: 1 },
      { value: 'low', count: 213 },
    ]);
    expect(digest.rules).toEqual([
      { value: 'r1', count: 200 },
      { value: 'r2', count: 14 },
    ]);
  });

  it('is the same in whatever order its alerts came', () => {
    expect(fillDigest(empty, [...lines].reverse()).alerts).toEqual(fillDigest(empty, lines).alerts);
  });

  it('says how many more there were, and links to them', () => {
    const { title, links } = digestContent(fillDigest(empty, lines), 'https://console.example/');
    expect(title).toBe('214 more alerts in 10m');
    expect(links).toEqual([
      {
        text: 'Open',
        href: 'https://console.example/alerts?from=2026-03-01T10%3A00%3A00.000Z&to=2026-03-01T10%3A10%3A00.000Z',
      },
    ]);
  });

  it('holds no secret of a record', () => {
    const alert = buildAlert({
      title: 'token S3SSIONTOKEN was made',
      record: { responseElements: { credentials: { sessionToken: 'S3SSIONTOKEN' } } },
    });
    expect(JSON.stringify(digestLine(alert))).not.toContain('S3SSIONTOKEN');
  });
});
