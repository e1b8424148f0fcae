import { type CatalogueFile, type ScalarType, scalarTypes } from './catalogue-file.js';

/** How a value of a request or response is built. */
export type Shape =
  | { readonly kind: 'scalar'; readonly type: ScalarType; readonly example?: string }
  | { readonly kind: 'list'; readonly element: Shape }
  | { readonly kind: 'map'; readonly value: Shape }
  | { readonly kind: 'structure'; readonly members: ReadonlyMap<string, Member> };

export interface Member {
  readonly shape: Shape;
  readonly isRequired: boolean;
}

const firstNode = scalarTypes.length;

/** Shapes by node id, each made when it is first asked for and shared from then on. */
export class ShapeTable {
  readonly #known = new Map<number, Shape>();

  constructor(private readonly file: CatalogueFile) {}

  /** Undefined for -1: the call has no request or response. */
  get(id: number): Shape | undefined {
    return id < 0 ? undefined : this.shape(id);
  }

  private shape(id: number): Shape {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const made = this.make(id);
    this.#known.set(id, made);
    return made;
  }

  private make(id: number): Shape {
    const type = scalarTypes[id];
    if (type !== undefined) return { kind: 'scalar', type };
    const [kind, ...rest] = this.file.nodes[id - firstNode] ?? [3 as const];
    const [first = 0] = rest;
    switch (kind) {
      case 0:
        return { kind: 'list', element: this.shape(first) };
      case 1:
        return { kind: 'map', value: this.shape(first) };
      case 2:
        return { kind: 'scalar', type: 'string', example: this.file.texts[first] ?? '' };
      case 3:
        return { kind: 'structure', members: this.members(rest) };
      default:
        return kind satisfies never;
    }
  }

  private members(rest: readonly number[]): ReadonlyMap<string, Member> {
    const members = new Map<string, Member>();
    for (let at = 0; at + 1 < rest.length; at += 2) {
      const [name = 0, node = 0] = rest.slice(at, at + 2);
      const table = this;
      let shape: Shape | undefined;
      members.set(this.file.texts[name >> 1] ?? '', {
        isRequired: name % 2 === 1,
        get shape() {
          shape ??= table.shape(node);
          return shape;
        },
      });
    }
    return members;
  }
}
