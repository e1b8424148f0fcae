import { describe, expect, it } from 'vitest';
import { type AddressClass, isInNet, isOfClass, parseAddress, parseNet } from './address.js';

describe('an address', () => {
  it.each([
    'ec2.amazonaws.com',
    'AWS Internal',
    '',
    '1',
    '127.1',
    '0x7f.0.0.1',
    '017.0.0.1',
    '1.2.3.4.5',
    '256.1.1.1',
    '1.2.3.4/32',
    ':',
    'fe80::1%eth0',
    '1'.repeat(1000),
  ])('is not what %j is', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });

  it.each<[string, string, boolean]>([
    ['10.1.2.3', '10.0.0.0/8', true],
    ['11.1.2.3', '10.0.0.0/8', false],
    ['10.1.2.3', '10.1.2.3', true],
    ['10.1.2.3', '0.0.0.0/0', true],
    ['::ffff:10.1.2.3', '10.0.0.0/8', true],
    ['2001:db8::1', '2001:DB8::/32', true],
    ['2001:db9::1', '2001:db8::/32', false],
    ['2001:db8::1', '0.0.0.0/0', false],
    ['10.1.2.3', '::/0', false],
  ])('%s lies in %s: %s', (text, block, expected) => {
    const address = parseAddress(text);
    const net = parseNet(block);
    if (address === undefined || net === undefined) throw new Error('both are well-formed');
    expect(isInNet(address, net)).toBe(expected);
  });

  it.each(['10.0.0.0/33', '10.0.0.0/', '10.0.0/8', '::/129', '10.0.0.0/-1', '10.0.0.0/8/8', 'any'])(
    '%s is no network',
    (block) => {
      expect(parseNet(block)).toBeUndefined();
    },
  );

  it.each<[string, readonly AddressClass[]]>([
    ['8.8.8.8', ['any', 'v4', 'public']],
    ['10.0.0.1', ['any', 'v4', 'private']],
    ['172.16.0.1', ['any', 'v4', 'private']],
    ['127.0.0.1', ['any', 'v4', 'private']],
    ['169.254.169.254', ['any', 'v4', 'private']],
    ['100.64.0.1', ['any', 'v4', 'private']],
    ['224.0.0.1', ['any', 'v4']],
    ['192.0.2.1', ['any', 'v4']],
    ['2600::1', ['any', 'v6', 'public']],
    ['fd00::1', ['any', 'v6', 'private']],
    ['::1', ['any', 'v6', 'private']],
  ])('%s is of the classes %j', (text, classes) => {
    const address = parseAddress(text);
    if (address === undefined) throw new Error('it is well-formed');
    const all: readonly AddressClass[] = ['any', 'v4', 'v6', 'public', 'private'];
    expect(all.filter((wanted) => isOfClass(address, wanted))).toEqual(classes);
  });
});
