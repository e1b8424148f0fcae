// Turns the shapes of service models into the node table of the catalogue: equal shapes of all services are one node.
import { membersOf } from './member-names.mjs';

/** Node ids below this are scalars; see `scalarTypes` in libs/catalogue. */
const scalarIds = { any: 0, string: 1, boolean: 2, integer: 3, number: 4, timestamp: 5, blob: 6, hidden: 7 };
const firstId = 8;
const scalarOf = {
  string: 'string',
  character: 'string',
  boolean: 'boolean',
  integer: 'integer',
  long: 'integer',
  bigInteger: 'integer',
  short: 'integer',
  float: 'number',
  double: 'number',
  bigDecimal: 'number',
  timestamp: 'timestamp',
  blob: 'blob',
};

/** A table of texts and one of nodes, both filled while shapes are added. */
export class NodeTable {
  texts = [];
  nodes = [];
  #textIds = new Map();
  #nodeIds = new Map();

  text(text) {
    let id = this.#textIds.get(text);
    if (id === undefined) {
      id = this.texts.push(text) - 1;
      this.#textIds.set(text, id);
    }
    return id;
  }

  node(node) {
    const key = JSON.stringify(node);
    let id = this.#nodeIds.get(key);
    if (id === undefined) {
      id = firstId + this.nodes.push(node) - 1;
      this.#nodeIds.set(key, id);
    }
    return id;
  }
}

/** Adds the shapes of one model to the table. */
export class ShapeInterner {
  #known = new Map();
  #open = new Set();

  constructor(table, shapes, { convention, flattens }) {
    this.table = table;
    this.shapes = shapes;
    this.convention = convention;
    this.flattens = flattens;
  }

  /** The node id of a request or response; `operation` is `{ name, uri }`. */
  add(name, at, operation) {
    const shape = this.shapes[name];
    const [only, ...others] = Object.values(shape.members ?? {});
    const inner = only && others.length === 0 ? this.shapes[only.shape] : undefined;
    if (at === 'response' && this.flattens && inner?.type === 'structure')
      return this.#structure({ ...inner, members: { ...inner.members, ...shape.members } }, at, operation);
    return this.#structure(shape, at, operation);
  }

  #shape(name) {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    if (this.#open.has(name)) return scalarIds.any; // a shape inside itself: whatever is deeper is not told
    this.#open.add(name);
    const id = this.#make(this.shapes[name]);
    this.#open.delete(name);
    this.#known.set(name, id);
    return id;
  }

  #make(shape) {
    switch (shape.type) {
      case 'structure':
        return shape.document ? scalarIds.any : this.#structure(shape, 'inside');
      case 'list':
        return this.#list(shape);
      case 'map':
        return this.table.node([1, this.#shape(shape.value.shape)]);
      default: {
        if (shape.sensitive) return scalarIds.hidden;
        const [example] = shape.enum ?? [];
        return example === undefined
          ? (scalarIds[scalarOf[shape.type]] ?? 0)
          : this.table.node([2, this.table.text(example)]);
      }
    }
  }

  #list({ member, flattened }) {
    const list = this.table.node([0, this.#shape(member.shape)]);
    const isWrapped = this.convention === 's3' && flattened !== true && member.locationName !== undefined;
    return isWrapped ? this.#fields([[member.locationName, list, false]]) : list;
  }

  /** EC2's lists: `items` of structures, or of single values named like the list. Tags alone are a plain array. */
  #wrappedList(listName, memberName) {
    const { member } = this.shapes[listName];
    const element = this.#shape(member.shape);
    const isStructure = this.shapes[member.shape].type === 'structure';
    const names = new Set([
      memberName,
      memberName.replace(/s$/, '').replace(/(Set|List)$/, ''),
      member.locationName ?? 'item',
    ]);
    const item = isStructure ? element : this.#fields([...names].map((name) => [lowerFirst(name), element, false]));
    const list = this.table.node([0, item]);
    const plain = /^tags?$/.test(memberName) && isStructure ? Object.entries(this.shapes[member.shape].members) : [];
    return this.#fields([
      ['items', list, false],
      ['item', list, false],
      ...plain.map(([name, { locationName, shape }]) => [lowerFirst(locationName ?? name), this.#shape(shape), false]),
    ]);
  }

  #structure(shape, at, operation) {
    if (shape.type !== 'structure') return this.#make(shape);
    const resolved = Object.fromEntries(
      Object.entries(shape.members ?? {}).map(([name, member]) => [
        name,
        { ...member, isList: this.shapes[member.shape].type === 'list' },
      ]),
    );
    const members = membersOf({ ...shape, members: resolved }, { convention: this.convention, at, operation });
    return this.#fields(members.map(([name, member, required]) => [name, this.#memberNode(member), required]));
  }

  #memberNode(member) {
    if (member.tree !== undefined) return this.#tree(member.tree);
    if (member.scalar !== undefined) return scalarIds[member.scalar];
    if (this.convention !== 'ec2' || !member.isList) return this.#shape(member.shape);
    return this.#wrappedList(member.shape, lowerFirst(member.locationName ?? ''));
  }

  /** A shape written by hand: the name of a scalar, `[element]`, or members by name. */
  #tree(tree) {
    if (typeof tree === 'string') return scalarIds[tree];
    if (Array.isArray(tree)) return this.table.node([0, this.#tree(tree[0])]);
    return this.#fields(Object.entries(tree).map(([name, inner]) => [name, this.#tree(inner), true]));
  }

  /** Text ids are doubled; an odd one marks a required member. */
  #fields(fields) {
    const distinct = [...new Map(fields.toReversed().map((field) => [field[0], field])).values()].toReversed();
    return this.table.node([
      3,
      ...distinct.flatMap(([name, id, required]) => [this.table.text(name) * 2 + (required ? 1 : 0), id]),
    ]);
  }
}

function lowerFirst(name) {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
