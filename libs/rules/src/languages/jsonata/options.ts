import { z } from 'zod';

/** The key `jsonata` of a rule file: on what its expressions are evaluated. */
export const JsonataOptions = z.strictObject(
  {
    root: z.enum(['record', 'envelope'], { error: 'must be record or envelope' }).default('record').meta({
      description: 'envelope: the event as EventBridge delivers it, the record under detail.',
    }),
  },
  { error: 'must be a mapping with root' },
);
