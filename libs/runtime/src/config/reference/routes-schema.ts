import { configJsonSchema } from '../json-schema.js';

const keys = ['destinations', 'routes', 'routing', 'network', 'console'];

/**
 * JSON Schema of a file that holds what routing needs and nothing else (version 1): the text of
 * docs/reference/routes.schema.json. `trailhound routes` reads such a file, and the whole configuration alike.
 */
export function routesSchemaText(): string {
  const { properties = {}, ...schema } = configJsonSchema;
  const about = {
    title: 'Trailhound routes',
    description: 'Destinations and routes of the configuration, version 1.',
  };
  const own = Object.fromEntries(keys.map((key) => [key, properties[key]]));
  return `${JSON.stringify({ ...schema, ...about, properties: own, required: [] }, null, 2)}\n`;
}
