import type { Logger } from '@trailhound/ports';

/** One entry of a log. */
export interface LogEntry {
  readonly level: keyof Logger;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** A logger whose entries tests look at. */
export interface TestLogger extends Logger {
  readonly entries: readonly LogEntry[];
  /** How many entries have this message, at `info` or above. */
  count(message: string | RegExp): number;
}

export function testLogger(): TestLogger {
  const entries: LogEntry[] = [];
  const write = (level: keyof Logger) => (facts: Readonly<Record<string, unknown>>, message: string) => {
    entries.push({ level, facts, message });
  };
  return {
    ...{ debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') },
    entries,
    count: (wanted) =>
      entries.filter(({ level, message }) => {
        return level !== 'debug' && (typeof wanted === 'string' ? message === wanted : wanted.test(message));
      }).length,
  };
}
