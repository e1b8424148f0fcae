import { type LookupAddress, lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { type AddressPolicy, type Endpoint, isLoopbackName } from '@trailhound/alerting';

/** All addresses of a name, as the system resolves it. */
export type ResolveName = (hostname: string) => Promise<readonly LookupAddress[]>;

/** A connection that was refused before it was made; `message` says which address and why. */
export class ForbiddenAddressError extends Error {
  override readonly name = 'ForbiddenAddressError';
}

/**
 * The lookup of a socket that connects to nothing `policy` refuses. It judges every address of every resolution, and the
 * socket connects to exactly the addresses it answers, so a name that changes its mind in between (DNS rebinding) gains
 * nothing. One bad address among good ones condemns the name; only `localhost`, which has one of each family by
 * definition, is narrowed to its allowed ones.
 */
export function guardedLookup(policy: AddressPolicy, endpoint: Endpoint, resolve: ResolveName): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname.replace(/\.$/, ''))
      .then((addresses) => permitted(hostname, addresses, policy, endpoint))
      .then(
        (addresses) => {
          if (options.all) return callback(null, [...addresses]);
          const [first] = addresses;
          callback(null, first?.address ?? '', first?.family);
        },
        (error: NodeJS.ErrnoException) => callback(error, '', 0),
      );
  };
}

function permitted(
  hostname: string,
  addresses: readonly LookupAddress[],
  policy: AddressPolicy,
  endpoint: Endpoint,
): readonly LookupAddress[] {
  const judged = addresses.map((entry) => ({ entry, verdict: policy.judge(entry.address, endpoint) }));
  const good = judged.filter(({ verdict }) => verdict.ok).map(({ entry }) => entry);
  const bad = judged.flatMap(({ verdict }) => (verdict.ok ? [] : [verdict.reason]));
  const isNarrowed = isLoopbackName(hostname.toLowerCase().replace(/\.$/, '')) && good.length > 0;
  if (bad.length === 0 && good.length > 0) return good;
  if (isNarrowed) return good;
  throw new ForbiddenAddressError(`${hostname}: ${bad[0] ?? 'it has no address'}`);
}

/**
 * The system's resolver (hosts file included). Lookups of one name at a time are one: each holds one of the process's
 * few lookup threads, and a name server that hangs must not take them all from other destinations.
 */
export function systemResolver(): ResolveName {
  const underWay = new Map<string, Promise<readonly LookupAddress[]>>();
  return (hostname) => {
    const known = underWay.get(hostname);
    if (known) return known;
    const asked = new Promise<readonly LookupAddress[]>((resolve, reject) => {
      lookup(hostname, { all: true, order: 'verbatim' }, (error, addresses) => {
        underWay.delete(hostname);
        if (error) reject(error);
        else resolve(addresses.filter(({ address }) => isIP(address) !== 0));
      });
    });
    underWay.set(hostname, asked);
    return asked;
  };
}
