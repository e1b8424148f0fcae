import { type ReadOptions, readInput } from '../read/read-input.js';
import type { Source } from './source.js';

/** Standard input to its end; `stream` is handed in, so that only the rim of the program knows the process. */
export function stdinSource(
  stream: AsyncIterable<Uint8Array>,
  {
    backfill = false,
    notify = false,
    ...options
  }: ReadOptions & { readonly backfill?: boolean; readonly notify?: boolean } = {},
): Source {
  async function* inputs(): ReturnType<Source['inputs']> {
    yield { name: '-', read: () => readInput('-', stream, options) };
  }
  return { kind: 'stdin', backfill, notify, inputs };
}
