import { describe, expect, it } from 'vitest';
import { every, type FieldPath, recordPath } from '../field-path.js';
import { RecordGlance, untold } from './record-glance.js';

/** The values a glance finds for a path; undefined where it cannot tell. */
function seen(path: FieldPath, text: string): readonly unknown[] | undefined {
  const glance = new RecordGlance();
  const member = glance.memberOf(path);
  if (member === undefined || !glance.look(new TextEncoder().encode(text))) return undefined;
  const count = glance.find(member);
  return count === untold ? undefined : Array.from({ length: count }, (_, at) => glance.valueOf(member, at));
}

describe('a glance at a record', () => {
  it.each<[string, string, readonly unknown[] | undefined]>([
    ['a text', '{"eventName":"a"}', ['a']],
    ['white space', '\n{ "eventName" :\t"a" } \r\n', ['a']],
    ['every member of the name', '{"eventName":"a","x":{"eventName":"b"},"eventName":"c"}', ['a', 'b', 'c']],
    ['words', '{"eventName":true,"x":{"eventName":null,"y":{"eventName":false}}}', [true, null, false]],
    ['no object', '{"eventName":{"x":"a"}}', []],
    ['no text that spells the name', '{"x":"eventName","y":["eventName","b"]}', []],
    ['no longer name', '{"theeventName":"a","eventNames":"b"}', []],
    ['nothing', '{}', []],
    ['letters beyond ASCII', '{"é":"😀","eventName":"é"}', ['é']],
    ['no number', '{"eventName":5}', undefined],
    ['no list', '{"eventName":["a"]}', undefined],
    ['no escape in the value', '{"eventName":"a\\"b"}', undefined],
    ['no record with letters as escapes', '{"\\u0065ventName":"a"}', undefined],
    ['no record that was cut off', '{"eventName":"a"', undefined],
  ])('finds %s', (_what, text, expected) => {
    expect(seen(recordPath('eventName'), text)).toEqual(expected);
  });

  it.each<[FieldPath, readonly unknown[] | undefined]>([
    [recordPath('x', every, 'y'), ['1', '2']],
    [{ ...recordPath('detail', 'x', 'y'), root: 'envelope' }, ['1', '2']],
    [{ ...recordPath('account'), root: 'envelope' }, []],
    [{ ...recordPath('x', 'a'), flattenDots: true }, ['3', '4']],
    [{ ...recordPath('x.a'), flattenDots: true }, ['3', '4']],
    [recordPath('x.a'), ['4']],
    [recordPath('x', 0), undefined],
    [{ ...recordPath('source'), root: 'envelope' }, undefined],
    [{ ...recordPath('x'), root: 'enriched' }, undefined],
    [{ ...recordPath('x', 'y'), keyCase: 'fold' }, undefined],
  ])('finds what %j may lead to', (path, expected) => {
    expect(seen(path, '{"x":[{"y":"1"},{"y":"2","a":"3"}],"x.a":"4"}')).toEqual(expected);
  });
});
