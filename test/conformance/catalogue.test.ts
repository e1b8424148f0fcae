import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { checkPath, parseCatalogue } from '@trailhound/catalogue';
import { describe, expect, it } from 'vitest';

const data = fileURLToPath(new URL('../../../shared/data/cloudtrail', import.meta.url));
const shipped = new URL('../../libs/catalogue/data/catalogue.json.gz', import.meta.url);
const catalogue = parseCatalogue(gunzipSync(readFileSync(shipped)).toString('utf8'));

interface Tally {
  known: number;
  readonly unknown: Set<string>;
}

function* linesOf(folder: string): Generator<Record<string, unknown>> {
  for (const file of readdirSync(join(data, folder)).sort()) {
    if (!/\.jsonl(\.gz)?$/.test(file) || file.includes('index') || file.startsWith('rules')) continue;
    const bytes = readFileSync(join(data, folder, file));
    const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
    for (const line of text.split('\n')) if (line.trim() !== '') yield JSON.parse(line) as Record<string, unknown>;
  }
}

function* pathsIn(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (Array.isArray(value)) for (const item of value) yield* pathsIn(item, path);
  else if (typeof value === 'object' && value !== null && Object.keys(value).length > 0)
    for (const [name, member] of Object.entries(value)) yield* pathsIn(member, [...path, name]);
  else yield path;
}

/** Distinct pairs of source and name, and distinct paths of request parameters, that the catalogue knows and does not. */
function tally(records: Iterable<Record<string, unknown>>): { readonly events: Tally; readonly paths: Tally } {
  const seen = new Set<string>();
  const events: Tally = { known: 0, unknown: new Set() };
  const paths: Tally = { known: 0, unknown: new Set() };
  const count = (to: Tally, key: string, isKnown: boolean): void => {
    if (seen.has(key)) return;
    seen.add(key);
    if (isKnown) to.known += 1;
    else to.unknown.add(key);
  };
  for (const { eventSource, eventName, requestParameters } of records) {
    if (typeof eventSource !== 'string' || typeof eventName !== 'string') continue;
    const event = catalogue.find(eventSource, eventName);
    count(events, `${eventSource} ${eventName}`, event !== undefined);
    if (event === undefined || event.requests.length === 0 || requestParameters === null) continue;
    for (const path of pathsIn(requestParameters)) {
      const isKnown = path.length === 0 || checkPath(event.requests, path).kind !== 'unknown';
      count(paths, `${eventSource} ${eventName} ${path.join('.')}`, isKnown);
    }
  }
  return { events, paths };
}

function share({ known, unknown }: Tally): number {
  return known / (known + unknown.size);
}

function report(what: string, { known, unknown }: Tally): void {
  process.stderr.write(`catalogue, ${what}: ${known}/${known + unknown.size} known\n`);
}

describe.skipIf(!existsSync(data) && process.env['CI'] !== 'true')('the catalogue against real records', () => {
  it('knows at least 98 % of their calls and 96 % of the paths of their requests', () => {
    const { events, paths } = tally(
      (function* all() {
        yield* linesOf('records');
        yield* linesOf('stratus');
      })(),
    );
    report('events of real records', events);
    report('request paths of real records', paths);
    expect(events.known + events.unknown.size).toBeGreaterThan(400);
    expect(share(events), [...events.unknown].join('\n')).toBeGreaterThanOrEqual(0.98);
    expect(share(paths), [...paths.unknown].join('\n')).toBeGreaterThanOrEqual(0.96);
  });

  // Held out when the catalogue's exceptions were written. What it misses is mostly made up (PutBucketVersioning of EC2).
  it('knows at least 87 % of the calls and 84 % of the paths of events that a vendor publishes with its rules', () => {
    const events = [...linesOf('panther-tests')].map(({ event }) => event as Record<string, unknown>);
    const found = tally(events.filter((event) => typeof event === 'object' && event !== null));
    report('events of published rule tests', found.events);
    report('request paths of published rule tests', found.paths);
    expect(share(found.events), [...found.events.unknown].join('\n')).toBeGreaterThanOrEqual(0.87);
    expect(share(found.paths), [...found.paths.unknown].join('\n')).toBeGreaterThanOrEqual(0.84);
  });
});
