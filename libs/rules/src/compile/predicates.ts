import type { FieldPath, LazyRecord, RecordView } from '@trailhound/cloudtrail';
import { type CompiledCondition, compileCondition } from '../condition/compile-condition.js';
import type { Condition, LeafPath, Outcome, Scalar } from '../condition/condition.js';
import { conditionKey } from '../condition/condition-key.js';
import { elementReader, hasDottedElements } from '../condition/element-reader.js';
import { type ReadValues, type RecordReading, taking } from '../condition/field-value.js';
import { cheapFirst } from './evaluation-cost.js';
import { FieldKeys } from './field-keys.js';
import type { IndexKey } from './index-keys.js';
import type { KeySource } from './key-source.js';
import { LiteralTable } from './literal-table.js';
import { NetTable } from './net-table.js';
import { prefixTest } from './prefix-test.js';
import { PresenceTable } from './presence-table.js';
import { shareOfKeys } from './shares.js';
import { type ValueComparison, ValueTable } from './value-table.js';

/**
 * The tests of a rule set on the open record of a {@link LazyRecord}: equal parts of conditions are one test, asked once a
 * record; the literals of one field are one table.
 */
export class Predicates {
  readonly record: LazyRecord;
  readonly #viewOf: () => RecordView;
  readonly #compiled = new Map<string, CompiledCondition>();
  readonly #values = new Map<string, FieldValues>();
  readonly #literals = new Map<string, FieldKeys<string>>();
  readonly #present = new Map<string, FieldKeys<'value'>>();
  readonly #nets = new Map<string, FieldKeys<string>>();
  readonly #reading: RecordReading = {
    values: (path) => this.#valuesOf(path),
    elements: (path) => this.#elementsOf(path),
  };

  /** `viewOf` gives the open record to conditions that look at it by themselves. */
  constructor(record: LazyRecord, viewOf: () => RecordView) {
    this.record = record;
    this.#viewOf = viewOf;
  }

  /** The test of a condition in the normal form of `simplifyCondition`. TypeError for one `checkCondition` refuses. */
  compile(condition: Condition): CompiledCondition {
    const key = conditionKey(condition);
    const known = this.#compiled.get(key);
    if (known !== undefined) return known;
    const compiled = this.#compileOnce(condition);
    this.#compiled.set(key, compiled);
    return compiled;
  }

  /** Whether the open record has one of the keys. */
  hasOneOf(keys: readonly IndexKey[]): CompiledCondition {
    const bySource = new Map<KeySource, Set<number | undefined>>();
    for (const key of keys)
      kept(bySource, this.sourceOf(key), () => new Set<number | undefined>()).add(this.numberOf(key));
    const tests = [...bySource].map(([source, wanted]) => hasOneOf(source, wanted));
    return (view) => (tests.some((test) => test(view) === 'match') ? 'match' : 'no-match');
  }

  /** Where the key's kind of value is found out for the open record. */
  sourceOf(key: IndexKey): KeySource {
    switch (key.kind) {
      case 'value':
        return this.#valuesOfField(key.of).keys;
      case 'literal':
        return this.#literalsOf(key.path, key.fold);
      case 'net':
        return this.#netsOf(key.path);
      case 'present':
        return this.#presenceOf(key.path);
      default:
        return key satisfies never;
    }
  }

  /** Roughly the share of records that have one of the keys. */
  shareOf(keys: readonly IndexKey[]): number {
    return shareOfKeys(keys, ({ of }) => this.#valuesOfField(of).table.size);
  }

  /** The key's number at its source; undefined for one that no record has. */
  numberOf(key: IndexKey): number | undefined {
    switch (key.kind) {
      case 'value':
        return this.#valuesOfField(key.of).keys.add(key.literal);
      case 'literal':
        return this.#literalsOf(key.path, key.fold).add(key.text);
      case 'net':
        return this.#netsOf(key.path).add(key.net);
      case 'present':
        return this.#presenceOf(key.path).add('value');
      default:
        return key satisfies never;
    }
  }

  #valuesOfField({ path, coerce, fold }: ValueComparison): FieldValues {
    return kept(this.#values, JSON.stringify([path, coerce, fold]), () => {
      const table = new ValueTable({ coerce, fold });
      return { table, keys: new FieldKeys(this.record, path, table) };
    });
  }

  #literalsOf(path: LeafPath, fold: boolean): FieldKeys<string> {
    return kept(this.#literals, JSON.stringify([path, fold]), () => {
      return new FieldKeys(this.record, path, new LiteralTable(this.record, fold));
    });
  }

  #netsOf(path: LeafPath): FieldKeys<string> {
    return kept(this.#nets, JSON.stringify(path), () => new FieldKeys(this.record, path, new NetTable()));
  }

  #presenceOf(path: LeafPath): FieldKeys<'value'> {
    return kept(this.#present, JSON.stringify(path), () => new FieldKeys(this.record, path, new PresenceTable()));
  }

  #compileOnce(condition: Condition): CompiledCondition {
    switch (condition.kind) {
      case 'true':
      case 'false':
        return compileCondition(condition);
      case 'eq':
        return this.#membership(condition, [condition.value]) ?? this.#plain(condition);
      case 'in':
        return this.#membership(condition, condition.values) ?? this.#plain(condition);
      case 'prefix':
        return this.#begins(condition) ?? this.#plain(condition);
      case 'cidr':
        return this.#inNets(condition) ?? this.#plain(condition);
      case 'ext': {
        const seen: Condition = { ...condition, run: () => condition.run(this.#viewOf()) };
        return this.#plain(seen);
      }
      default:
        return this.#plain(condition);
    }
  }

  #plain(condition: Condition): CompiledCondition {
    return this.#remembering(compileCondition(cheapFirst(condition), (part) => this.compile(part), this.#reading));
  }

  #valuesOf(path: LeafPath): ReadValues {
    const { record } = this;
    const { take: _none, ...whole } = path;
    const slot = record.slotOf(whole);
    return taking(path, () => record.values(slot));
  }

  #elementsOf(path: FieldPath): ReadValues {
    const { record } = this;
    const read = this.#valuesOf(path);
    if (path.arrays === 'explicit') return (view) => read(view).filter(Array.isArray).flat();
    if (!hasDottedElements(path)) return read;
    const slot = record.undottedSlotOf(path);
    const readParsed = elementReader(path);
    return () => record.undottedValues(slot) ?? readParsed(record);
  }

  /** What `eq` and `in` ask by the table of the field, which finds a literal by the bytes of the value. */
  #membership(
    { path, coerce, neg, fold = false }: Condition & { readonly kind: 'eq' | 'in' },
    values: readonly Scalar[],
  ): CompiledCondition | undefined {
    if (neg === true || coerce === 'num' || path.take !== undefined || path.root === 'enriched') return undefined;
    const { keys } = this.#valuesOfField({ path, coerce, fold });
    return hasOneOf(keys, new Set(values.map((value) => keys.add(value))));
  }

  #begins(condition: Condition & { readonly kind: 'prefix' | 'suffix' | 'contains' }): CompiledCondition | undefined {
    const { kind, path, text, neg, fold } = condition;
    if (kind !== 'prefix' || neg === true || fold === true || path.take !== undefined || path.root === 'enriched')
      return undefined;
    return prefixTest(this.record, { slot: this.record.slotOf(path), text }, this.#plain(condition));
  }

  #inNets({ path, nets, neg }: Condition & { readonly kind: 'cidr' }): CompiledCondition | undefined {
    if (neg === true || path.take !== undefined || path.root === 'enriched') return undefined;
    const index = this.#netsOf(path);
    const wanted = new Set(nets.map((net) => index.add(net)));
    // Not a network: the evaluator says so.
    return wanted.has(undefined) ? undefined : hasOneOf(index, wanted);
  }

  #remembering(compiled: CompiledCondition): CompiledCondition {
    const { record } = this;
    let knownFor = 0;
    let outcome: Outcome = 'no-match';
    return () => {
      if (knownFor !== record.record) {
        outcome = compiled(record);
        knownFor = record.record;
      }
      return outcome;
    };
  }
}

/** The literals of one field. */
interface FieldValues {
  readonly table: ValueTable;
  readonly keys: FieldKeys<Scalar>;
}

function hasOneOf(source: KeySource, wanted: ReadonlySet<number | undefined>): CompiledCondition {
  return () => {
    const count = source.read();
    for (let at = 0; at < count; at++) if (wanted.has(source.keys[at])) return 'match';
    return 'no-match';
  };
}

function kept<K, T>(map: Map<K, T>, key: K, make: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
