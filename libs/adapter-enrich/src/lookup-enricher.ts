import { type JsonObject, ownText, parsePath, viewOf } from '@trailhound/cloudtrail';
import { CodedError } from '@trailhound/contracts';
import type { Enricher } from '@trailhound/ports';
import { parseTable } from './parse-table.js';
import { readSourceFile, type SourceFile } from './source-file.js';

export interface LookupTable {
  /** The member is called `lookup_<name>`. */
  readonly name: string;
  /** Path of the record whose text is looked up. */
  readonly key: string;
  /** Column of the table it is looked up in. */
  readonly column: string;
}

/**
 * Opens a table, CSV with a line of headings or a JSON list of objects. The enricher gives `lookup_<name>`: the row whose
 * column holds the text (or a text among several) at the record's path, every cell as text; the last of equal rows.
 * Rejects with ENRICHMENT_FILE.
 */
export async function openLookupEnricher(file: string, { name, key, column }: LookupTable): Promise<Enricher> {
  const path = parsePath(key);
  if (!path.ok) throw unusable(file, `the key ${JSON.stringify(key)} is no path`);
  const rows = new Map<string, JsonObject>();
  const { rows: listed, source } = await rowsOf(file);
  for (const row of listed) {
    const value = ownText(row, column);
    if (value === undefined) throw unusable(file, `a row has no column ${JSON.stringify(column)}`);
    rows.set(value, row);
  }
  const member = `lookup_${name}`;
  return {
    source,
    provides: [member],
    enrich(record) {
      for (const value of viewOf(record).resolve(path.value)) {
        const row = typeof value === 'string' || typeof value === 'number' ? rows.get(String(value)) : undefined;
        if (row !== undefined) return { [member]: row };
      }
      return {};
    },
  };
}

async function rowsOf(
  file: string,
): Promise<{ readonly rows: readonly JsonObject[]; readonly source: SourceFile['source'] }> {
  try {
    const { text, source } = await readSourceFile(file);
    if (!/^\s*\[/.test(text)) return { rows: parseTable(text), source };
    const rows = (JSON.parse(text) as readonly object[]).map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([column, value]) => [
          column,
          typeof value === 'string' ? value : JSON.stringify(value),
        ]),
      ),
    );
    return { rows, source };
  } catch (error) {
    throw unusable(file, error instanceof Error ? error.message : String(error));
  }
}

function unusable(file: string, reason: string): CodedError {
  return new CodedError('ENRICHMENT_FILE', `the table ${file} cannot be used: ${reason}`, { file });
}
