import { z } from 'zod';
import { ListenText } from './listen-text.js';

/** `admin` of the configuration. */
export const Admin = z.strictObject({
  listen: ListenText.default('127.0.0.1:0').describe(
    'host:port on which `trailhound collector`, `matcher` and `notifier` answer /livez, /readyz and /metrics (the console does so on api.listen); port 0 takes a free one, which the log names',
  ),
});
export type Admin = z.output<typeof Admin>;
