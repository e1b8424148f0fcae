/** A node of jsonata's syntax tree, as much of it as is looked at here. What has other members is left to jsonata. */
export interface JsonataNode {
  readonly type: string;
  readonly value?: unknown;
  /** Offset behind the token that made the node. */
  readonly position?: number;
  readonly steps?: readonly JsonataNode[];
  readonly expressions?: readonly JsonataNode[];
  readonly arguments?: readonly JsonataNode[];
  readonly procedure?: JsonataNode;
  readonly lhs?: JsonataNode;
  readonly rhs?: JsonataNode;
}

/** Every node of a tree, itself first, wherever it hangs; safe on any depth. */
export function* nodesOf(root: unknown): Generator<JsonataNode> {
  const pending: unknown[] = [root];
  while (pending.length > 0) {
    const next = pending.pop();
    if (typeof next !== 'object' || next === null || next instanceof RegExp) continue;
    if (!Array.isArray(next) && 'type' in next && typeof next.type === 'string') yield next as JsonataNode;
    pending.push(...Object.values(next).toReversed());
  }
}

/** Whether the node has nothing but these members: filters, groupings and bindings hang on others. */
export function isPlain(node: JsonataNode, members: readonly (keyof JsonataNode)[]): boolean {
  return Object.entries(node).every(
    ([name, member]) =>
      member === undefined || name === 'type' || name === 'position' || members.includes(name as keyof JsonataNode),
  );
}
