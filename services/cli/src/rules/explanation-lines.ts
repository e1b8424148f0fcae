import { printable } from '@trailhound/contracts';
import type { Explanation } from '@trailhound/rules';
import type { Style } from '../terminal/style.js';

/** An explanation as an indented tree: what held, what did not, what was expected and what was seen. */
export function explanationLines(explanation: Explanation, style: Style, depth = 0): string[] {
  const { outcome, kind, path, expected, seen, text, parts } = explanation;
  const mark = { match: style.green('✓'), 'no-match': style.red('✗'), error: style.yellow('!') }[outcome];
  const indent = '  '.repeat(depth);
  if (parts.length > 0) {
    const words = { and: 'all of', or: 'one of', not: 'not' }[kind as 'and' | 'or' | 'not'];
    return [
      `${indent}${mark} ${style.bold(words)}`,
      ...parts.flatMap((part) => explanationLines(part, style, depth + 1)),
    ];
  }
  const found = seen === '' ? '' : style.dim(`  seen: ${printable(seen)}`);
  const source = text === undefined ? '' : style.dim(`  [${printable(text)}]`);
  return [`${indent}${mark} ${printable(`${path} ${expected}`.trim())}${found}${source}`];
}
