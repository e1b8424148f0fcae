import type { InputItem } from '@trailhound/collector';
import { printable } from '@trailhound/contracts';
import type { Io } from '../io.js';

/** Rejections of one reason shown of one input. */
const maxShown = 3;

/** Counts what inputs held, says what went wrong with them as it happens, and sums up. */
export class InputTally {
  records = 0;
  unreadable = 0;
  readonly #skipped = new Map<string, number>();
  readonly #rejected = new Map<string, number>();
  readonly #unshown = new Map<string, number>();
  #shownAt = 0;

  constructor(private readonly io: Io) {}

  count(input: string, item: InputItem): void {
    switch (item.kind) {
      case 'record':
        this.records += 1;
        return;
      case 'skipped':
        this.#skipped.set(item.reason, (this.#skipped.get(item.reason) ?? 0) + 1);
        return;
      case 'rejected': {
        this.#rejected.set(item.reason, (this.#rejected.get(item.reason) ?? 0) + 1);
        if (!this.#isShown(input, item.reason)) return;
        const where = item.index === undefined ? `${input} at byte ${item.offset}` : `${input}#${item.index}`;
        this.io.say(
          `${this.io.errStyle.yellow('rejected')} ${printable(where)}: ${item.reason} ${printable(item.message)}`,
        );
        return;
      }
      case 'unreadable':
        this.unreadable += 1;
        this.io.say(`${this.io.errStyle.red('error')} ${printable(input)} cannot be read: ${printable(item.message)}`);
        return;
      default:
        item satisfies never;
    }
  }

  /** A file of another kind would fill the screen: the first few of a reason are shown, and how many more there were. */
  #isShown(input: string, reason: string): boolean {
    const key = `${input}: ${reason}`;
    const seen = (this.#unshown.get(key) ?? -maxShown) + 1;
    this.#unshown.set(key, seen);
    return seen <= 0;
  }

  /** Redraws a line of progress on a terminal, at most ten times a second; silent elsewhere. */
  progress(input: string, text: string): void {
    const now = Date.now();
    if (!this.io.err.isTTY || now - this.#shownAt < 100) return;
    this.#shownAt = now;
    const width = (this.io.err.columns ?? 80) - 1;
    this.io.err.write(`\r\u001b[2K${printable(`${text} · ${input}`).slice(0, width)}`);
  }

  /** Takes the line of progress away and says what was not shown. */
  done(): void {
    if (this.io.err.isTTY && this.#shownAt > 0) this.io.err.write('\r\u001b[2K');
    for (const [key, more] of this.#unshown) {
      if (more > 0) this.io.say(`${this.io.errStyle.yellow('rejected')} ${counted(more)} more of ${printable(key)}`);
    }
    this.#unshown.clear();
  }

  /** `12,345 records, 2 skipped (digest 2), 1 rejected (bad_json 1)`. */
  summary(): string {
    const parts = [`${counted(this.records)} ${this.records === 1 ? 'record' : 'records'}`];
    if (this.#skipped.size > 0) parts.push(`${reasons(this.#skipped, 'skipped')}`);
    if (this.#rejected.size > 0) parts.push(`${reasons(this.#rejected, 'rejected')}`);
    if (this.unreadable > 0) parts.push(`${this.unreadable} inputs that cannot be read`);
    return parts.join(', ');
  }
}

export function counted(count: number): string {
  return count.toLocaleString('en-US');
}

function reasons(counts: ReadonlyMap<string, number>, what: string): string {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const each = [...counts].map(([reason, count]) => `${reason} ${counted(count)}`).join(', ');
  return `${counted(total)} ${what} (${each})`;
}
