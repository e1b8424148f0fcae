import { configureDestination } from '@trailhound/alerting';
import type { Place, Problem } from '@trailhound/contracts';
import type { Config } from './config-schema.js';
import type { ConfigPath } from './config-text.js';

/** Where a value stands in the configuration; undefined where it comes from elsewhere. */
export type PlaceOf = (path: ConfigPath) => Place | undefined;

/**
 * What is wrong with the templates of destinations, each `WEBHOOK_TEMPLATE_INVALID` with the place of the template and, in
 * the message, line and column within it. JSONata is loaded only where there is a template.
 */
export async function templateProblems(
  destinations: Config['destinations'],
  placeOf: PlaceOf,
): Promise<readonly Problem[]> {
  const templates = Object.entries(destinations).flatMap(([name, destination]) => {
    const { kind, template } = configureDestination(destination);
    return template === undefined ? [] : [{ name, kind, template }];
  });
  if (templates.length === 0) return [];
  const { checkExpression } = await import('@trailhound/rules/jsonata-fence');
  return templates.flatMap(({ name, kind, template }) => {
    const place = placeOf(['destinations', name, kind, 'template']);
    return checkExpression(template).map(({ message, fix, line, column }): Problem => {
      const said = `destinations.${name}.${kind}.template, line ${line}, column ${column}: ${message}`;
      const where = { ...(fix !== undefined && { fix }), ...(place && { place }) };
      return { code: 'WEBHOOK_TEMPLATE_INVALID', message: said, ...where };
    });
  });
}
