import { printable } from '@trailhound/contracts';
import { counted, countOf } from '../terminal/counted.js';
import type { Style } from '../terminal/style.js';
import { tableLines } from '../terminal/table.js';
import type { BoundedCounts } from './bounded-counts.js';
import type { CountedField, Inspection } from './inspection.js';
import type { OddPlace } from './oddities.js';

const barWidth = 20;
const maxShownPlaces = 5;

const headings: readonly (readonly [CountedField, string, string])[] = [
  ['kind', 'KIND', 'kinds'],
  ['eventName', 'EVENT NAME', 'event names'],
  ['eventSource', 'EVENT SOURCE', 'event sources'],
  ['errorCode', 'ERROR CODE', 'error codes'],
  ['insight', 'WHAT INSIGHTS FOUND', 'kinds of Insights'],
];

/** An inspection as a person reads it in a terminal; of each table the `top` largest lines. */
export function inspectionLines(found: Inspection, top: number, style: Style): readonly string[] {
  const lines = [style.bold(`${countOf(found.records, 'record')} in ${countOf(found.inputs, 'input')}`)];
  if (found.records > 0) {
    lines[0] += `, ${sizeText(found.bytes)} uncompressed`;
    lines.push(`from ${isoSeconds(found.firstMs)} to ${isoSeconds(found.lastMs)}`);
    for (const [field, heading, plural] of headings)
      if (found.counts[field].size > 0)
        lines.push('', ...countLines(found.counts[field], found.records, { heading, plural, top, style }));
    lines.push('', ...whereLines(found, top, style));
  }
  const skipped = found.skipped.sorted();
  if (skipped.length > 0) {
    lines.push('', style.bold('Beside the records'));
    for (const { value, count } of skipped) lines.push(`  ${counted(count)} × ${value}`);
  }
  lines.push('', ...oddLines(found, style));
  return lines;
}

interface CountTable {
  readonly heading: string;
  readonly plural: string;
  readonly top: number;
  readonly style: Style;
}

function countLines(counts: BoundedCounts, total: number, table: CountTable): readonly string[] {
  const { heading, plural, top, style } = table;
  const sorted = counts.sorted();
  const most = Math.max(1, sorted[0]?.count ?? 0);
  const rows = sorted.slice(0, top).map(({ value, count }) => {
    const share = `${((count / total) * 100).toFixed(1)}%`;
    return [value, counted(count), share, '█'.repeat(Math.max(1, Math.round((count / most) * barWidth)))];
  });
  const columns = [{ heading, maxWidth: 60 }, { heading: 'RECORDS' }, { heading: 'SHARE' }, { heading: '' }];
  return [...tableLines(columns, rows), ...restLine(sorted.length - top, counts.beyond, plural, style)];
}

function restLine(more: number, beyond: number, plural: string, style: Style): readonly string[] {
  const parts = [
    ...(more > 0 ? [`${counted(more)} more ${plural}`] : []),
    ...(beyond > 0 ? [`${countOf(beyond, 'record')} of still other ${plural}`] : []),
  ];
  return parts.length === 0 ? [] : [style.dim(parts.join(', '))];
}

function whereLines(found: Inspection, top: number, style: Style): readonly string[] {
  const all = found.whereabouts;
  const columns = ['ACCOUNT', 'REGION', 'RECORDS', 'FIRST', 'LAST'].map((heading) => ({ heading, maxWidth: 60 }));
  const rows = all
    .slice(0, top)
    .map(({ account, region, records, firstMs, lastMs }) => [
      ...[account, region, counted(records), isoSeconds(firstMs), isoSeconds(lastMs)],
    ]);
  return [...tableLines(columns, rows), ...restLine(all.length - top, 0, 'accounts and regions', style)];
}

function oddLines(found: Inspection, style: Style): readonly string[] {
  const { counts } = found.oddities;
  const unnoticed = found.copiesUnnoticed ? [style.dim('too many records to notice a copy of each')] : [];
  if (counts.length === 0) return [style.green('nothing odd'), ...unnoticed];
  const lines = [style.bold('Odd')];
  for (const { value: reason, count } of counts) {
    const places = found.oddities.placesOf(reason);
    // What a reader says of one place is said there; what is the same of all stands beside the reason.
    const same = places.every(({ message }) => message === places[0]?.message) ? `: ${places[0]?.message}` : '';
    lines.push(printable(`  ${counted(count)} × ${reason}${same}`));
    for (const place of places.slice(0, maxShownPlaces)) lines.push(style.dim(placeLine(place, same === '')));
    if (count > maxShownPlaces) lines.push(style.dim(`    and ${counted(count - maxShownPlaces)} more`));
  }
  return [...lines, ...unnoticed];
}

function placeLine({ input, index, offset, eventName, message }: OddPlace, withMessage: boolean): string {
  const where = index === undefined ? input : `${input}#${index}`;
  const byte = offset === undefined ? '' : ` at byte ${offset}`;
  const name = eventName === undefined ? '' : ` ${eventName}`;
  return printable(`    ${where}${byte}${name}${withMessage ? `: ${message}` : ''}`);
}

function isoSeconds(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('.000Z', 'Z');
}

function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const [unit, size] = bytes < 1e6 ? ['kB', 1e3] : bytes < 1e9 ? ['MB', 1e6] : ['GB', 1e9];
  return `${(bytes / size).toFixed(1)} ${unit}`;
}
