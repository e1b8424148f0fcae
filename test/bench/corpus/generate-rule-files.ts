import { type Random, seededRandom } from '@trailhound/testkit';
import { accountId, roleName } from './organisation.js';
import { knownAccounts } from './pattern-condition.js';
import { trafficOf } from './traffic.js';

/** One rule in a language of its own: the name its file would have, and its text (JSON, which is YAML). */
export interface WrittenRule {
  readonly name: string;
  readonly text: string;
}

/** What a rule asks of a record, in no language yet. */
interface Question {
  readonly name: string;
  readonly source: string;
  readonly account: string;
  readonly role: string;
  /** Whether it asks for a field common enough to match now and then. */
  readonly isCatching: boolean;
}

const catchingShare = 0.1;

type Writer = (question: Question) => object;

/** Every rule language, each with what it is written in most: names, a source, and one condition more. */
const writers: readonly (readonly [name: string, write: Writer])[] = [
  [
    'threatstack.yaml',
    ({ name, source, account, isCatching }) => ({
      language: 'threatstack',
      condition: `eventSource = "${source}" and eventName = "${name}" and ${
        isCatching ? 'userIdentity.type != "AWSService"' : `recipientAccountId = "${account}"`
      }`,
    }),
  ],
  [
    'lucene.yaml',
    ({ name, source, role, isCatching }) => ({
      language: 'lucene',
      condition: `eventSource:"${source}" AND eventName.keyword:${name} AND ${
        isCatching ? 'NOT _exists_:errorCode' : `userIdentity.arn.keyword:*\\/${role}\\/*`
      }`,
    }),
  ],
  [
    'cloudwatch.yaml',
    ({ name, source, account, isCatching }) => ({
      language: 'cloudwatch',
      condition: `{ $.eventSource = "${source}" && $.eventName = "${name}" && ${
        isCatching ? '$.errorCode NOT EXISTS' : `$.recipientAccountId = "${account}"`
      } }`,
    }),
  ],
  [
    'jsonata.yaml',
    ({ name, source, role, isCatching }) => ({
      language: 'jsonata',
      condition: `eventSource = "${source}" and eventName = "${name}" and ${
        isCatching ? 'awsRegion != "us-east-1"' : `userIdentity.sessionContext.sessionIssuer.userName = "${role}"`
      }`,
    }),
  ],
  [
    'sigma.yaml',
    ({ name, source, role, isCatching }) => ({
      title: `${name} by a role`,
      logsource: { product: 'aws', service: 'cloudtrail' },
      detection: {
        selection: {
          eventSource: source,
          eventName: name,
          'userIdentity.arn|contains': isCatching ? ':assumed-role/' : `/${role}/`,
        },
        filter_service: { 'userIdentity.type': 'AWSService' },
        condition: 'selection and not filter_service',
      },
      level: 'low',
    }),
  ],
  [
    'gorillastack.yaml',
    ({ name, source, account, isCatching }) => ({
      eventNames: [name],
      eventSources: [source],
      condition: isCatching ? `detail.awsRegion != 'us-east-1'` : `detail.recipientAccountId == '${account}'`,
    }),
  ],
  [
    'eventbridge.yaml',
    ({ name, source, role, isCatching }) => ({
      language: 'eventbridge',
      condition: {
        detail: {
          eventSource: [source],
          eventName: [name],
          userIdentity: isCatching
            ? { type: [{ 'anything-but': ['AWSService'] }] }
            : { sessionContext: { sessionIssuer: { userName: [role] } } },
        },
      },
    }),
  ],
  [
    'panther.yml',
    ({ name, source, account, isCatching }) => ({
      AnalysisType: 'rule',
      DisplayName: `${name} was called`,
      LogTypes: ['AWS.CloudTrail'],
      Severity: 'Low',
      Detection: [
        { Key: 'eventSource', Condition: 'Equals', Value: source },
        { Key: 'eventName', Condition: 'IsIn', Values: [name] },
        isCatching
          ? { Key: 'errorCode', Condition: 'DoesNotExist' }
          : { Key: 'recipientAccountId', Condition: 'Equals', Value: account },
      ],
    }),
  ],
];

/** Rules in all languages in turn; every tenth is written to match now and then. */
export function generateRuleFiles({ seed, rules }: { seed: string; rules: number }): WrittenRule[] {
  const random = seededRandom(`${seed}/rule-files`);
  const { calls } = trafficOf(seed);
  return Array.from({ length: rules }, (_, n) => {
    const { event, name } = random.pick(calls);
    const question = questionOf(name, event.source, random);
    const [file, write] = writers[n % writers.length] ?? ['', () => ({})];
    const own = file === 'panther.yml' ? { RuleID: `rule-${n}` } : { id: `rule-${n}` };
    return { name: file, text: JSON.stringify({ ...own, ...write(question) }) };
  });
}

function questionOf(name: string, source: string, random: Random): Question {
  return {
    name,
    source,
    account: accountId(random.int(0, knownAccounts - 1)),
    role: roleName(random.int(0, 5000)),
    isCatching: random.chance(catchingShare),
  };
}
