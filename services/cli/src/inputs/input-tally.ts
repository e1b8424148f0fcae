import type { InputItem } from '@trailhound/collector/inputs';
import { printable } from '@trailhound/contracts';
import type { Io } from '../io.js';
import { counted, countOf } from '../terminal/counted.js';
import { ProgressLine } from '../terminal/progress-line.js';

/** Rejections shown one by one: of one reason in one input, and in all. The others are counted. */
const maxShownOfInput = 3;
const maxShown = 20;

interface Rejections {
  shown: number;
  unshown: number;
}

/** Counts what inputs held, says what is wrong with them as it is found, and sums up. */
export class InputTally {
  records = 0;
  unreadable = 0;
  readonly #skipped = new Map<string, number>();
  readonly #rejected = new Map<string, number>();
  /** By input and reason. */
  readonly #rejections = new Map<string, Rejections>();
  #shown = 0;
  readonly #progress: ProgressLine;

  constructor(private readonly io: Io) {
    this.#progress = new ProgressLine(io);
  }

  count(input: string, item: InputItem): void {
    switch (item.kind) {
      case 'record':
        this.records += 1;
        return;
      case 'skipped':
        this.#skipped.set(item.reason, (this.#skipped.get(item.reason) ?? 0) + 1);
        return;
      case 'rejected':
        this.reject(input, item);
        return;
      case 'unreadable':
        this.unreadable += 1;
        this.#say('error', `${printable(input)} cannot be read: ${printable(item.message)}`);
        return;
      default:
        item satisfies never;
    }
  }

  /** Counts something in an input that is no record, or a record that cannot be evaluated. */
  reject(
    input: string,
    found: { readonly index?: number; readonly offset?: number; readonly reason: string; readonly message: string },
  ): void {
    const { index, offset, reason, message } = found;
    this.#rejected.set(reason, (this.#rejected.get(reason) ?? 0) + 1);
    const key = `${input}: ${reason}`;
    const before = this.#rejections.get(key) ?? { shown: 0, unshown: 0 };
    this.#rejections.set(key, before);
    if (before.shown === maxShownOfInput || this.#shown === maxShown) {
      before.unshown += 1;
      return;
    }
    before.shown += 1;
    this.#shown += 1;
    const where = index === undefined ? `${input} at byte ${offset ?? 0}` : `${input}#${index}`;
    this.#say('rejected', `${printable(where)}: ${reason} ${printable(message)}`);
  }

  /** Shows on a terminal how far the work is. `found` is what it found so far, in words. */
  progress(input: string, found?: () => string): void {
    this.#progress.draw(() => [countOf(this.records, 'record'), ...(found ? [found()] : []), input].join(' · '));
  }

  /** Takes the line of progress away and says how much was not shown. */
  done(): void {
    this.#progress.clear();
    const unshown = [...this.#rejections].filter(([, rejections]) => rejections.unshown > 0);
    this.#rejections.clear();
    if (unshown.length > maxShown) {
      const total = unshown.reduce((sum, [, rejections]) => sum + rejections.unshown, 0);
      this.#say('rejected', `${counted(total)} more, in ${countOf(unshown.length, 'input')}`);
      return;
    }
    for (const [key, { unshown: more }] of unshown) this.#say('rejected', `${counted(more)} more of ${printable(key)}`);
  }

  /** `12,345 records, 2 skipped (digest 2), 1 rejected (bad_json 1)`. */
  summary(): string {
    const parts = [countOf(this.records, 'record')];
    if (this.#skipped.size > 0) parts.push(reasons(this.#skipped, 'skipped'));
    if (this.#rejected.size > 0) parts.push(reasons(this.#rejected, 'rejected'));
    if (this.unreadable > 0) parts.push(`${countOf(this.unreadable, 'input')} that cannot be read`);
    return parts.join(', ');
  }

  #say(kind: 'error' | 'rejected', text: string): void {
    this.#progress.clear();
    const paint = kind === 'error' ? this.io.errStyle.red : this.io.errStyle.yellow;
    this.io.say(`${paint(`${kind}:`)} ${text}`);
  }
}

function reasons(counts: ReadonlyMap<string, number>, what: string): string {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const each = [...counts].map(([reason, count]) => `${reason} ${counted(count)}`).join(', ');
  return `${counted(total)} ${what} (${each})`;
}
