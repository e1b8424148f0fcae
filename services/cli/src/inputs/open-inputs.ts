import {
  filesSource,
  type InputBatch,
  readTogether,
  type Source,
  s3Source,
  stdinSource,
} from '@trailhound/collector/inputs';
import type { Io } from '../io.js';

export type { InputBatch };

/**
 * Reads the inputs of a call: files, folders (recursive), `s3://bucket/prefix`, `-` for standard input, which can be read
 * once. One after the other, and of a bucket several objects at once, whose batches then come mixed. An input that cannot
 * be opened is an item of kind `unreadable`; the others are read all the same.
 */
export async function* openInputs(io: Io, inputs: readonly string[]): AsyncGenerator<InputBatch> {
  const isTyped = 'isTTY' in io.in && io.in.isTTY === true;
  if (isTyped && inputs.includes('-')) io.say('reading standard input; Ctrl-D ends it');
  const given = inputs.filter((input, at) => input !== '-' || inputs.indexOf('-') === at);
  for (const input of given) yield* readTogether(await sourceOf(io, input));
}

/** The source of one input of a call. */
export async function sourceOf(io: Io, input: string): Promise<Source> {
  if (input === '-') return stdinSource(io.in);
  if (!input.startsWith('s3://')) return filesSource({ paths: [input] });
  // The SDK is loaded only for what lies there.
  const { s3Place } = await import('./s3-place.js');
  return s3Source(s3Place({ url: input }, io.env));
}
