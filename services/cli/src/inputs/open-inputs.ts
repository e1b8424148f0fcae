import { filesSource, type InputItem, stdinSource } from '@trailhound/collector';
import type { Io } from '../io.js';

/** Items of one input, in its order; `input` is its name as a person would look it up. */
export interface InputBatch {
  readonly input: string;
  readonly items: readonly InputItem[];
}

/**
 * Reads the inputs of a call, one after the other: files, folders (recursive), `-` for standard input, which can be read
 * once. An input that cannot be opened is an item of kind `unreadable`; the others are read all the same.
 */
export async function* openInputs(io: Io, inputs: readonly string[]): AsyncGenerator<InputBatch> {
  const isTyped = 'isTTY' in io.in && io.in.isTTY === true;
  if (isTyped && inputs.includes('-')) io.say('reading standard input; Ctrl-D ends it');
  const given = inputs.filter((input, at) => input !== '-' || inputs.indexOf('-') === at);
  for (const input of given) {
    const source = input === '-' ? stdinSource(io.in) : filesSource({ paths: [input] });
    for await (const found of source.inputs()) {
      if ('unreadable' in found) {
        yield { input: found.name, items: [{ kind: 'unreadable', input: found.name, message: found.unreadable }] };
        continue;
      }
      for await (const items of found.read()) yield { input: found.name, items };
    }
  }
}
