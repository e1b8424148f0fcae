import { describe, expect, it } from 'vitest';
import { type AddressPolicy, parseAddressPolicy } from './address-policy.js';

function policy(...allow: string[]): AddressPolicy {
  const parsed = parseAddressPolicy(allow);
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('\n'));
  return parsed.value;
}

const https = { secure: true, port: 443 };

describe('the address policy without network.allow', () => {
  it.each(['1.1.1.1', '8.8.8.8', '2606:4700:4700::1111', '::ffff:1.1.1.1'])('lets https reach %s', (address) => {
    expect(policy().judge(address, https)).toEqual({ ok: true });
  });

  it.each([
    ['0.0.0.0', 'unspecified'],
    ['0.1.2.3', 'unspecified'],
    ['10.0.0.1', 'private'],
    ['100.64.0.1', 'carrier-grade NAT'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['169.254.169.254', 'link-local'],
    ['172.31.255.255', 'private'],
    ['192.0.0.192', 'reserved'],
    ['192.0.2.1', 'reserved'],
    ['192.88.99.1', 'reserved'],
    ['192.168.1.1', 'private'],
    ['198.18.0.1', 'reserved'],
    ['203.0.113.9', 'reserved'],
    ['224.0.0.1', 'multicast'],
    ['240.0.0.1', 'reserved'],
    ['255.255.255.255', 'broadcast'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['::127.0.0.1', 'loopback'],
    ['::7f00:1', 'reserved'],
    ['::ffff:7f00:1', 'loopback'],
    ['::ffff:169.254.169.254', 'link-local'],
    ['64:ff9b::7f00:1', 'NAT64'],
    ['64:ff9b:1::a00:1', 'NAT64'],
    ['100::1', 'discard'],
    ['2001:db8::1', 'reserved'],
    ['2002:7f00:1::', '6to4'],
    ['2001:0:4136:e378::1', 'teredo'],
    ['3fff::1', 'reserved'],
    ['4000::1', 'reserved'],
    ['fc00::1', 'unique local'],
    ['fd00:ec2::254', 'unique local'],
    ['fe80::1', 'link-local'],
    ['fe80::1%eth0', 'link-local'],
    ['ff02::1', 'multicast'],
  ])('cases 46, 49: keeps us from %s, a %s address', (address, kind) => {
    const verdict = policy().judge(address, https);
    expect(verdict.ok ? '' : verdict.reason).toContain(` is a ${kind} address`);
  });

  it.each([
    ['plain http', { secure: false, port: 80 }],
    ['port 25', { secure: true, port: 25 }],
    ['port 9200', { secure: true, port: 9200 }],
  ])('case 50: keeps us from %s on a public address', (_, endpoint) => {
    expect(policy().judge('1.1.1.1', endpoint).ok).toBe(false);
  });

  it.each([443, 8443])('lets https use port %d', (port) => {
    expect(policy().judge('1.1.1.1', { secure: true, port }).ok).toBe(true);
  });

  it.each(['', 'localhost', '1.1.1', 'example.com', '1.1.1.1.evil.com'])('takes %j for no address', (text) => {
    expect(policy().judge(text, https).ok).toBe(text === '1.1.1');
  });
});

describe('the address policy with network.allow', () => {
  const http = { secure: false, port: 9999 };

  it.each([
    ['127.0.0.0/8', '127.0.0.1', true],
    ['127.0.0.0/8', '::ffff:127.0.0.1', true],
    ['127.0.0.0/8', '::1', false],
    ['127.0.0.0/8', '128.0.0.1', false],
    ['::1', '::1', true],
    ['10.1.2.3', '10.1.2.3', true],
    ['10.1.2.3', '10.1.2.4', false],
    ['::ffff:10.0.0.0/104', '10.9.9.9', true],
    ['fd00::/8', 'fd12::1', true],
    ['0.0.0.0/0', '169.254.169.254', true],
    ['0.0.0.0/0', '::1', false],
    ['198.51.100.0/24', '198.51.100.20', true],
  ])('%s: http to %s on any port = %s', (allow, address, ok) => {
    expect(policy(allow).judge(address, http).ok).toBe(ok);
  });

  it('still lets https reach public addresses that it does not name', () => {
    expect(policy('127.0.0.0/8').judge('1.1.1.1', https).ok).toBe(true);
  });

  it.each(['localhost', '10.0.0.0/33', '10/8', '0x7f.0.0.1', '1.2.3.4/-1', '1.2.3.4/8/8', '::/129', '', 'fe80::/x'])(
    'refuses the entry %j and says what to write',
    (entry) => {
      const parsed = parseAddressPolicy(['127.0.0.1', entry]);
      expect(parsed.ok ? [] : parsed.problems).toMatchObject([{ code: 'NETWORK_ALLOW_INVALID' }]);
    },
  );
});
