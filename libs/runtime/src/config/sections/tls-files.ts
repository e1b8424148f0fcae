import { z } from 'zod';
import { FilePath } from './file-path.js';

/** Files for TLS beyond the system's own authorities, all PEM. */
export const TlsFiles = z.strictObject({
  caFile: FilePath.optional().describe('authorities to trust in place of the system’s'),
  certFile: FilePath.optional().describe('certificate this side shows, where the other asks for one'),
  keyFile: FilePath.optional().describe('the private key of certFile'),
});
export type TlsFiles = z.output<typeof TlsFiles>;
