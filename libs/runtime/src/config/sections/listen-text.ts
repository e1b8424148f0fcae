import { z } from 'zod';
import { parseListenAddress } from '../../admin/listen-address.js';

/** Where to listen; read with `parseListenAddress`. */
export const ListenText = z
  .string()
  .refine((text) => parseListenAddress(text) !== undefined, 'write host:port, such as 127.0.0.1:8080 or [::1]:8080');
