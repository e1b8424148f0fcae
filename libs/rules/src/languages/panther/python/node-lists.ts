import type { SyntaxNode } from '@lezer/common';
import { childrenOf } from './operand-list.js';

/** What stands between the brackets of a node. */
export function inner(node: SyntaxNode): readonly SyntaxNode[] {
  return childrenOf(node).slice(1, -1);
}

/** The nodes between commas; a comma at the end separates nothing. */
export function split(nodes: readonly SyntaxNode[]): readonly (readonly SyntaxNode[])[] {
  const parts: SyntaxNode[][] = [[]];
  for (const node of nodes) {
    if (node.name === ',') parts.push([]);
    else parts.at(-1)?.push(node);
  }
  return parts.filter((part) => part.length > 0);
}

/** The nodes in pieces that each begin with `name`; what stands before the first is a piece of its own. */
export function splitBefore(nodes: readonly SyntaxNode[], name: string): readonly (readonly SyntaxNode[])[] {
  const pieces: SyntaxNode[][] = [];
  for (const node of nodes) {
    const last = pieces.at(-1);
    if (last === undefined || node.name === name) pieces.push([node]);
    else last.push(node);
  }
  return pieces;
}
