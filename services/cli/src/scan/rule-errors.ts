import { printable } from '@trailhound/contracts';
import type { Rule } from '@trailhound/rules';
import type { Io } from '../io.js';
import { countOf } from '../terminal/counted.js';

/** Rules that raised ERROR on records: they did not fire there, which whoever reads the result should know. */
export class RuleErrors {
  readonly #records = new Map<string, number>();

  count(failed: readonly Rule[]): void {
    for (const { id } of failed) this.#records.set(id, (this.#records.get(id) ?? 0) + 1);
  }

  /** One warning a rule. */
  say(io: Io): void {
    for (const [rule, records] of this.#records) {
      io.say(
        `${io.errStyle.yellow('warning:')} rule ${printable(rule)} raised an error on ${countOf(records, 'record')} and did not fire there`,
      );
    }
  }
}
