/**
 * The public keys with which digests of a region were signed in a period (epoch milliseconds): base64 of the DER of a
 * PKCS #1 key, by the fingerprint digests name. Rejects where they cannot be asked for.
 */
export type DigestKeys = (region: string, fromMs: number, toMs: number) => Promise<ReadonlyMap<string, string>>;
