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
    const { headers } = this.#message;
    if (headers === undefined || !Object.hasOwn(headers, name)) return undefined;
    const header = headers[name];
    const last = Array.isArray(header) ? header.at(-1) : header;
    return Buffer.isBuffer(last) ? headerText(name, last) : String(last);
  }
}
