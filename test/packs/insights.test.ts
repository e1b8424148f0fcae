import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createScanEngine } from '@trailhound/matcher/offline';
import { compileRules, loadRuleSet } from '@trailhound/rules';
import { expect, it } from 'vitest';

const folder = fileURLToPath(new URL('../../../shared/data/cloudtrail/records', import.meta.url));
const isPresent = existsSync(folder);
const skipped = isPresent ? '' : ' (skipped: ../shared/data/cloudtrail is not beside the checkout)';
const encoder = new TextEncoder();

const rules = `
id: rate-of-calls
condition: insightDetails.insightType = "ApiCallRateInsight" and insightDetails.state = "Start"
---
id: far-above-usual
condition: insightDetails.insightContext.statistics.insight.average >= 4
---
id: deploy-role
condition: insightDetails.insightContext.attributions.insight.value like "*:assumed-role/CodeDeploy*"
---
id: lifecycle-call
condition: insightDetails.eventName in ("CompleteLifecycleAction", "PutLifecycleHook")
---
id: any-lifecycle-event
condition: eventName in ("CompleteLifecycleAction", "PutLifecycleHook")
---
id: anything-without-name
condition: eventName = null
`;

it.skipIf(!isPresent)(
  `real records of CloudTrail Insights are found by the rules that ask for them, and by no other${skipped}`,
  () => {
    const loaded = loadRuleSet([{ path: 'insights.yaml', text: rules }]);
    expect(loaded.problems).toEqual([]);
    const engine = createScanEngine({ rules: compileRules(loaded.rules), nowMs: 0 });
    ['panther-tutorials.jsonl', 'streamalert-classifier.jsonl']
      .flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'))
      .filter((line) => line.includes('"AwsCloudTrailInsight"'))
      .forEach((line, index) => {
        const added = engine.add({ bytes: encoder.encode(line), at: { input: 'insights.jsonl', index } });
        expect(added.kind).toBe('evaluated');
      });
    const told = engine.finish().alerts.map(({ rule, insight }) => [rule, insight?.type, insight?.state]);
    expect(told.sort()).toEqual([
      ['deploy-role', 'ApiCallRateInsight', 'Start'],
      ['far-above-usual', 'ApiCallRateInsight', 'End'],
      ['lifecycle-call', 'ApiCallRateInsight', 'End'],
      ['lifecycle-call', 'ApiCallRateInsight', 'Start'],
      ['rate-of-calls', 'ApiCallRateInsight', 'Start'],
    ]);
  },
);
