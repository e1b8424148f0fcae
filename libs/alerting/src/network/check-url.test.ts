import { describe, expect, it } from 'vitest';
import { parseAddressPolicy } from './address-policy.js';
import { checkUrl } from './check-url.js';

function check(url: string, ...allow: string[]) {
  const policy = parseAddressPolicy(allow);
  if (!policy.ok) throw new Error('bad test');
  return checkUrl(url, policy.value);
}

describe('checkUrl', () => {
  it.each([
    'http://169.254.169.254/latest/meta-data',
    'https://169.254.169.254/',
    'https://localhost/',
    'https://LOCALHOST./',
    'https://a.localhost/',
    'https://[::1]/',
    'https://[::ffff:7f00:1]/',
    'https://0x7f.1/',
    'https://2130706433/',
    'https://127.1/',
    'https://0177.0.0.1/',
    'https://127.0.0.1./',
    'https://１２７.0.0.1/',
    'https://[64:ff9b::a00:1]/',
    'https://0/',
    'http://hook.example.com/',
    'https://hook.example.com:25/',
    'https://user:pw@hook.example.com/',
    'https://user@hook.example.com/',
    'ftp://hook.example.com/',
    'file:///etc/passwd',
    'unix:/var/run/docker.sock',
    'javascript:alert(1)',
    '//hook.example.com/',
    'hook.example.com',
    '',
  ])('cases 46, 49, 50: refuses %s', (url) => {
    const checked = check(url);
    expect(checked.ok ? url : checked.problems).toMatchObject([{ code: 'URL_REFUSED' }]);
  });

  it('never quotes the URL, which may hold a secret', () => {
    const checked = check('http://10.0.0.1/hook/T0PSECRET');
    expect(JSON.stringify(checked)).not.toContain('T0PSECRET');
  });

  it('reads scheme, host and port the way the connection will', () => {
    expect(check('https://Hook.Example.com./a?b=c')).toMatchObject({
      ok: true,
      value: { host: 'hook.example.com', endpoint: { secure: true, port: 443 } },
    });
    expect(check('https://bücher.example:8443/')).toMatchObject({
      value: { host: 'xn--bcher-kva.example', endpoint: { secure: true, port: 8443 } },
    });
  });

  it.each([
    'http://127.0.0.1:9000/hook',
    'http://2130706433:9000/hook',
    'https://127.1:25/',
    'http://localhost:9000/',
    'http://receiver.internal:8080/',
  ])('leaves %s to the addresses that network.allow names', (url) => {
    expect(check(url, '127.0.0.0/8').ok).toBe(true);
  });

  it('still refuses a literal address outside of network.allow', () => {
    expect(check('http://10.0.0.1/', '127.0.0.0/8').ok).toBe(false);
    expect(check('http://1.1.1.1/', '127.0.0.0/8').ok).toBe(false);
  });
});
