import {
  type AddressPolicy,
  type Channel,
  checkRoutes,
  configureDestination,
  type DestinationConfig,
  type Destinations,
  parseAddressPolicy,
  type Route,
  type Routing,
  routesToAll,
  type SecretSource,
  type Surroundings,
} from '@trailhound/alerting';
import type { Parsed, Problem } from '@trailhound/contracts';
import { type Config, readSecretFile, type Secrets } from '@trailhound/runtime';

/** Destinations and routes, ready for use. */
export interface NotifierConfig {
  readonly destinations: ReadonlyMap<string, Channel>;
  readonly routes: readonly Route[];
  readonly routing: Routing;
}

export interface OpenedDestinations extends NotifierConfig {
  /** From `network.allow`, for the sender. */
  readonly policy: AddressPolicy;
}

/**
 * Opens the destinations of the configuration: reads their secrets (which become known to `secrets`), checks URLs
 * against `network.allow` and routes against destinations. Fails with every problem there is, each naming its key.
 */
export async function openDestinations(
  config: Pick<Config, 'destinations' | 'routes' | 'routing' | 'network'> & Partial<Pick<Config, 'console'>>,
  secrets: Secrets,
): Promise<Parsed<OpenedDestinations>> {
  const policy = parseAddressPolicy(config.network.allow);
  if (!policy.ok) return policy;
  const names = Object.keys(config.destinations);
  const routes = config.routes ?? routesToAll(names);
  const problems: Problem[] = [...checkRoutes(routes, names, config.routing).map(({ problem }) => problem)];
  const surroundings: Surroundings = {
    policy: policy.value,
    ...(config.console?.baseUrl !== undefined && { consoleUrl: config.console.baseUrl }),
  };
  const destinations = new Map<string, Channel>();
  for (const [name, destination] of entries(config.destinations)) {
    const opened = await openDestination(name, destination, surroundings, secrets);
    if (opened.ok) destinations.set(name, opened.value);
    else problems.push(...opened.problems);
  }
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, value: { destinations, routes, routing: config.routing, policy: policy.value } };
}

function entries(destinations: Destinations): readonly [string, DestinationConfig][] {
  return Object.entries(destinations);
}

async function openDestination(
  name: string,
  config: DestinationConfig,
  surroundings: Surroundings,
  secrets: Secrets,
): Promise<Parsed<Channel>> {
  const configured = configureDestination(config);
  const values: string[] = [];
  const problems: Problem[] = [];
  for (const source of configured.secrets) {
    const secret = await readSecret(source, `destinations.${name}.${configured.kind}.${source.key}`, secrets);
    if (secret.ok) values.push(secret.value);
    else problems.push(...secret.problems);
  }
  if (problems.length > 0) return { ok: false, problems };
  const opened = configured.open(values, surroundings);
  if (opened.ok) {
    for (const secret of opened.value.secrets) secrets.add(secret);
    return opened;
  }
  const at = `destinations.${name}.${configured.kind}`;
  return {
    ok: false,
    problems: opened.problems.map((problem) => ({ ...problem, message: `${at}: ${problem.message}` })),
  };
}

async function readSecret(source: SecretSource, key: string, secrets: Secrets): Promise<Parsed<string>> {
  switch (source.kind) {
    case 'file':
      return readSecretFile(source.path, key, secrets);
    case 'value': {
      const value = source.value.trim();
      secrets.add(value);
      return { ok: true, value };
    }
    default:
      return source satisfies never;
  }
}
