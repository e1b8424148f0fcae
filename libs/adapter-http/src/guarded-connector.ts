import { getCACertificates } from 'node:tls';
import type { AddressPolicy } from '@trailhound/alerting';
import { buildConnector } from 'undici';
import { guardedLookup, type ResolveName } from './guarded-lookup.js';

export interface ConnectorOptions {
  readonly policy: AddressPolicy;
  readonly resolve: ResolveName;
  readonly connectTimeoutMs: number;
  /** Certificates (PEM) to trust besides the usual authorities. */
  readonly ca: readonly string[];
}

/**
 * Opens sockets for undici. What an address may be used for depends on scheme and port, and the lookup of a socket is
 * told neither: so there is one connector for each pair.
 */
export function guardedConnector(options: ConnectorOptions): buildConnector.connector {
  const connectors = new Map<string, buildConnector.connector>();
  return (target, callback) => {
    const secure = target.protocol === 'https:';
    const port = Number(target.port || (secure ? 443 : 80));
    const key = `${target.protocol}${port}`;
    const connector = connectors.get(key) ?? connectorFor(options, { secure, port });
    connectors.set(key, connector);
    connector(target, callback);
  };
}

function connectorFor(
  { policy, resolve, connectTimeoutMs, ca }: ConnectorOptions,
  endpoint: { readonly secure: boolean; readonly port: number },
): buildConnector.connector {
  return buildConnector({
    allowH2: false,
    timeout: connectTimeoutMs,
    lookup: guardedLookup(policy, endpoint, resolve),
    rejectUnauthorized: true,
    ...(ca.length > 0 && { ca: [...getCACertificates('default'), ...ca] }),
  });
}
