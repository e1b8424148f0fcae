import { readFileSync } from 'node:fs';

/** The process that runs now under supervision has said that it works. */
export function isUp(logFile: string): boolean {
  const log = readFileSync(logFile, 'utf8');
  return log.lastIndexOf('"started"') > log.lastIndexOf('"service":"supervisor"');
}
