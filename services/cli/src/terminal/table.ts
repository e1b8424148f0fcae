import { cutText, printable } from '@trailhound/contracts';

/** A table's column: its heading, and the most characters a cell may take (default: all of them). */
export interface Column {
  readonly heading: string;
  readonly maxWidth?: number;
}

/** Lines of a table with aligned columns and a rule under the headings. Cells are made printable here. */
export function tableLines(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const cells = rows.map((row) =>
    columns.map(({ maxWidth }, at) =>
      maxWidth === undefined ? printable(row[at] ?? '') : cutText(printable(row[at] ?? ''), maxWidth),
    ),
  );
  const widths = columns.map(({ heading }, at) =>
    Math.max(heading.length, ...cells.map((row) => [...(row[at] ?? '')].length)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => cell + ' '.repeat(Math.max(0, (widths[at] ?? 0) - [...cell].length)))
      .join('  ')
      .trimEnd();
  return [
    line(columns.map(({ heading }) => heading)),
    line(widths.map((width) => '-'.repeat(width))),
    ...cells.map(line),
  ];
}
