import type { LogRecord } from '@trailhound/ports';
import type { KafkaMessage } from 'kafkajs';
import { headerText } from '../header-text.js';

/** A message of kafkajs as the port has it; nothing of it is decoded before it is asked for. */
export class KafkaLogRecord implements LogRecord {
  readonly #message: KafkaMessage;

  constructor(message: KafkaMessage) {
    this.#message = message;
  }

  get key(): string {
    return this.#message.key?.toString() ?? '';
  }

  get value(): Uint8Array | null {
    return this.#message.value;
  }

  get offset(): bigint {
    return BigInt(this.#message.offset);
  }

  get timestampMs(): number {
    return Number(this.#message.timestamp);
  }

  /** Of headers with one name the last counts. */
  header(name: string): string | undefined {
    const header = this.#message.headers?.[name];
    if (Buffer.isBuffer(header)) return headerText(name, header);
    // Nothing else that an object inherits is one of these.
    const last = Array.isArray(header) ? header.at(-1) : header;
    if (Buffer.isBuffer(last)) return headerText(name, last);
    return typeof last === 'string' ? last : undefined;
  }
}
