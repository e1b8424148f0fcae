import { type CatalogueEvent, listPaths, type ShapePath } from '@trailhound/catalogue';
import { type Command, Option } from 'commander';
import { eventOf, sourceOf } from '../catalogue/look-up.js';
import { sampleEnvelope, sampleRecord } from '../catalogue/sample-record.js';
import { shippedCatalogue } from '../catalogue/shipped-catalogue.js';
import type { Io } from '../io.js';
import { countOf } from '../terminal/counted.js';
import { jsonLine } from '../terminal/json-line.js';
import { tableLines } from '../terminal/table.js';

interface Options {
  readonly format: 'table' | 'ndjson';
}

const pathDepth = 4;
const service = 'a service as AWS calls it, s3, or an event source, s3.amazonaws.com';

export function addCatalog(parent: Command, io: Io): void {
  const catalog = parent
    .command('catalog')
    .description('tell what CloudTrail calls an event, and what its record looks like')
    .addHelpText(
      'after',
      `
Examples:
  $ trailhound catalog events kms
  $ trailhound catalog fields dynamodb CreateTable
  $ trailhound catalog sample ec2 StopInstances --envelope`,
    );
  addEvents(catalog, io);
  addFields(catalog, io);
  addSample(catalog, io);
}

function addEvents(catalog: Command, io: Io): void {
  catalog
    .command('events')
    .description('list the event names of a service')
    .argument('<service>', service)
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
Names are written as in eventName: Lambda adds the version of its API to them. READS
is "yes" where the service model says that a call only reads, "yes, by its name"
where only its verb does. Sign-ins, what services do on their own and calls of the
console alone stand in no service model; of these, those that are known are listed.

Example: what can be done to keys?
  $ trailhound catalog events kms | grep Delet`,
    )
    .action((name: string, { format }: Options) => events(io, name, format));
}

async function events(io: Io, name: string, format: Options['format']): Promise<void> {
  const catalogue = await shippedCatalogue();
  const source = sourceOf(catalogue, name);
  const found = catalogue.events(source);
  if (format === 'ndjson') {
    for (const { names, kind, readOnly } of found)
      await io.print(jsonLine({ eventSource: source, eventName: names[0], names, kind, readOnly }));
  } else {
    const columns = [{ heading: 'EVENT' }, { heading: 'KIND' }, { heading: 'READS' }, { heading: 'ALSO WRITTEN' }];
    const rows = found.map(({ names: [first, ...others], kind, readOnly }) => [
      first,
      kind === 'api' ? 'API call' : kind === 'signIn' ? 'sign-in' : kind,
      readOnly.value ? (readOnly.from === 'model' ? 'yes' : 'yes, by its name') : 'no',
      others.join(', '),
    ]);
    for (const line of tableLines(columns, rows)) await io.print(line);
  }
  const state = catalogue.isComplete(source) ? 'all its API calls' : 'more than are known may occur';
  io.say(`${source}: ${countOf(found.length, 'event')}; ${state} (botocore ${catalogue.botocore})`);
}

function addFields(catalog: Command, io: Io): void {
  catalog
    .command('fields')
    .description('list the paths of the requests and responses of a service, or of one call')
    .argument('<service>', service)
    .argument('[event]', 'an event name; without it the requests of all events')
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
Paths are those of rules; [] stands behind a list and is left out in most languages,
* for any member. CloudTrail writes no responseElements for calls that only read.
Lists of EC2 go by several names of which one is shown (instanceIdSet, instancesSet),
and newer calls of EC2 and those of S3 hold more than is listed: compare a record.

Example: what tells an encrypted table?
  $ trailhound catalog fields dynamodb CreateTable | grep -i sse`,
    )
    .action((name: string, event: string | undefined, { format }: Options) => fields(io, name, event, format));
}

async function fields(io: Io, name: string, api: string | undefined, format: Options['format']): Promise<void> {
  const catalogue = await shippedCatalogue();
  const source = sourceOf(catalogue, name);
  const found = api === undefined ? catalogue.events(source) : [eventOf(catalogue, source, api)];
  const byPath = Map.groupBy(
    found.flatMap((event) => pathsOf(event, api !== undefined).map((path) => ({ ...path, event: event.names[0] }))),
    ({ path }) => path,
  );
  const paths = [...byPath].map(([path, [first, ...others]]) => ({
    path,
    type: first?.type ?? '',
    required: api === undefined ? undefined : first?.isRequired,
    events: [first?.event ?? '', ...others.map(({ event }) => event)],
  }));
  if (format === 'ndjson') for (const path of paths) await io.print(jsonLine({ eventSource: source, ...path }));
  else if (paths.length > 0) {
    const last = api === undefined ? 'EVENTS' : 'REQUIRED';
    const columns = [{ heading: 'PATH' }, { heading: 'TYPE' }, { heading: last, maxWidth: 60 }];
    const rows = paths.map(({ path, type, required, events: of }) => [
      path,
      type,
      api === undefined ? of.join(', ') : required === true ? 'yes' : '',
    ]);
    for (const line of tableLines(columns, rows)) await io.print(line);
  }
  const of = api === undefined ? source : `${found[0]?.names[0]} of ${source}`;
  io.say(
    paths.length === 0 ? `nothing is known of the parameters of ${of}` : `${of}: ${countOf(paths.length, 'path')}`,
  );
}

/** Each path once, though several services share the call. */
function pathsOf({ requests, responses }: CatalogueEvent, withResponse: boolean): readonly ShapePath[] {
  const found = [
    ...requests.flatMap((shape) => listPaths(shape, 'requestParameters', pathDepth)),
    ...(withResponse ? responses.flatMap((shape) => listPaths(shape, 'responseElements', pathDepth)) : []),
  ];
  return [...new Map(found.toReversed().map((path) => [path.path, path])).values()].toReversed();
}

function addSample(catalog: Command, io: Io): void {
  catalog
    .command('sample')
    .description('print a record of an event, with made-up content')
    .argument('<service>', service)
    .argument('<event>', 'an event name')
    .option('--envelope', 'in the form in which EventBridge delivers it')
    .addOption(new Option('--format <format>', 'how to print it').choices(['json', 'ndjson']).default('json'))
    .addHelpText(
      'after',
      `
The record is the same each time, and shows the members a request may have, more than
one call would hold together. It is a start for the tests of a rule.

Example: would my rule see it?
  $ trailhound catalog sample s3 PutBucketPolicy --format ndjson > event.jsonl
  $ trailhound scan --rules rules/ --matches event.jsonl`,
    )
    .action((name: string, api: string, options: { readonly envelope?: boolean; readonly format: 'json' | 'ndjson' }) =>
      sample(io, name, api, options),
    );
}

async function sample(
  io: Io,
  name: string,
  api: string,
  { envelope, format }: { readonly envelope?: boolean; readonly format: 'json' | 'ndjson' },
): Promise<void> {
  const catalogue = await shippedCatalogue();
  const event = eventOf(catalogue, sourceOf(catalogue, name), api);
  const record = envelope ? sampleEnvelope(event) : sampleRecord(event);
  await io.print(format === 'ndjson' ? jsonLine(record) : JSON.stringify(record, null, 2));
  if (event.requests.length === 0) io.say(`nothing is known of the parameters of ${event.names[0]}`);
}

function formatOption(): Option {
  return new Option('--format <format>', 'how to show it').choices(['table', 'ndjson']).default('table');
}
