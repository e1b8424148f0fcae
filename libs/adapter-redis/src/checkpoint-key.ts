/** The hash that holds the checkpoints of a scope. */
export function checkpointKey(prefix: string, scope: string): string {
  return `${prefix}checkpoint:${scope}`;
}
