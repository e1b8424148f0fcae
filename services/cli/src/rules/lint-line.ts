import type { Problem } from '@trailhound/contracts';
import { printable } from '@trailhound/contracts';
import type { LintLevel, PlacedLint } from '@trailhound/rules';
import type { Style } from '../terminal/style.js';

/** What `rules lint` prints a line of: a lint, or the reason why a rule cannot run. */
export interface Finding {
  readonly level: LintLevel;
  /** Empty where the finding has no place. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly code: string;
  readonly message: string;
  readonly fix?: string;
  /** `rules lint --fix` can do it. */
  readonly fixable: boolean;
  /** The whole file as it should stand. */
  readonly repaired?: string;
}

export function findingOfProblem({ code, message, fix, repaired, place }: Problem): Finding {
  const at = place ?? { file: '', line: 1, column: 1 };
  return {
    level: 'error',
    ...at,
    code,
    message,
    ...(fix !== undefined && { fix }),
    fixable: false,
    ...(repaired !== undefined && { repaired }),
  };
}

export function findingOfLint({ level, place, code, message, advice, fileFix }: PlacedLint): Finding {
  const fix = advice ?? (fileFix ? `replace it with ${JSON.stringify(fileFix.edit.text)}` : undefined);
  return { level, ...place, code, message, ...(fix !== undefined && { fix }), fixable: fileFix !== undefined };
}

/** `file:line:column: level CODE message (fix: …)`. */
export function findingLine({ level, file, line, column, code, message, fix, fixable }: Finding, style: Style): string {
  const paint = level === 'error' ? style.red : level === 'warning' ? style.yellow : style.cyan;
  const advice = fix === undefined ? '' : style.dim(` (fix${fixable ? ' by --fix' : ''}: ${printable(fix)})`);
  const where = file === '' ? '' : `${printable(file)}:${line}:${column}: `;
  return `${where}${paint(level)} ${style.bold(code)} ${printable(message)}${advice}`;
}

/** The repaired text of a broken file, line by line, between marks. */
export function repairedLines({ file, repaired }: Finding): readonly string[] {
  if (repaired === undefined) return [];
  const lines = repaired.trimEnd().split('\n').map(printable);
  return [`--- ${printable(file)}, repaired:`, ...lines, `--- end of ${printable(file)}`];
}
