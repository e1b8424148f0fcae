import { readFileSync } from 'node:fs';
import { viewOf } from '@trailhound/cloudtrail';
import type { Problem } from '@trailhound/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRules } from '../../../compile/compile-rules.js';
import { ruleOf } from '../../../compile/rule.arbitrary.js';
import { compileCondition } from '../../../condition/compile-condition.js';
import { arbitraryRecord } from '../../../condition/record.arbitrary.js';
import { readDocuments } from '../../../source/read-documents.js';
import { arbitraryDetection } from './detection.arbitrary.js';
import { lowerMatches } from './lower-detection.js';
import { naiveMatches } from './naive-detection.oracle.js';
import { DetectionReader } from './read-detection.js';

function read(detection: readonly object[]) {
  const [document] = readDocuments('r.json', JSON.stringify({ Detection: detection })).documents;
  if (document === undefined) throw new Error('no document');
  const problems: Problem[] = [];
  const matches = new DetectionReader(document, problems).read(['Detection'], false);
  expect(problems).toEqual([]);
  return matches;
}

describe('a Simple Detection', () => {
  it('means the same read naively, as a condition, and in a compiled rule set', () => {
    let matches = 0;
    fc.assert(
      fc.property(
        fc.array(arbitraryDetection, { minLength: 1, maxLength: 4 }),
        arbitraryRecord,
        (detections, record) => {
          const parsed = detections.map(read);
          const naive = parsed.map((detection) => naiveMatches(detection, record));
          const conditions = parsed.map((detection) => lowerMatches(detection));
          expect(conditions.map((condition) => compileCondition(condition)(viewOf(record)) === 'match')).toEqual(naive);

          const rules = compileRules(conditions.map((condition, index) => ruleOf(`rule-${index}`, condition)));
          const evaluation = rules.evaluate(new TextEncoder().encode(JSON.stringify(record)));
          const matched = evaluation.kind === 'evaluated' ? evaluation.matched.map(({ id }) => id) : [];
          expect(matched).toEqual(naive.flatMap((holds, index) => (holds ? [`rule-${index}`] : [])));
          matches += matched.length;
        },
      ),
      { numRuns: 2000 },
    );
    expect(matches).toBeGreaterThan(1000);
  });

  it('is read naively by code that knows nothing of conditions', () => {
    const oracle = readFileSync(new URL('naive-detection.oracle.ts', import.meta.url), 'utf8');
    const imported = [...oracle.matchAll(/from '([^']+)'/g)].map(([, module]) => module);
    expect(imported).toEqual(['@trailhound/cloudtrail', './syntax.js']);
  });
});
