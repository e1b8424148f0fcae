import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { type InputItem, type ReadOptions, readInput } from '../read/read-input.js';
import type { Input, Source, UnreadableInput } from './source.js';
import { reasonOf, walkFiles } from './walk-files.js';

export interface FilesSourceOptions extends ReadOptions {
  /** Files and folders, read in this order. */
  readonly paths: readonly string[];
  readonly backfill?: boolean;
  readonly notify?: boolean;
}

/** The files at some paths as they are now. A file that was read to its end before, and has not changed since, is passed over. */
export function filesSource({ paths, backfill = false, notify = false, ...options }: FilesSourceOptions): Source {
  async function* inputs(): AsyncGenerator<Input | UnreadableInput> {
    const entered = new Set<string>();
    for (const path of paths) {
      for await (const found of walkFiles(path, entered)) {
        if (found.kind === 'unreadable') {
          yield { name: found.path, unreadable: found.message };
          continue;
        }
        const value = `${found.sizeBytes}:${found.mtimeMs}`;
        const checkpoint = { scope: 'collector.files', key: resolve(found.path), value };
        yield { name: found.path, checkpoint, read: () => readFile(found.path, options) };
      }
    }
  }
  return { kind: 'files', backfill, notify, inputs };
}

/** One file in batches, gzip or not. A file that cannot be opened or read ends with `unreadable`. */
export async function* readFile(path: string, options: ReadOptions = {}): AsyncGenerator<readonly InputItem[]> {
  for await (const items of readInput(path, createReadStream(path, { highWaterMark: 1 << 20 }), options)) {
    yield items.map((item) => (item.kind === 'unreadable' ? { ...item, message: readableReason(item.message) } : item));
  }
}

function readableReason(message: string): string {
  const code = /^(E[A-Z]+):/.exec(message)?.[1];
  return code === undefined ? message : reasonOf(Object.assign(new Error(message), { code }));
}
