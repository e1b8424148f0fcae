import { join } from 'node:path';
import { runStep } from './prerequisite.js';
import { pythonEnvironment } from './python-environment.js';
import { versions } from './versions.js';

export interface GeoDatabaseOptions {
  readonly ipVersion: 4 | 6;
  /** Default GeoLite2-City. */
  readonly databaseType?: string;
}

const script = `
import json, sys
from mmdb_writer import MMDBWriter
from netaddr import IPSet
target, version, kind, networks = sys.argv[1:]
writer = MMDBWriter(ip_version=int(version), ipv4_compatible=version == '6', database_type=kind, languages=['en'], description='test')
for network, data in json.loads(networks).items():
    writer.insert_network(IPSet([network]), data)
writer.to_db_file(target)
`;

/**
 * Writes a MaxMind-format database of these networks, by CIDR block, to `file`, with mmdb-writer of PyPI. Throws
 * MissingPrerequisite where Python is not there.
 */
export function buildGeoDatabase(
  file: string,
  networks: Readonly<Record<string, unknown>>,
  { ipVersion, databaseType = 'GeoLite2-City' }: GeoDatabaseOptions = { ipVersion: 6 },
): void {
  const folder = pythonEnvironment(`mmdb-writer-${versions.mmdbWriter}`, `mmdb-writer==${versions.mmdbWriter}`);
  const python = join(folder, 'bin', 'python');
  runStep(`writing ${file}`, python, ['-c', script, file, String(ipVersion), databaseType, JSON.stringify(networks)]);
}
