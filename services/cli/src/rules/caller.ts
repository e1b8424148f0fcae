import { hostname, userInfo } from 'node:os';

/** Who calls the command, for the record. */
export function caller(): string {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    // A container may run under a number without a name.
    return `${process.getuid?.() ?? 'somebody'}@${hostname()}`;
  }
}
