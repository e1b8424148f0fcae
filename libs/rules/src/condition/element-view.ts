import { type FieldPath, type RecordView, type Root, resolverOf } from '@trailhound/cloudtrail';

/** An element of an array as a record of its own: root `record` is the element, the other roots are the record's. */
export class ElementView implements RecordView {
  readonly #element: unknown;
  readonly #record: RecordView;

  constructor(element: unknown, record: RecordView) {
    this.#element = element;
    this.#record = record;
  }

  root(name: Root): unknown {
    return name === 'record' ? this.#element : this.#record.root(name);
  }

  resolve(path: FieldPath): readonly unknown[] {
    return path.root === 'record' ? resolverOf(path)(this.#element) : this.#record.resolve(path);
  }
}
