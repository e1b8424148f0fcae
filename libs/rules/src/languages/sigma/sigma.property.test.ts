import { viewOf } from '@trailhound/cloudtrail';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRules } from '../../compile/compile-rules.js';
import { compileCondition } from '../../condition/compile-condition.js';
import { loadRuleSet } from '../../rule-set/load-rule-set.js';
import { readDocuments } from '../../source/read-documents.js';
import { arbitraryDetection, datedRecord, detectionValues } from './detection.arbitrary.js';
import { naiveMatches } from './naive-detection.oracle.js';
import { readDetection } from './read-detection.js';

const logsource = { product: 'aws', service: 'cloudtrail' };

function documentOf(detection: unknown, id: string) {
  return { id, title: id, logsource, detection, values: detectionValues };
}

function parsed(detection: unknown) {
  const [document] = readDocuments('a.json', JSON.stringify(documentOf(detection, 'a'))).documents;
  if (document === undefined) throw new Error('no document');
  const problems: never[] = [];
  const read = readDetection(document, 'detection', [], { problems, lints: [], subject: 'a' });
  expect(problems).toEqual([]);
  return read;
}

describe('a sigma detection', () => {
  it('means the same read naively, as a condition, and in a compiled rule set', () => {
    let matches = 0;
    let pairs = 0;
    fc.assert(
      fc.property(fc.array(arbitraryDetection, { minLength: 1, maxLength: 4 }), datedRecord, (detections, record) => {
        const naive = detections.map((detection) => naiveMatches(parsed(detection), record, detectionValues));
        const documents = detections.map((detection, index) => documentOf(detection, `rule-${index}`));
        const { rules, problems } = loadRuleSet([{ path: 'a.json', text: JSON.stringify(documents) }]);
        expect(problems).toEqual([]);
        expect(rules.map(({ condition }) => compileCondition(condition)(viewOf(record)) === 'match')).toEqual(naive);
        const evaluation = compileRules(rules).evaluate(new TextEncoder().encode(JSON.stringify(record)));
        const matched = evaluation.kind === 'evaluated' ? evaluation.matched.map(({ id }) => id) : [];
        expect(matched).toEqual(naive.flatMap((holds, index) => (holds ? [`rule-${index}`] : [])));
        matches += matched.length;
        pairs += naive.length;
      }),
      { numRuns: 1500 },
    );
    // Detections and records that never met, or always did, would agree on nothing.
    expect(matches).toBeGreaterThan(500);
    expect(pairs - matches).toBeGreaterThan(500);
  });

  it('keeps spans inside the text it shows', () => {
    fc.assert(
      fc.property(arbitraryDetection, (detection) => {
        const { text, searches, conditions } = parsed(detection);
        const items = [...searches.values()].flatMap(({ alternatives }) => alternatives.flat());
        for (const { span } of [...items, ...conditions]) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeGreaterThan(span.start);
          expect(span.end).toBeLessThanOrEqual(text.length);
        }
        for (const { field, modifiers, span } of items) {
          if (field !== null) expect(text.slice(span.start, span.end)).toContain([field, ...modifiers].join('|'));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is read or refused, whatever the document', () => {
    const key = fc.constantFrom(
      'selection',
      'condition',
      'timeframe',
      'rules',
      'a|contains',
      '|all',
      'x|y|z',
      '__proto__',
      'constructor',
    );
    const scrap = fc.constantFrom(
      'selection',
      '1 of them',
      'all of s*',
      '(',
      'not',
      'a | count() by b > 5',
      'a and',
      '',
      '*',
      '%x%',
      '[',
      '(?=a)',
    );
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        scrap,
        fc.jsonValue({ maxDepth: 1 }),
        fc.dictionary(key, tie('value')),
        fc.array(tie('value'), { maxLength: 3 }),
      ),
    })).value;
    const root = fc.constantFrom(
      'detection',
      'correlation',
      'filter',
      'logsource',
      'id',
      'level',
      'tags',
      'tests',
      'fields',
      'values',
      'title',
    );
    fc.assert(
      fc.property(fc.dictionary(root, value), fc.boolean(), (document, isNamed) => {
        const whole = { ...(isNamed && { language: 'sigma' }), logsource, ...document };
        const { rules, refused, problems } = loadRuleSet([{ path: 'a.json', text: JSON.stringify(whole) }]);
        expect(rules.length + refused.length + problems.length).toBeGreaterThanOrEqual(0);
        for (const { place } of problems) expect(place?.line).toBe(1);
        compileRules(rules).evaluate(new TextEncoder().encode('{"eventName":"a","eventSource":"b"}'));
      }),
      { numRuns: 1000 },
    );
  });
});
