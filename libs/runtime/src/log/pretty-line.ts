import { printable } from '@trailhound/contracts';

/**
 * A JSON log line as one line for people: time, level, service, message, fields; a stack follows indented. Attacker text
 * in fields cannot break the line or reach the terminal as control characters. Text that is no JSON is passed through, escaped.
 */
export function prettyLine(json: string): string {
  const entry = parse(json);
  if (entry === undefined) return `${printable(json.trimEnd())}\n`;
  const { time, level, service, msg, err, ...fields } = entry;
  const { stack, ...error } = (typeof err === 'object' && err !== null ? err : {}) as Record<string, unknown>;
  const shown = Object.entries({ ...fields, ...(err !== undefined && { err: error }) })
    .map(([name, value]) => `${printable(name)}=${fieldText(value)}`)
    .join(' ');
  const head = [String(time).slice(11, 23), String(level).toUpperCase().padEnd(5), service, msg]
    .map((part) => printable(String(part ?? '')))
    .join(' ');
  return `${head}${shown === '' ? '' : `  ${shown}`}\n${typeof stack === 'string' ? stackText(stack) : ''}`;
}

function parse(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function fieldText(value: unknown): string {
  const isPlain = typeof value === 'string' && /^[\w.:/@+-]+$/.test(value);
  return isPlain ? value : printable(JSON.stringify(value) ?? 'undefined');
}

function stackText(stack: string): string {
  return stack
    .split('\n')
    .slice(1)
    .map((line) => `    ${printable(line.trim())}\n`)
    .join('');
}
