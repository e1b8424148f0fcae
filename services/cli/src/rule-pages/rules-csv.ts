import type { RuleDescription } from '@trailhound/rules';

const columns = [
  'id',
  'title',
  'severity',
  'enabled',
  'language',
  'pack',
  'eventNames',
  'attackTactics',
  'attackTechniques',
  'cis',
  'counting',
  'tests',
  'file',
] as const;

/** All rules as CSV for auditors (RFC 4180), one a line under a line of column names. */
export function rulesCsv(rules: readonly RuleDescription[]): string {
  const lines = rules.map(
    ({ id, title, severity, enabled, language, pack, eventNames, frameworks, counting, tests, file, line }) => [
      ...[id, title, severity, enabled ? 'yes' : 'no', language, pack ?? '', eventNames.join(' ')],
      ...[frameworks.attackTactics.join(' '), frameworks.attackTechniques.join(' '), frameworks.cis.join(' ')],
      ...[counting, String(tests), `${file}:${line}`],
    ],
  );
  return [columns, ...lines].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

/** Quoted always; a cell that a spreadsheet would take for a formula is prefixed so that it is text. */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
