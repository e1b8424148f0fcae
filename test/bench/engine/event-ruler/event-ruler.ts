import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { benchCache, cacheKey } from '../../kit/cache.js';
import { benchFolder } from '../../kit/repository.js';

/** How to start the Java harness, or why it cannot be had here, as one sentence. */
export type EventRuler =
  | { readonly ok: true; readonly command: readonly string[] }
  | { readonly ok: false; readonly reason: string };

const folder = join(benchFolder, 'engine', 'event-ruler');
const sources = ['pom.xml', join('src', 'main', 'java', 'Harness.java')];

/**
 * Builds the harness with Maven once and keeps it; what Maven says goes to stderr. It is started with memory for so many
 * bytes of records.
 */
export function buildEventRuler(eventsBytes: number): EventRuler {
  if (!runs('java')) return { ok: false, reason: 'event-ruler is skipped: there is no Java here (install a JDK 17)' };
  const built = join(
    benchCache(),
    `event-ruler-${cacheKey(...sources.map((file) => readFileSync(join(folder, file))))}`,
  );
  if (!existsSync(built)) {
    if (!runs('mvn')) return { ok: false, reason: 'event-ruler is skipped: there is no Maven here to build it with' };
    const reason = build(built);
    if (reason !== undefined) return { ok: false, reason };
  }
  const classPath = [join(built, 'target', 'classes'), join(built, 'libs', '*')].join(':');
  const heap = Math.ceil(3072 + (3 * eventsBytes) / 2 ** 20);
  // One processor: the serial collector, with room enough that it hardly runs.
  const java = ['java', '-Xms1g', `-Xmx${heap}m`, '-XX:+UseSerialGC', '-XX:NewSize=512m', '-cp', classPath, 'Harness'];
  return { ok: true, command: java };
}

function build(built: string): string | undefined {
  const aside = `${built}.${process.pid}.partial`;
  rmSync(aside, { recursive: true, force: true });
  for (const file of sources) cpSync(join(folder, file), join(aside, file), { recursive: true });
  process.stderr.write('building the harness of event-ruler with Maven …\n');
  const { status } = spawnSync(
    'mvn',
    ['-q', '-B', 'compile', 'dependency:copy-dependencies', '-DoutputDirectory=libs', '-DincludeScope=runtime'],
    { cwd: aside, stdio: ['ignore', 2, 2] },
  );
  if (status === 0) {
    renameSync(aside, built);
    return undefined;
  }
  rmSync(aside, { recursive: true, force: true });
  return 'event-ruler is skipped: Maven could not build its harness; its message is above (a JDK 17 is needed)';
}

function runs(command: string): boolean {
  return spawnSync(command, ['-version'], { stdio: 'ignore' }).status === 0;
}
