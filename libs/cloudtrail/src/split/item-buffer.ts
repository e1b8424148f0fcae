/** Bytes kept of what is passed over, for people to see what it was. */
export const maxHeadBytes = 4096;

/** A stretch of the input that was collected: whole, or only its head where it was refused or grew too large. */
export interface Stretch {
  readonly offset: number;
  readonly isWhole: boolean;
  readonly bytes: Uint8Array;
}

/**
 * Collects one stretch of the input across segments, never more than `maxBytes` of it. The segment in hand is not copied
 * until the stretch ends or the segment is left.
 */
export class ItemBuffer {
  readonly #maxBytes: number;
  #parts: Uint8Array[] = [];
  /** Bytes of the stretch in segments already left, kept or not. */
  #leftBytes = 0;
  /** Where the stretch starts in the segment in hand; -1 when none is open. */
  #start = -1;
  #offset = 0;
  #isRefused = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get isOpen(): boolean {
    return this.#start >= 0;
  }

  /** True when the stretch was refused by {@link refuse}, not merely too large. */
  get isRefused(): boolean {
    return this.#isRefused;
  }

  /** Starts a stretch at an index of the segment in hand. */
  open(at: number, offset: number): void {
    this.#start = at;
    this.#offset = offset;
    this.#leftBytes = 0;
    this.#isRefused = false;
  }

  /** Keeps no more than the head of the stretch, whatever its size. */
  refuse(): void {
    this.#isRefused = true;
  }

  drop(): void {
    this.#start = -1;
    this.#parts = [];
    this.#isRefused = false;
  }

  /** Takes up a stretch that was closed, for its head only, at the start of what follows it. */
  resume({ offset, bytes }: Stretch): void {
    this.open(0, offset);
    this.#parts = [bytes.subarray(0, maxHeadBytes)];
    this.#leftBytes = bytes.length;
    this.#isRefused = true;
  }

  /** Ends the stretch before index `end` of the segment in hand. */
  close(segment: Uint8Array, end: number): Stretch {
    const isWhole = !this.#isRefused && this.#leftBytes + end - this.#start <= this.#maxBytes;
    const last = segment.subarray(this.#start, end);
    const isOnePiece = isWhole && this.#parts.length === 0;
    const bytes = isOnePiece ? last : join([...this.#parts, last], isWhole ? this.#maxBytes : maxHeadBytes);
    const offset = this.#offset;
    this.drop();
    return { offset, isWhole, bytes };
  }

  /** The segment in hand is at its end: keeps what is needed of it. The next one starts at index 0. */
  leave(segment: Uint8Array): void {
    if (this.#start < 0) return;
    const isKept = !this.#isRefused && this.#leftBytes + segment.length - this.#start <= this.#maxBytes;
    if (isKept || this.#leftBytes < maxHeadBytes) this.#parts.push(segment.slice(this.#start));
    if (!isKept) this.#parts = [join(this.#parts, maxHeadBytes)];
    this.#leftBytes += segment.length - this.#start;
    this.#start = 0;
  }
}

/** The first `maxBytes` of the parts, as a copy. */
function join(parts: readonly Uint8Array[], maxBytes: number): Uint8Array {
  let size = 0;
  for (const part of parts) size += part.length;
  const bytes = new Uint8Array(Math.min(size, maxBytes));
  let at = 0;
  for (const part of parts) {
    if (at === bytes.length) break;
    const fitting = part.length <= bytes.length - at ? part : part.subarray(0, bytes.length - at);
    bytes.set(fitting, at);
    at += fitting.length;
  }
  return bytes;
}
