import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

// A certificate is a few nested DER values (RFC 5280, ITU-T X.690); Node reads them but makes none.
const tag = { integer: 0x02, bits: 0x03, octets: 0x04, oid: 0x06, utf8: 0x0c, time: 0x18, sequence: 0x30, set: 0x31 };
const ecdsaWithSha256 = sequence(der(tag.oid, Buffer.from('2a8648ce3d040302', 'hex')));
const commonName = der(tag.oid, Buffer.from('550403', 'hex'));
const subjectAltName = der(tag.oid, Buffer.from('551d11', 'hex'));
const day = 86_400_000;

export interface CertificateOptions {
  /** IP addresses and DNS names it is good for. */
  readonly names: readonly string[];
  /** Default: valid from yesterday until tomorrow. */
  readonly validFromMs?: number;
  readonly validUntilMs?: number;
}

/** A self-signed P-256 certificate and its key as PEM, made on the spot, so that no key lies in the repository. */
export function selfSignedCertificate(options: CertificateOptions): { readonly key: string; readonly cert: string } {
  const { names, validFromMs = Date.now() - day, validUntilMs = Date.now() + day } = options;
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(der(tag.set, sequence(commonName, der(tag.utf8, Buffer.from('trailhound test')))));
  const content = sequence(
    der(0xa0, der(tag.integer, Buffer.from([2]))),
    der(tag.integer, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ecdsaWithSha256,
    name,
    sequence(time(validFromMs), time(validUntilMs)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(sequence(subjectAltName, der(tag.octets, sequence(...names.map(generalName)))))),
  );
  const signature = der(tag.bits, Buffer.concat([Buffer.from([0]), sign('sha256', content, privateKey)]));
  const base64 = sequence(content, ecdsaWithSha256, signature)
    .toString('base64')
    .replace(/.{64}(?=.)/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
  };
}

function generalName(name: string): Buffer {
  const isIPv4 = /^[\d.]+$/.test(name);
  return isIPv4 ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name));
}

function time(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
  return der(tag.time, Buffer.from(digits.replace(/[-:T]/g, '')));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(tag.sequence, Buffer.concat(parts));
}

function der(type: number, content: Buffer): Buffer {
  const { length } = content;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([type, ...head]), content]);
}
