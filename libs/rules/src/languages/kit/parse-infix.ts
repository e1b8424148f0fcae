/** A binary operator that stands at the parser's position. */
export interface Infix<Node> {
  /** Higher binds tighter. */
  readonly precedence: number;
  readonly name: string;
  /** Moves past the operator. */
  readonly take: () => void;
  /** The node of two or more operands joined by this operator. */
  readonly join: (operands: readonly Node[]) => Node;
}

/**
 * Parses operands joined by infix operators, tighter ones first (precedence climbing). A chain of one operator becomes
 * one flat node, so that ten thousand alternatives nest no deeper than two. `operand` must move forward or report.
 */
export function parseInfix<Node>(
  operand: () => Node,
  peekInfix: () => Infix<Node> | undefined,
  lowestPrecedence = 0,
): Node {
  let left = operand();
  for (;;) {
    const infix = peekInfix();
    if (infix === undefined || infix.precedence < lowestPrecedence) return left;
    const operands = [left];
    for (let next: Infix<Node> | undefined = infix; next?.name === infix.name; next = peekInfix()) {
      next.take();
      operands.push(parseInfix(operand, peekInfix, infix.precedence + 1));
    }
    left = infix.join(operands);
  }
}
