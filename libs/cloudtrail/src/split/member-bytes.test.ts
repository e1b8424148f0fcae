import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memberBytes } from './member-bytes.js';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function member(object: string, name: string): string | undefined {
  const found = memberBytes(encoder.encode(object), name);
  return found && decoder.decode(found.bytes);
}

describe('the bytes of a member', () => {
  it.each([
    ['{"detail":{"a":[1, 2]},"b":1}', '{"a":[1, 2]}'],
    ['{"a":{"detail":1},"detail" : "}\\"{" }', '"}\\"{"'],
    ['{"detail":1,"detail":2.50}', '2.50'],
    ['{"d\\u0065tail":[ ]}', '[ ]'],
    ['{"a":"\\\\","detail":null\n}', 'null'],
    ['{"other":1}', undefined],
    ['{}', undefined],
  ])('of %s are as written', (object, expected) => {
    expect(member(object, 'detail')).toBe(expected);
  });

  it('are found in any object that a parser accepts', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.jsonValue(),
        fc.nat({ max: 2 }),
        (others, value, indent) => {
          const object = { ...others, detail: value };
          const found = member(JSON.stringify(object, null, indent), 'detail');
          expect(JSON.parse(found ?? '')).toEqual(JSON.parse(JSON.stringify(value)));
        },
      ),
    );
  });
});
