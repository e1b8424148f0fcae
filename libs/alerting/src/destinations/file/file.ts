import { printable } from '@trailhound/contracts';
import { z } from 'zod';
import { httpOutcome } from '../../delivery/outcome.js';
import { attemptTimeoutMs } from '../channel.js';
import { defineDestination } from '../destination-kind.js';
import { bodyFormats, formatBody } from '../formats/body-format.js';

/** `destinations.<name>.file` of the configuration. */
export const FileSettings = z.strictObject({
  path: z
    .string()
    .min(1)
    .meta({ format: 'path' })
    .describe('the file one line an alert is added to, made where it is missing; - is standard output'),
  format: z.enum(bodyFormats).default('trailhound').describe('the JSON of a line, as for a webhook'),
  changes: z.boolean().default(false).describe('also tell when people acknowledge, close or reopen an alert'),
});
export type FileSettings = z.output<typeof FileSettings>;

/** JSON lines in a file, or on standard output for whatever collects it. */
export const file = defineDestination<FileSettings>({
  name: 'file',
  settings: FileSettings,
  secrets: () => [],
  open: ({ path, format, changes }, _, { consoleUrl }) => ({
    ok: true,
    value: {
      ...{ kind: 'file', target: path, secrets: [], followsChanges: changes, outcome: httpOutcome },
      request({ notice, deliveryId }) {
        const { body } = formatBody(format, notice, deliveryId, consoleUrl);
        // Escaping what a terminal acts on changes nothing of what the JSON says.
        return { over: 'file', path, line: printable(JSON.stringify(body)), timeoutMs: attemptTimeoutMs };
      },
    },
  }),
});
