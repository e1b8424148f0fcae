import type { JsonObject } from '@trailhound/cloudtrail';

/**
 * Rows of CSV as RFC 4180 lays it down (https://www.rfc-editor.org/rfc/rfc4180): a line of headings, cells in quotes where
 * they hold commas, quotes or line breaks. Each row is an object of texts. Throws where a row has more cells than there
 * are headings, or a quote is not closed; empty lines are passed over.
 */
export function parseTable(text: string): readonly JsonObject[] {
  const [headings, ...rows] = linesOf(text.replace(/^\ufeff/, ''));
  if (headings === undefined) throw new Error('it has no line of headings');
  return rows.map((cells, at) => {
    if (cells.length > headings.length) throw new Error(`row ${at + 2} has more cells than there are headings`);
    return Object.fromEntries(headings.map((heading, column) => [heading.trim(), cells[column] ?? '']));
  });
}

const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;

function linesOf(text: string): readonly (readonly string[])[] {
  const lines: string[][] = [];
  let cells: string[] = [];
  cell.lastIndex = 0;
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const [, quoted, plain = '', end] = cell.exec(text) ?? [];
    if (end === undefined)
      throw new Error(`line ${text.slice(0, at).split('\n').length}: a quote is not closed, or stands in a cell`);
    cells.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === ',' && cell.lastIndex < text.length) continue;
    if (end === ',') cells.push('');
    if (cells.some((value) => value !== '')) lines.push(cells);
    cells = [];
  }
  return lines;
}
