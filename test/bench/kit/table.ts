/** A table of text; cells that are numbers with units stand right, all others left. */
export interface Table {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const numeric = /^[≈<>~]?[-+]?\d[\d.,]*(?:e-?\d+)? ?[%×a-zA-Zµ/]*$/;

/** The table as Markdown, padded so that it reads well as plain text too. */
export function tableText({ headings, rows }: Table): string {
  const cells = [headings, ...rows].map((row) => headings.map((_, at) => (row[at] ?? '').replaceAll('|', '\\|')));
  const width = headings.map((_, at) => Math.max(3, ...cells.map((row) => [...(row[at] ?? '')].length)));
  const isRight = headings.map((_, at) => {
    const filled = rows.map((row) => row[at] ?? '').filter((cell) => cell !== '' && cell !== '–');
    return filled.length > 0 && filled.every((cell) => numeric.test(cell));
  });
  const pad = (cell: string, at: number): string => {
    const space = ' '.repeat((width[at] ?? 0) - [...cell].length);
    return isRight[at] === true ? space + cell : cell + space;
  };
  const line = (row: readonly string[]) => `| ${row.map(pad).join(' | ')} |`;
  const rule = width.map((size, at) => (isRight[at] === true ? `${'-'.repeat(size - 1)}:` : '-'.repeat(size)));
  const [first = [], ...others] = cells;
  return [line(first), `| ${rule.join(' | ')} |`, ...others.map(line)].join('\n');
}

/** A rate in three digits: `1.2 M`, `417 k`, `980`. */
export function rate(perSecond: number): string {
  if (perSecond >= 999_500) return `${(perSecond / 1e6).toPrecision(3)} M`;
  if (perSecond >= 9_950) return `${Math.round(perSecond / 1000)} k`;
  if (perSecond >= 999.5) return `${(perSecond / 1000).toFixed(1)} k`;
  return perSecond.toPrecision(3).replace(/\.0+$/, '');
}

/** How many times one figure is the other. */
export function ratio(figure: number, of: number): string {
  const times = figure / of;
  return times >= 99.5 ? `${Math.round(times)}` : times >= 9.95 ? times.toFixed(0) : times.toFixed(2);
}
