import { readInput } from '../read/read-input.js';
import type { Source } from './source.js';

/** Records made up by a generator, as JSON values. They take the way real bytes take. */
export type SimulatedRecords = AsyncIterable<object> | Iterable<object>;

/** A simulated account. `name` tells one simulation from another, such as `simulate:1` for its seed. */
export function simulateSource(
  name: string,
  records: SimulatedRecords,
  { backfill = false, notify = false }: { readonly backfill?: boolean; readonly notify?: boolean } = {},
): Source {
  async function* inputs(): ReturnType<Source['inputs']> {
    yield { name, read: () => readInput(name, asJsonLines(records)) };
  }
  return { kind: 'simulate', backfill, notify, inputs };
}

/** Lines are gathered, since each chunk becomes a batch of its own; what is waited for is not held back. */
async function* asJsonLines(records: SimulatedRecords): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  if (Symbol.asyncIterator in records) {
    for await (const record of records) yield encoder.encode(`${JSON.stringify(record)}\n`);
    return;
  }
  let lines = '';
  for (const record of records) {
    lines += `${JSON.stringify(record)}\n`;
    if (lines.length < 256 * 1024) continue;
    yield encoder.encode(lines);
    lines = '';
  }
  yield encoder.encode(lines);
}
