import { type Random, seededRandom } from '@trailhound/testkit';
import { largePolicy } from './large-policy.js';
import { type Caller, type Organisation, organisationOf } from './organisation.js';
import { type ParameterTemplate, parameterTemplate } from './parameter-template.js';
import { type Traffic, type TrafficCall, trafficOf } from './traffic.js';

export interface CorpusOptions {
  /** The same seed and number give the same bytes on every machine. */
  readonly seed: string;
  readonly records: number;
}

/** A call with the parameters it may be made with. */
interface Template {
  readonly call: TrafficCall;
  readonly requests: readonly ParameterTemplate[];
  readonly responses: readonly ParameterTemplate[];
}

const variants = 4;
const errorShare = 0.05;
/** One record in so many carries a policy of 60 kB. */
const largePolicyEvery = 5000;
const errors = [
  ['AccessDenied', 'User is not authorized to perform this operation'],
  ['Client.UnauthorizedOperation', 'You are not authorized to perform this operation.'],
  ['ThrottlingException', 'Rate exceeded'],
  ['NoSuchEntityException', 'The resource with name \\"orders\\" cannot be found.'],
] as const;
const startMs = Date.UTC(2026, 0, 15);

/** CloudTrail records as JSON text without line feeds, in the order of their time, a day in all. */
export function* generateRecords({ seed, records }: CorpusOptions): Generator<string> {
  const random = seededRandom(`${seed}/records`);
  const organisation = organisationOf(seed);
  const pick = picker(templatesOf(trafficOf(seed), random.fork('templates')));
  for (let n = 0; n < records; n++) {
    const at = startMs + Math.floor((n / records) * 86_400_000);
    yield record(pick(random.next()), { n, at, organisation, random });
  }
}

function templatesOf({ calls }: Traffic, random: Random): Template[] {
  return calls.map((call) => {
    const { event } = call;
    const limits = { keep: 0.85, maxBytes: 1600 };
    const of = (shapes: typeof event.requests) =>
      Array.from({ length: variants }, (_, at) => parameterTemplate(shapes[at % (shapes.length || 1)], random, limits));
    return { call, requests: of(event.requests), responses: of(event.responses) };
  });
}

/** Finds a template by a number in [0, 1), each as often as it weighs. */
function picker(templates: readonly Template[]): (drawn: number) => Template {
  let sum = 0;
  const ends = templates.map(({ call }) => {
    sum += call.weight;
    return sum;
  });
  return (drawn) => {
    let [low, high] = [0, ends.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) > drawn * sum) high = middle;
      else low = middle + 1;
    }
    const found = templates[low];
    if (found === undefined) throw new RangeError('no calls to pick from');
    return found;
  };
}

const identities = new WeakMap<Caller, string>();

function identityText(caller: Caller): string {
  const known = identities.get(caller);
  if (known !== undefined) return known;
  const text = JSON.stringify(caller.identity);
  identities.set(caller, text);
  return text;
}

function record(
  { call, requests, responses }: Template,
  { n, at, organisation, random }: { n: number; at: number; organisation: Organisation; random: Random },
): string {
  const { event, name } = call;
  const isRead = event.readOnly.value;
  const caller = random.pick(organisation.callers);
  const region = random.weighted(organisation.regions);
  const fill = { random, accountId: caller.accountId, region };
  const failed = random.chance(errorShare) ? random.pick(errors) : undefined;
  const isSignIn = event.kind === 'signIn';
  const large = n % largePolicyEvery === largePolicyEvery - 1;
  const request = large ? `{"policyDocument":${JSON.stringify(largePolicy(random))}}` : random.pick(requests)(fill);
  const response = isSignIn
    ? `{"ConsoleLogin":"${failed ? 'Failure' : 'Success'}"}`
    : failed || isRead
      ? 'null'
      : random.pick(responses)(fill);
  const service = event.source.replace('.amazonaws.com', '');
  let text = `{"eventVersion":"1.11","userIdentity":${identityText(caller)},"eventTime":"${new Date(at).toISOString().slice(0, 19)}Z"`;
  text += `,"eventSource":"${event.source}","eventName":"${name}","awsRegion":"${region}","sourceIPAddress":"${caller.address}"`;
  text += `,"userAgent":${JSON.stringify(caller.agent)}`;
  if (failed) text += `,"errorCode":"${failed[0]}","errorMessage":"${failed[1]}"`;
  text += `,"requestParameters":${request},"responseElements":${response}`;
  if (isSignIn)
    text += `,"additionalEventData":{"MobileVersion":"No","MFAUsed":"${random.chance(0.8) ? 'Yes' : 'No'}"}`;
  text += `,"requestID":"${random.uuid()}","eventID":"${random.uuid()}","readOnly":${isRead}`;
  text += `,"eventType":"${isSignIn ? 'AwsConsoleSignIn' : 'AwsApiCall'}","managementEvent":true`;
  text += `,"recipientAccountId":"${caller.accountId}","eventCategory":"Management"`;
  text += `,"tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"${service}.${region}.amazonaws.com"}`;
  if (caller.fromConsole) text += ',"sessionCredentialFromConsole":"true"';
  return `${text}}`;
}
