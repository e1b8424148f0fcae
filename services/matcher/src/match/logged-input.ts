import { type Origin, parseOrigin, recordHeaderNames, topics } from '@trailhound/contracts';
import type { LogRecord } from '@trailhound/ports';
import type { RecordHints } from '@trailhound/rules';
import type { RecordInput } from '../detect/evaluate-record.js';

/** A record of the log to be evaluated. Where it came from is read when somebody asks: of nearly all records nobody does. */
export class LoggedInput implements RecordInput {
  #origin: { readonly read: Origin | undefined } | undefined;

  constructor(
    private readonly record: LogRecord,
    private readonly partition: number,
    readonly bytes: Uint8Array,
    readonly uid: string | undefined,
    readonly hints: RecordHints,
  ) {}

  get origin(): Origin | undefined {
    this.#origin ??= { read: parseOrigin(this.record.header(recordHeaderNames.origin)) };
    return this.#origin.read;
  }

  /** The input it stood in; where that is not known, its place in the log. */
  get at(): Pick<Origin, 'input' | 'index'> {
    return this.origin ?? { input: `${topics.records}/${this.partition}`, index: Number(this.record.offset) };
  }
}
