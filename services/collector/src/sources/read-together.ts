import type { InputItem } from '../read/read-input.js';
import { eachOf } from './each-of.js';
import type { Input, Source } from './source.js';

/** Items of one input, in its order; `input` is its name as a person would look it up. */
export interface InputBatch {
  readonly input: string;
  readonly items: readonly InputItem[];
}

/**
 * Reads all inputs of a source, as many at once as the source allows; the batches of inputs read together come mixed. What
 * cannot be opened is an item of kind `unreadable`. Nothing is read ahead of whoever takes the batches but one batch an
 * input, and leaving early ends the reading.
 */
export async function* readTogether(source: Pick<Source, 'inputs' | 'concurrency'>): AsyncGenerator<InputBatch> {
  const ready: { readonly batch: InputBatch; readonly taken: () => void }[] = [];
  let wake = Promise.withResolvers<void>();
  let isLeft = false;
  let isOver = false;

  async function offer(batch: InputBatch): Promise<void> {
    if (isLeft) return;
    await new Promise<void>((taken) => {
      ready.push({ batch, taken });
      wake.resolve();
    });
  }

  async function read(input: Input | { readonly name: string; readonly unreadable: string }): Promise<void> {
    const { name } = input;
    if ('unreadable' in input) {
      return offer({ input: name, items: [{ kind: 'unreadable', input: name, message: input.unreadable }] });
    }
    for await (const items of input.read()) {
      await offer({ input: name, items });
      if (isLeft) return;
    }
  }

  const reading = eachOf(
    untilLeft(source.inputs(), () => isLeft),
    source.concurrency ?? 1,
    read,
  ).finally(() => {
    isOver = true;
    wake.resolve();
  });
  reading.catch(() => undefined); // thrown below, where the batches before it have been taken
  try {
    while (true) {
      const next = ready.shift();
      if (next) {
        yield next.batch;
        next.taken();
      } else if (isOver) break;
      else {
        await wake.promise;
        wake = Promise.withResolvers();
      }
    }
    await reading;
  } finally {
    isLeft = true;
    for (const { taken } of ready.splice(0)) taken();
  }
}

async function* untilLeft<T>(values: AsyncIterable<T>, isLeft: () => boolean): AsyncGenerator<T> {
  for await (const value of values) {
    if (isLeft()) return;
    yield value;
  }
}
