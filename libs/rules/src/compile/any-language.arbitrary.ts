import fc from 'fast-check';
import { arbitraryCondition } from '../condition/condition.arbitrary.js';
import type { Condition } from '../condition/condition.js';
import { cloudwatch } from '../languages/cloudwatch/cloudwatch.js';
import {
  arbitraryPattern as arbitraryFilterPattern,
  patternValues,
} from '../languages/cloudwatch/pattern.arbitrary.js';
import { lowerPattern } from '../languages/eventbridge/lower-pattern.js';
import { arbitraryPattern } from '../languages/eventbridge/pattern.arbitrary.js';
import { readPattern } from '../languages/eventbridge/read-pattern.js';
import { arbitraryExpression as arbitraryJmespath } from '../languages/gorillastack/expression.arbitrary.js';
import { matchExpression } from '../languages/gorillastack/match-expression.js';
import { arbitraryExpression as arbitraryJsonata } from '../languages/jsonata/expression.arbitrary.js';
import { jsonataLanguage } from '../languages/jsonata/jsonata.js';
import type { NamedValues, TextLanguage } from '../languages/language.js';
import { lucene } from '../languages/lucene/lucene.js';
import { arbitraryQuery, queryValues } from '../languages/lucene/query.arbitrary.js';
import { lowerRule } from '../languages/panther/lower/lower-rule.js';
import { parsePython } from '../languages/panther/python/parse-python.js';
import { arbitraryPython } from '../languages/panther/python/python.arbitrary.js';
import { arbitraryDetection as arbitrarySimpleDetection } from '../languages/panther/simple/detection.arbitrary.js';
import { arbitraryDetection, detectionValues } from '../languages/sigma/detection.arbitrary.js';
import { arbitraryFilter, filterValues } from '../languages/threatstack/filter.arbitrary.js';
import { threatstack } from '../languages/threatstack/threatstack.js';
import { loadRuleSet } from '../rule-set/load-rule-set.js';

const eventFields = [
  'eventName',
  'eventSource',
  'awsRegion',
  'sourceIPAddress',
  'userIdentity.arn',
  'requestParameters.x',
];
const busFields = [...eventFields.map((name) => `detail.${name}`), 'source', 'detail-type', 'account', 'region'];

/** Conditions as every language of rules lowers to, and such as none does. */
export const anyLanguageCondition: fc.Arbitrary<Condition> = fc.oneof(
  { weight: 3, arbitrary: arbitraryCondition },
  arbitraryFilter.map((text) => lowered(threatstack, text, filterValues)),
  arbitraryQuery.map((text) => lowered(lucene, text, queryValues)),
  arbitraryFilterPattern.map((text) => lowered(cloudwatch, text, patternValues)),
  arbitraryJsonata.map((text) => lowered(jsonataLanguage, text, {})),
  arbitraryJmespath.map((text) => lowered(matchExpression, text, {})),
  fc
    .oneof(arbitraryPattern(eventFields), arbitraryPattern(busFields))
    .map((pattern) => lowerPattern(readPattern(pattern).pattern).condition),
  arbitraryPython.map(loweredPython),
  arbitrarySimpleDetection.map((Detection) =>
    loaded({
      AnalysisType: 'rule',
      RuleID: 'a',
      LogTypes: ['AWS.CloudTrail'],
      Severity: 'Low',
      Enabled: true,
      Detection,
    }),
  ),
  arbitraryDetection.map((detection) =>
    loaded({ id: 'a', title: 'a', logsource: { service: 'cloudtrail' }, detection, values: detectionValues }),
  ),
);

function lowered(language: TextLanguage, text: string, values: NamedValues): Condition {
  const result = language.lower(text, values);
  return result.ok ? result.value.condition : { kind: 'false' };
}

function loweredPython(source: string): Condition {
  const parsed = parsePython(source);
  const rule = parsed.ok ? lowerRule(parsed.module, () => '') : parsed;
  return rule.ok && 'condition' in rule ? rule.condition : { kind: 'false' };
}

function loaded(document: object): Condition {
  const { rules } = loadRuleSet([{ path: 'a.json', text: JSON.stringify(document) }]);
  return rules[0]?.condition ?? { kind: 'false' };
}
