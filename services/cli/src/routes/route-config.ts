import {
  type Channel,
  checkRoutes,
  configureDestination,
  type Destinations,
  parseAddressPolicy,
  type Route,
  type Routing,
  routesToAll,
  type SecretSource,
} from '@trailhound/alerting';
import { formatProblem, type Problem } from '@trailhound/contracts';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { readConfig } from '../run/read-config.js';

/** What routing goes by, without any secret: nothing is ever sent with it. */
export interface RouteConfig {
  readonly routes: readonly Route[];
  readonly routing: Routing;
  readonly destinations: ReadonlyMap<string, Channel>;
}

/** Reads destinations and routes of a configuration, or of a file that has nothing else. */
export async function readRouteConfig(io: Io, file: string): Promise<RouteConfig> {
  const { config } = await readConfig(io, file);
  const { destinations: given, routing, network, console } = config;
  const names = Object.keys(given);
  const routes = config.routes ?? routesToAll(names);
  const policy = parseAddressPolicy(network.allow);
  const problems: Problem[] = checkRoutes(routes, names, routing).map(({ problem }) => problem);
  if (!policy.ok) problems.push(...policy.problems);
  const destinations = new Map<string, Channel>();
  if (policy.ok) {
    const surroundings = {
      policy: policy.value,
      ...(console.baseUrl !== undefined && { consoleUrl: console.baseUrl }),
    };
    for (const [name, settings] of Object.entries(given) as [string, Destinations[string]][]) {
      const configured = configureDestination(settings);
      const opened = configured.open(configured.secrets.map(stand), surroundings);
      if (opened.ok) destinations.set(name, opened.value);
      else problems.push(...opened.problems);
    }
  }
  if (problems.length > 0) throw new CommandFailure(problems.map(formatProblem).join('\n'), exitCodes.usage);
  return { routes, routing, destinations };
}

/** What stands for a secret: of its form, so that the destination opens where the secret is not at hand. */
function stand({ key }: SecretSource): string {
  if (key.startsWith('secret')) return `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
  if (key.startsWith('routingKey')) return '0'.repeat(32);
  if (key.startsWith('url')) return 'https://hooks.slack.com/services/T0/B0/stand-in';
  return 'stand-in';
}
