import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import { type CatalogueEvent, parseCatalogue } from '@trailhound/catalogue';
import { type Random, seededRandom } from '@trailhound/testkit';

/** A call that the corpus makes, and how often compared with others. */
export interface TrafficCall {
  readonly event: CatalogueEvent;
  readonly name: string;
  readonly weight: number;
}

export interface Traffic {
  readonly calls: readonly TrafficCall[];
  /** Names of calls that no record of the corpus makes: rules know many more names than an account ever sees. */
  readonly otherNames: readonly { readonly name: string; readonly source: string }[];
}

/** 58 services in the order of how much a busy organisation calls them. */
const services =
  'ec2 s3 kms sts iam logs lambda dynamodb ssm secretsmanager monitoring ecs ecr sqs sns rds cloudformation cloudtrail ' +
  'config elasticloadbalancing autoscaling eks apigateway states kinesis events glue athena route53 cloudfront acm ' +
  'organizations guardduty securityhub access-analyzer tagging backup elasticache es redshift elasticfilesystem ' +
  'cognito-idp waf wafv2 batch codebuild codepipeline codecommit servicecatalog ses xray firehose sagemaker bedrock ' +
  'inspector2 macie2 sso signin';

/** Calls that rules are about, and those that make most of the noise; they are there whatever the seed. */
const certain = new Set(
  (
    'ConsoleLogin AssumeRole GetCallerIdentity Decrypt GenerateDataKey GetObject PutObject ListBuckets GetBucketPolicy ' +
    'PutBucketPolicy DeleteBucketPolicy PutPublicAccessBlock DescribeInstances RunInstances StopInstances ' +
    'TerminateInstances AuthorizeSecurityGroupIngress CreateSecurityGroup ModifySnapshotAttribute ModifyImageAttribute ' +
    'CreateUser CreateAccessKey AttachUserPolicy AttachRolePolicy PutRolePolicy CreateRole CreateLoginProfile ' +
    'CreatePolicyVersion UpdateAssumeRolePolicy DeactivateMFADevice StopLogging DeleteTrail UpdateTrail ' +
    'PutEventSelectors DeleteFlowLogs GetSecretValue ScheduleKeyDeletion DisableKey DeleteDetector GetParameter ' +
    'CreateDBInstance ModifyDBInstance ListUsers ListRoles GetUser'
  ).split(' '),
);

const distinctNames = 368;
const readShare = 0.8;

/** What is called in the corpus of this seed: 368 event names at 58 sources, four calls of five reading. */
export function trafficOf(seed: string): Traffic {
  const known = traffics.get(seed) ?? chooseTraffic(seed);
  traffics.set(seed, known);
  return known;
}

/** Kept, as reading the catalogue takes longer than all that is done with it. */
const traffics = new Map<string, Traffic>();

function chooseTraffic(seed: string): Traffic {
  const catalogue = parseCatalogue(catalogueText());
  const random = seededRandom(`${seed}/traffic`);
  const sources = services.split(' ').map((service) => `${service}.amazonaws.com`);
  const offered = sources.map((source) => shuffledEvents(catalogue.events(source), random));
  const chosen = chooseEvents(offered);
  const names = new Set(chosen.map(({ names: [name] }) => name));
  const otherNames = catalogue.sources.flatMap((source) =>
    catalogue.events(source).flatMap(({ names: [name] }) => (names.has(name) ? [] : [{ name, source }])),
  );
  return { calls: weighted(chosen, sources), otherNames };
}

function catalogueText(): string {
  const file = createRequire(import.meta.url).resolve('@trailhound/catalogue/data');
  return gunzipSync(readFileSync(file)).toString('utf8');
}

/** The certain ones first. */
function shuffledEvents(events: readonly CatalogueEvent[], random: Random): CatalogueEvent[] {
  const mixed = random.shuffled(events);
  return [
    ...mixed.filter(({ names }) => certain.has(names[0])),
    ...mixed.filter(({ names }) => !certain.has(names[0])),
  ];
}

/** One event of each source in turn, the certain ones all at once, until there are enough names. */
function chooseEvents(offered: readonly CatalogueEvent[][]): CatalogueEvent[] {
  const chosen: CatalogueEvent[] = [];
  const names = new Set<string>();
  const take = (event: CatalogueEvent): void => {
    if (names.size === distinctNames && !names.has(event.names[0])) return;
    names.add(event.names[0]);
    chosen.push(event);
  };
  for (const events of offered) for (const event of events) if (certain.has(event.names[0])) take(event);
  const longest = Math.max(...offered.map(({ length }) => length));
  for (let at = 0; at < longest && names.size < distinctNames; at++) {
    for (const events of offered) {
      const event = events[at];
      if (event !== undefined && !certain.has(event.names[0])) take(event);
    }
  }
  return chosen;
}

/** Services and their calls are used very unevenly; reading and writing calls share the traffic as said above. */
function weighted(events: readonly CatalogueEvent[], sources: readonly string[]): TrafficCall[] {
  const rank = new Map<string, number>();
  const raw = events.map((event) => {
    const used = rank.get(event.source) ?? 0;
    rank.set(event.source, used + 1);
    return 1 / (sources.indexOf(event.source) + 2) / (used + 1);
  });
  const sum = (isRead: boolean): number =>
    events.reduce((total, event, at) => total + (event.readOnly.value === isRead ? (raw[at] ?? 0) : 0), 0);
  const [reads, writes] = [sum(true), sum(false)];
  return events.map((event, at) => ({
    event,
    name: event.names[0],
    weight: (raw[at] ?? 0) * (event.readOnly.value ? readShare / reads : (1 - readShare) / writes),
  }));
}
