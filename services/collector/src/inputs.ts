// Inputs read without a service. A door of its own, so that a command that needs no service loads none.
export { defaultInflateLimits, type InflateLimits } from './read/inflate.js';
export {
  type InputItem,
  type ReadOptions,
  type RecordItem,
  type RejectedItem,
  readInput,
  type SkippedItem,
  type UnreadableItem,
} from './read/read-input.js';
export { type FilesSourceOptions, filesSource, readFile } from './sources/files-source.js';
export { type InputBatch, readTogether } from './sources/read-together.js';
export { type S3SourceOptions, s3Source } from './sources/s3-source.js';
export type { Input, Source, UnreadableInput } from './sources/source.js';
export { stdinSource } from './sources/stdin-source.js';
export { type FoundFile, walkFiles } from './sources/walk-files.js';
