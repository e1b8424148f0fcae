/** A structure's members: doubled text id (odd = required) and node id in turn. */
export type NodeRow = readonly [kind: 0 | 1 | 2 | 3, ...rest: readonly number[]];

/** Name, flags (1 reads only, 2 the model says so), request and response node (-1 = none), version in the name. */
export type ApiRow = readonly [name: number, flags: number, request: number, response: number, suffix?: string];

/**
 * The file `npm run catalogue` writes. Node ids below 8 are the scalar types; 8 is the first of `nodes`. A node is a
 * list `[0, element]`, a map `[1, value]`, a text of a fixed set `[2, text id of one of them]`, or a structure `[3, …]`.
 */
export interface CatalogueFile {
  readonly format: 1;
  /** The version of botocore it was made from. */
  readonly botocore: string;
  readonly texts: readonly string[];
  readonly nodes: readonly NodeRow[];
  readonly sources: Readonly<
    Record<string, { readonly services: readonly string[]; readonly apis: readonly ApiRow[] }>
  >;
}

/** Node ids of scalars, by index. */
export const scalarTypes = ['any', 'string', 'boolean', 'integer', 'number', 'timestamp', 'blob', 'hidden'] as const;
export type ScalarType = (typeof scalarTypes)[number];

/** Reads the file's text. Throws TypeError for a file of another format: it is shipped with this code. */
export function readCatalogueFile(text: string): CatalogueFile {
  const file = JSON.parse(text) as { readonly format?: unknown };
  if (file.format !== 1) throw new TypeError('the catalogue is of another version; `npm run catalogue` writes it anew');
  return file as CatalogueFile;
}
