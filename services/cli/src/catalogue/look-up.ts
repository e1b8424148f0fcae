import { type Catalogue, type CatalogueEvent, findEvent, findSource } from '@trailhound/catalogue';
import { printable } from '@trailhound/contracts';
import { CommandFailure, exitCodes } from '../exit-codes.js';

/** The event source a call names, or a failure that says which was meant. */
export function sourceOf(catalogue: Catalogue, service: string): string {
  const found = findSource(catalogue, service);
  if (found.ok) return found.value;
  throw notFound(`no service is known as ${service}`, found.suggestion, 'give a name such as s3 or s3.amazonaws.com');
}

/** The event of a source that a call names, or a failure that says which was meant. */
export function eventOf(catalogue: Catalogue, source: string, api: string): CatalogueEvent {
  const found = findEvent(catalogue, source, api);
  if (found.ok) return found.value;
  const elsewhere = catalogue.sourcesOf(api);
  const other = elsewhere.length === 0 ? undefined : `it is an event of ${elsewhere.slice(0, 3).join(', ')}`;
  throw notFound(
    `${source} has no event ${api} that is known`,
    found.suggestion,
    other ?? 'list them with `trailhound catalog events`',
  );
}

function notFound(message: string, suggestion: string | undefined, otherwise: string): CommandFailure {
  const advice = suggestion === undefined ? otherwise : `did you mean ${suggestion}?`;
  return new CommandFailure(printable(`${message}; ${advice}`), exitCodes.usage);
}
