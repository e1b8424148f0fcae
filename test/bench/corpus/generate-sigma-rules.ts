import { type Random, seededRandom } from '@trailhound/testkit';
import { trafficOf } from './traffic.js';

/** Tests as published Sigma rules have them beside the event's name. */
const selections: readonly ((random: Random) => Readonly<Record<string, unknown>>)[] = [
  () => ({}),
  () => ({ 'errorCode|contains': 'Denied' }),
  () => ({ 'userIdentity.type': ['IAMUser', 'Root'] }),
  () => ({ 'userAgent|contains': ['kali', 'parrot', 'pacu', 'curl/'] }),
  () => ({ 'requestParameters.policyArn|endswith': '/AdministratorAccess' }),
  () => ({ 'sourceIPAddress|cidr': '10.0.0.0/8' }),
  (random) => ({ 'requestParameters.roleName|startswith': random.pick(['prod-', 'web-', 'billing-']) }),
  () => ({ 'userIdentity.arn|re': '.*assumed-role/(?:ci|backup)-[a-z]+-[0-9]+/.*' }),
];

/** Sigma rules for `service: cloudtrail`, as the files of a folder: most name events, one in twenty does not. */
export function generateSigmaRules({ seed, rules }: { seed: string; rules: number }): readonly string[] {
  const random = seededRandom(`${seed}/sigma`);
  const calls = trafficOf(seed).calls.filter(({ event }) => !event.readOnly.value);
  return Array.from({ length: rules }, (_, n) => {
    const { event, name } = random.pick(calls);
    const more = (selections[n % selections.length] ?? (() => ({})))(random);
    const isNamed = n % 20 !== 19;
    const what = isNamed ? { eventSource: event.source, eventName: name } : { eventSource: event.source };
    return JSON.stringify({
      id: `sigma-${n}`,
      title: `${isNamed ? name : event.source} as nobody should call it`,
      logsource: { product: 'aws', service: 'cloudtrail' },
      detection: {
        selection: { ...what, ...more },
        filter_service: { 'userIdentity.type': 'AWSService' },
        condition: 'selection and not filter_service',
      },
      level: 'medium',
    });
  });
}
