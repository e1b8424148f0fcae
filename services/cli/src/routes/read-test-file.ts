import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type RouteTest, RouteTestFile } from '@trailhound/alerting';
import type { Parsed, Place, Problem } from '@trailhound/contracts';
import { parseConfigText } from '@trailhound/runtime';

/** A route test and where it stands. */
export interface PlacedTest {
  readonly test: RouteTest;
  readonly place: Place;
}

export interface TestFile {
  readonly file: string;
  /** Absolute; undefined where the file names none. */
  readonly config: string | undefined;
  readonly tests: readonly PlacedTest[];
}

/** Reads a file of route tests; every problem in it with its place. Rejects where the file cannot be read. */
export async function readTestFile(file: string): Promise<Parsed<TestFile>> {
  const text = parseConfigText(await readFile(file, 'utf8'), file);
  if (!text.ok) return text;
  const parsed = RouteTestFile.safeParse(text.value.value);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }): Problem => {
      const steps = path.filter((step) => typeof step !== 'symbol');
      const where = steps.length > 0 ? `${steps.join('.')}: ` : '';
      return { code: 'ROUTE_TEST_INVALID', message: `${where}${message}`, place: text.value.placeOf(steps) };
    });
    return { ok: false, problems };
  }
  const { config, tests } = parsed.data;
  const problems = tests.flatMap((test, at) =>
    unknownNames(test).map((message): Problem => {
      return { code: 'ROUTE_TEST_INVALID', message, place: text.value.placeOf(['tests', at, 'changes']) };
    }),
  );
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    value: {
      file,
      config: config === undefined ? undefined : resolve(dirname(file), config),
      tests: tests.map((test, at) => ({ test, place: text.value.placeOf(['tests', at, 'name']) })),
    },
  };
}

function unknownNames({ alerts, changes }: RouteTest): readonly string[] {
  const names = new Set(alerts.map(({ as }) => as));
  return changes
    .filter(({ alert }) => !names.has(alert))
    .map(({ alert }) => `a change is of the alert ${JSON.stringify(alert)}, and no alert has \`as: ${alert}\``);
}
