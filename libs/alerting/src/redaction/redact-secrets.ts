/** What stands in the place of a secret. */
export const secretMask = '[secret]';

const secretNames: ReadonlySet<string> = new Set(
  [
    'secretAccessKey',
    'sessionToken',
    'password',
    'masterUserPassword',
    'newPassword',
    'oldPassword',
    'secretString',
    'secretBinary',
    'clientSecret',
    'privateKey',
    'keyMaterial',
    'plaintext',
    'authorization',
    'x-amz-security-token',
  ].map((name) => name.toLowerCase()),
);

export function isSecretName(name: string): boolean {
  return secretNames.has(name.toLowerCase());
}

export function redactSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redactSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      isSecretName(name) && member !== null ? secretMask : redactSecrets(member),
    ]),
  );
}
