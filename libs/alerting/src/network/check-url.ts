import type { Parsed, Problem } from '@trailhound/contracts';
import ipaddr from 'ipaddr.js';
import type { AddressPolicy, Endpoint } from './address-policy.js';

/** A destination's URL, understood once. */
export interface CheckedUrl {
  readonly href: string;
  /** Scheme, host and port: all of the URL that may be shown, for path and query can hold secrets. */
  readonly origin: string;
  /** Without brackets and without a trailing dot. */
  readonly host: string;
  readonly endpoint: Endpoint;
}

const somePublicAddress = '1.1.1.1';

/**
 * Reads a destination's URL as the connection will: `0x7f.1`, `2130706433` and `127.1` are 127.0.0.1, `localhost.` is
 * localhost. Refused (`URL_REFUSED`): other schemes than https and http, credentials, and what `policy` refuses already
 * without asking DNS. A name is asked about again when it is resolved, address by address.
 */
export function checkUrl(url: string, policy: AddressPolicy): Parsed<CheckedUrl> {
  const parsed = parseUrl(url);
  if (!parsed) return refuse('it is no absolute URL', 'write it as https://host/path');
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') {
    return refuse(`the scheme is ${parsed.protocol}`, 'use https');
  }
  if (parsed.username !== '' || parsed.password !== '') {
    return refuse('it carries a user name or password', 'take them out; the receiver verifies the signature instead');
  }
  const secure = parsed.protocol === 'https:';
  const endpoint = { secure, port: parsed.port === '' ? (secure ? 443 : 80) : Number(parsed.port) };
  const host = bareHost(parsed.hostname);
  if (host === '') return refuse('it names no host', 'write it as https://host/path');
  const reason = refusedBeforeDns(host, endpoint, policy);
  if (reason) return refuse(reason, 'use https on port 443, or name the address range under network.allow');
  const origin = `${parsed.protocol}//${parsed.host}`;
  return { ok: true, value: { href: parsed.href, origin, host, endpoint } };
}

function refusedBeforeDns(host: string, endpoint: Endpoint, policy: AddressPolicy): string | undefined {
  if (ipaddr.isValid(host)) {
    const verdict = policy.judge(host, endpoint);
    return verdict.ok ? undefined : verdict.reason;
  }
  if (policy.allowsAny) return undefined;
  if (isLoopbackName(host)) return `${host} is this machine, which network.allow does not name`;
  // Nothing but public addresses can be allowed: what any one of them may not do, none may.
  const verdict = policy.judge(somePublicAddress, endpoint);
  return verdict.ok ? undefined : verdict.reason.replace(somePublicAddress, host);
}

/** RFC 6761: these names are the machine itself, whatever DNS says. */
export function isLoopbackName(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost');
}

function bareHost(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

/** The URL a text is; undefined where it is none. */
export function parseUrl(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}

/** The URL itself stays out of the message: it can hold a secret. */
function refuse(reason: string, fix: string): Parsed<never> {
  const problem: Problem = { code: 'URL_REFUSED', message: `the URL is refused: ${reason}`, fix };
  return { ok: false, problems: [problem] };
}
