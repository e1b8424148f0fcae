import { filesSource, type InputBatch, readTogether, type Source, s3Source, stdinSource } from '@trailhound/collector';
import type { Io } from '../io.js';
import { isS3Url, s3Place } from './s3-place.js';

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
  for (const input of given) yield* readTogether(sourceOf(io, input));
}

/** The source of one input of a call. */
export function sourceOf(io: Io, input: string): Source {
  if (input === '-') return stdinSource(io.in);
  return isS3Url(input) ? s3Source(s3Place({ url: input }, io.env)) : filesSource({ paths: [input] });
}
