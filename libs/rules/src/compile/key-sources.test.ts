import { LazyRecord, recordPath } from '@trailhound/cloudtrail';
import { describe, expect, it } from 'vitest';
import { FieldKeys } from './field-keys.js';
import type { KeySource } from './key-source.js';
import { LiteralTable } from './literal-table.js';
import { NetTable } from './net-table.js';
import { PresenceTable } from './presence-table.js';
import { ValueTable } from './value-table.js';

const path = recordPath('x');

/** The places of the keys the open record has. */
function having(source: KeySource, numbers: readonly (number | undefined)[]): readonly number[] {
  const count = source.read();
  const own = source.keys.slice(0, count);
  return numbers.flatMap((number, at) => (number !== undefined && own.includes(number) ? [at] : []));
}

function opened(json: string) {
  const record = new LazyRecord();
  record.slotOf(path);
  expect(record.open(new TextEncoder().encode(`{"x":${json}}`))).toBe(true);
  return record;
}

describe('a table of values', () => {
  const literals = ['StopLogging', 'stoplogging', 'é', '5', 5, true, 'true', null, '', 'a"b'];
  it.each<[string, 'text' | 'strict', boolean, readonly unknown[]]>([
    ['"StopLogging"', 'text', false, ['StopLogging']],
    ['"StopLogging"', 'strict', true, ['StopLogging', 'stoplogging']],
    ['"\\u0053topLogging"', 'strict', false, ['StopLogging']],
    ['"é"', 'strict', false, ['é']],
    ['"a\\"b"', 'strict', false, ['a"b']],
    ['5', 'strict', false, [5]],
    ['5.0', 'text', false, ['5', 5]],
    ['true', 'text', false, [true, 'true']],
    ['null', 'strict', false, [null]],
    ['null', 'text', false, []],
    ['""', 'text', false, ['']],
    ['["5","é",{}]', 'text', false, ['é', '5', 5]],
    ['{}', 'text', false, []],
    ['"unheard of"', 'text', false, []],
  ])('finds in %s by %s, folded %s, %j', (json, coerce, fold, expected) => {
    const record = opened(json);
    const table = new FieldKeys(record, path, new ValueTable({ coerce, fold }));
    const numbers = literals.map((literal) => table.add(literal));
    record.open(new TextEncoder().encode(`{"x":${json}}`));
    expect(having(table, numbers).map((at) => literals[at])).toEqual(expected);
  });

  it('finds each of many literals, and nothing else', () => {
    const record = new LazyRecord();
    const table = new FieldKeys(record, path, new ValueTable({ coerce: 'text', fold: false }));
    const texts = Array.from({ length: 5000 }, (_, at) => `${'x'.repeat(at % 7)}${at}`);
    const numbers = texts.map((text) => table.add(text));
    for (const [at, text] of texts.entries()) {
      record.open(new TextEncoder().encode(`{"x":"${text}"}`));
      expect(table.read()).toBe(1);
      expect(table.keys[0]).toBe(numbers[at]);
    }
    record.open(new TextEncoder().encode('{"x":"x-1"}'));
    expect(table.read()).toBe(0);
  });
});

describe('a table of literals', () => {
  const literals = ['kali', 'curl/', 'Boto3', ':role/', 'ali', 'é-x'];
  it.each<[string, boolean, readonly string[]]>([
    ['"kali linux curl/8"', false, ['kali', 'curl/', 'ali']],
    ['"KALI"', false, []],
    ['"KALI"', true, ['kali', 'ali']],
    ['"\\u006bali"', false, ['kali', 'ali']],
    ['"é-x kali"', false, ['kali', 'ali', 'é-x']],
    ['["Boto3",{"y":"kali"},":role/"]', false, ['Boto3', ':role/']],
    ['"ka"', false, []],
    ['"KALI \\\\ :ROLE/"', true, ['kali', ':role/', 'ali']],
    ['"BOTO3 É-X kali"', true, ['kali', 'ali', 'é-x']],
  ])('finds in %s, folded %s, %j', (json, fold, expected) => {
    const record = opened(json);
    const index = new FieldKeys(record, path, new LiteralTable(record, fold));
    const numbers = literals.map((literal) => index.add(literal));
    record.open(new TextEncoder().encode(`{"x":${json}}`));
    expect(having(index, numbers).map((at) => literals[at])).toEqual(expected);
  });
});

describe('a table of presence', () => {
  it.each<[string, boolean]>([
    ['"a"', true],
    ['""', true],
    ['null', true],
    ['0', true],
    ['{}', true],
    ['[{}]', true],
    ['[]', false],
  ])('finds a value in %s: %s', (json, expected) => {
    const keys = new FieldKeys(opened(json), path, new PresenceTable());
    expect(having(keys, [keys.add('value')])).toEqual(expected ? [0] : []);
  });

  it('finds none where there is no member', () => {
    const record = opened('1');
    const keys = new FieldKeys(record, recordPath('y'), new PresenceTable());
    record.open(new TextEncoder().encode('{"x":1}'));
    expect(keys.read()).toBe(0);
  });
});

describe('a table of networks', () => {
  const nets = ['10.0.0.0/8', '10.1.2.3', '0.0.0.0/0', '192.168.0.0/16', '2001:db8::/32', '203.0.113.255/32'];
  it.each<[string, readonly string[]]>([
    ['"10.1.2.3"', ['10.0.0.0/8', '10.1.2.3', '0.0.0.0/0']],
    ['"203.0.113.255"', ['0.0.0.0/0', '203.0.113.255/32']],
    ['"::ffff:192.168.3.4"', ['0.0.0.0/0', '192.168.0.0/16']],
    ['"2001:db8::1"', ['2001:db8::/32']],
    ['["10.9.9.9","2001:db8::1"]', ['10.0.0.0/8', '0.0.0.0/0', '2001:db8::/32']],
    ['"010.1.2.3"', []],
    ['"10.1.2.256"', []],
    ['"10.1.2"', []],
    ['"10.1.2.3."', []],
    ['"ec2.amazonaws.com"', []],
    ['"abc.de"', []],
    ['"fe80::1%eth0"', []],
    ['"10.1.2.3/8"', []],
    ['"\\u00310.1.2.3"', ['10.0.0.0/8', '10.1.2.3', '0.0.0.0/0']],
    ['"2001\\u003adb8::1"', ['2001:db8::/32']],
    ['5', []],
  ])('finds the networks of %s: %j', (json, expected) => {
    const record = opened(json);
    const index = new FieldKeys(record, path, new NetTable());
    const numbers = nets.map((net) => index.add(net));
    record.open(new TextEncoder().encode(`{"x":${json}}`));
    expect(having(index, numbers).map((at) => nets[at])).toEqual(expected);
  });
});
