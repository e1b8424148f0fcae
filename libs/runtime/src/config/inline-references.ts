const prefix = '#/$defs/';

/**
 * A JSON Schema in which a reference is replaced by what it names, so that it can be walked; only a definition's
 * references to itself stay, and with them its entry under `$defs`.
 */
export function inlineReferences<T extends object>(schema: T): T {
  const definitions = (schema as { readonly $defs?: Readonly<Record<string, unknown>> }).$defs ?? {};

  function inline(node: unknown, around: ReadonlySet<string>): unknown {
    if (Array.isArray(node)) return node.map((item) => inline(item, around));
    if (typeof node !== 'object' || node === null) return node;
    const { $ref, ...rest } = node as { readonly $ref?: unknown };
    if (typeof $ref === 'string' && $ref.startsWith(prefix)) {
      const name = $ref.slice(prefix.length);
      if (around.has(name)) return node;
      return { ...(inline(definitions[name], new Set([...around, name])) as object), ...rest };
    }
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, inline(value, around)]));
  }

  const { $defs: _, ...root } = schema as { readonly $defs?: unknown };
  const inlined = inline(root, new Set());
  if (!JSON.stringify(inlined).includes(`"${prefix}`)) return inlined as T;
  return { ...(inlined as T), $defs: definitions };
}
