import type { SyntaxNode } from '@lezer/common';

/** An operator or an operand of an expression, in the order of the text. */
export type Token =
  | { readonly kind: 'operator'; readonly text: string; readonly from: number; readonly to: number }
  | { readonly kind: 'operand'; readonly node: SyntaxNode };

const compound: ReadonlySet<string> = new Set(['BinaryExpression', 'UnaryExpression', 'ConditionalExpression']);
const operators: ReadonlySet<string> = new Set([
  'and',
  'or',
  'not',
  'in',
  'is',
  'if',
  'else',
  'CompareOp',
  'ArithOp',
  'BitOp',
]);

/**
 * Takes an expression apart into operators and operands. The grammar nests operators in its own way (it lets `not`
 * reach over `and` and `or`, which Python does not), so only their order is taken from it; `parse-expression` groups
 * them anew. Iterative: a chain of ten thousand operators is nested as deep.
 */
export function operandList(nodes: readonly SyntaxNode[], text: (node: SyntaxNode) => string): readonly Token[] {
  const tokens: Token[] = [];
  const pending = nodes.toReversed();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (compound.has(node.name)) pending.push(...childrenOf(node).toReversed());
    else if (operators.has(node.name))
      tokens.push({ kind: 'operator', text: text(node), from: node.from, to: node.to });
    else if (node.name !== 'Comment') tokens.push({ kind: 'operand', node });
  }
  return tokens;
}

/** The direct children of a node, comments left out. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== 'Comment') children.push(child);
  }
  return children;
}
