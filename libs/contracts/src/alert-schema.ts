import { z } from 'zod';
import { Alert } from './alert.js';

/** JSON Schema (2020-12) of the alert: the text of docs/reference/alert.schema.json. Its `version` is part of it. */
export function alertSchemaText(): string {
  const schema = z.toJSONSchema(Alert, { io: 'output' });
  const about = {
    title: 'Trailhound alert',
    description:
      'An alert, version 1: the message of topic `alerts`. Later members may be added; others keep their meaning.',
  };
  return `${JSON.stringify({ ...schema, ...about }, null, 2)}\n`;
}
