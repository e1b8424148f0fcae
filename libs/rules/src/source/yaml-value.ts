import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml';

/** More references to anchors than this in one document are refused: each can stand for a large part of it. */
export const maxAliases = 50;
/** Deeper nesting is refused; CloudTrail records stay under half of it. */
export const maxDepth = 64;

/** Why a document is no plain data; `offset` is where in the file. */
export interface ValueProblem {
  readonly code: 'RULE_FILE_ALIASES' | 'RULE_FILE_SYNTAX' | 'RULE_FILE_TOO_DEEP' | 'RULE_FILE_DUPLICATE_KEY';
  readonly message: string;
  readonly offset: number;
}

/**
 * A YAML node as plain JSON data. Refuses what JSON cannot say (infinite numbers, mappings as keys) and what would make
 * reading it expensive (aliases beyond {@link maxAliases}, anchors that hold themselves). A member called `__proto__` is
 * data like any other. Every problem found is pushed; the value is to be used only when there is none.
 */
export function yamlValue(document: Document.Parsed | undefined, root: Node | null, problems: ValueProblem[]): unknown {
  let aliases = 0;

  const refuse = (code: ValueProblem['code'], message: string, node: Node | null | undefined): null => {
    problems.push({ code, message, offset: node?.range?.[0] ?? 0 });
    return null;
  };

  const read = (node: Node | null | undefined, depth: number): unknown => {
    if (node === null || node === undefined) return null;
    if (depth > maxDepth) return refuse('RULE_FILE_TOO_DEEP', `is nested deeper than ${maxDepth} levels`, node);
    if (isAlias(node)) {
      aliases += 1;
      if (aliases > maxAliases) {
        // Said once: a document full of aliases would otherwise fill the report.
        if (aliases > maxAliases + 1) return null;
        return refuse('RULE_FILE_ALIASES', `uses more than ${maxAliases} aliases`, node);
      }
      const target = document && node.resolve(document);
      if (target === undefined) return refuse('RULE_FILE_SYNTAX', `nothing is anchored as &${node.source}`, node);
      return read(target, depth + 1);
    }
    if (isScalar(node)) return scalar(node);
    if (isSeq(node)) return node.items.map((item) => read(item as Node | null, depth + 1));
    if (!isMap(node)) return refuse('RULE_FILE_SYNTAX', 'is no YAML 1.2 core value', node);
    const object: Record<string, unknown> = {};
    for (const pair of node.items) {
      const name = memberName(pair.key);
      const keyNode = pair.key as Node | null;
      if (name === undefined) {
        refuse('RULE_FILE_SYNTAX', 'a member name must be plain text', keyNode ?? node);
      } else if (Object.hasOwn(object, name)) {
        refuse('RULE_FILE_DUPLICATE_KEY', `"${name}" stands here twice`, keyNode);
      } else {
        const value = read(pair.value as Node | null, depth + 1);
        Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
      }
    }
    return object;
  };

  const scalar = (node: Scalar): unknown => {
    const { value } = node;
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    return refuse('RULE_FILE_SYNTAX', `${String(node.source ?? value)} is no number JSON can say`, node);
  };

  return read(root, 0);
}

/** The name a mapping's key stands for: text as it is, a number or boolean as it was typed. */
export function memberName(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  if (typeof key.value === 'string') return key.value;
  return key.source ?? undefined;
}
