import { z } from 'zod';
import { SecretPath, SecretText } from '../secret-list.js';

/** One address, or `Name <address>`; what else RFC 5322 allows is for nobody. */
const Address = z
  .string()
  .max(320)
  .regex(/^(?:[^<>@\r\n"]{1,200} <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/, 'an address, or Name <address>');

/** `destinations.<name>.email` of the configuration. */
export const EmailSettings = z
  .strictObject({
    host: z.string().min(1).max(253).describe('the mail server'),
    port: z.int().min(1).max(65_535).default(587).describe('587 for starttls, 465 for implicit TLS'),
    tls: z
      .enum(['starttls', 'implicit', 'none'])
      .default('starttls')
      .describe('how the connection is encrypted; none only where network.allow names the server’s address'),
    username: z.string().min(1).optional().describe('to sign in with'),
    passwordFile: SecretPath.optional().describe('file that holds the password'),
    password: SecretText.optional().describe('the password itself, for demonstrations; prefer passwordFile'),
    from: Address.describe('the sender'),
    to: z.union([Address, z.array(Address).min(1).max(50)]).describe('one address or several'),
    changes: z.boolean().default(false).describe('also tell when people acknowledge, close or reopen an alert'),
  })
  .check(({ value, issues }) => {
    const hasPassword = value.passwordFile !== undefined || value.password !== undefined;
    const error = (message: string) => issues.push({ code: 'custom', input: value, message });
    if (value.passwordFile !== undefined && value.password !== undefined) error('give either passwordFile or password');
    if (hasPassword !== (value.username !== undefined)) error('username and passwordFile go together');
    if (hasPassword && value.tls === 'none') error('a password is not sent unencrypted; set tls');
  });
export type EmailSettings = z.output<typeof EmailSettings>;
