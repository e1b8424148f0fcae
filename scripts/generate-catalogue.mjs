// `npm run catalogue`: writes libs/catalogue/data/catalogue.json.gz, what CloudTrail calls the events of each AWS service
// and how it writes their requests and responses, from botocore's service models. The format is described where it is
// read: libs/catalogue/src/catalogue-file.ts.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { eventSourcesOf } from './catalogue/event-sources.mjs';
import { NodeTable, ShapeInterner } from './catalogue/intern-shapes.mjs';
import { conventionOf, flattensResponses } from './catalogue/member-names.mjs';
import { serviceModels } from './catalogue/python-models.mjs';

/** The version that is read; a newer one knows newer calls. */
const botocore = '1.44.5';
const readingVerbs =
  /^(?:BatchGet|Check|Describe|Download|Estimate|Filter|Get|Head|List|Lookup|Preview|Query|Scan|Search|Select|Simulate|Validate|View)/;

/** CloudFront has the version in the names of its model, and logs some calls with it and some without. */
const versionInName = /\d{4}_\d{2}_\d{2}$/;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = join(root, 'libs', 'catalogue', 'data', 'catalogue.json.gz');
const table = new NodeTable();
const sources = new Map();

for (const { service, model } of serviceModels(botocore)) {
  const interner = new ShapeInterner(table, model.shapes, {
    convention: conventionOf(service),
    flattens: flattensResponses.has(service),
  });
  const apis = Object.values(model.operations)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((operation) => api(operation, interner, service));
  for (const source of eventSourcesOf(service, model.metadata)) {
    const entry = sources.get(source) ?? { services: [], apis: [] };
    entry.services.push(service);
    entry.apis.push(...apis);
    sources.set(source, entry);
  }
}

const sorted = Object.fromEntries([...sources].sort(([a], [b]) => (a < b ? -1 : 1)));
const text = JSON.stringify({ format: 1, botocore, texts: table.texts, nodes: table.nodes, sources: sorted });
mkdirSync(dirname(target), { recursive: true });
const packed = gzipSync(text, { level: 9 });
writeFileSync(target, packed);
const count = Object.values(sorted).reduce((sum, { apis }) => sum + apis.length, 0);
process.stderr.write(
  `${Object.keys(sorted).length} event sources, ${count} calls, ${table.nodes.length} shapes of botocore ${botocore}: ` +
    `${(packed.length / 1024).toFixed(0)} KiB (${(text.length / 1024).toFixed(0)} KiB unpacked)\n`,
);

/** `[name, flags, request node, response node, version suffix?]`; flags: 1 reads only, 2 the model itself says so. */
function api({ name: nameInModel, input, output, http, readonly }, interner, service) {
  const name = nameInModel.replace(versionInName, '');
  const reads = readonly ?? readingVerbs.test(name);
  const flags = (reads ? 1 : 0) + (readonly === undefined ? 0 : 2);
  const operation = { name, uri: http?.requestUri ?? '' };
  // CloudTrail leaves responseElements of reading calls null.
  const row = [
    table.text(name),
    flags,
    input === undefined ? -1 : interner.add(input.shape, 'request', operation),
    output === undefined || reads ? -1 : interner.add(output.shape, 'response', operation),
  ];
  const suffix = service === 'lambda' ? lambdaVersion(operation.uri) : versionInName.exec(nameInModel)?.[0];
  return suffix === undefined ? row : [...row, suffix];
}

/** Lambda logs the version of its API with the name: `CreateFunction20150331`. */
function lambdaVersion(uri) {
  const [, year, month, day] = /^\/(\d{4})-(\d{2})-(\d{2})\//.exec(uri) ?? [];
  return year === undefined ? undefined : `${year}${month}${day}`;
}
