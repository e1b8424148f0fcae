import { describe, expect, it } from 'vitest';
import { inlineReferences } from './inline-references.js';

describe('inlineReferences', () => {
  it('puts what is named in place of its name, and what stands beside it over it', () => {
    const schema = { $defs: { a: { type: 'string', title: 'A' } }, items: { $ref: '#/$defs/a', title: 'B' } };
    expect(inlineReferences<object>(schema)).toEqual({ items: { type: 'string', title: 'B' } });
  });

  it('leaves a reference of a definition to itself, with the definition', () => {
    const tree = { type: 'object', properties: { inner: { $ref: '#/$defs/tree' } } };
    expect(inlineReferences<object>({ $defs: { tree }, items: { $ref: '#/$defs/tree' } })).toEqual({
      items: tree,
      $defs: { tree },
    });
  });
});
