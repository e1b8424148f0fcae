import { recordPath } from '@trailhound/cloudtrail';
import { describe, expect, it } from 'vitest';
import type { Condition } from '../condition/condition.js';
import { cheapFirst, evaluationCost } from './evaluation-cost.js';

const x = recordPath('x');
const named: Condition = { kind: 'eq', path: x, value: 'a', coerce: 'text' };
const pattern: Condition = { kind: 'regex', path: x, source: 'a', flags: '', anchor: 'full' };
const opaque: Condition = { kind: 'ext', engine: 'jsonata', source: 's', needs: [], run: () => 'match' };
const keyword: Condition = { kind: 'text', terms: ['a'] };

describe('the order of evaluation', () => {
  it('has cheap parts first and opaque expressions last', () => {
    const ordered = cheapFirst({ kind: 'and', of: [opaque, pattern, keyword, named] });
    expect(ordered.kind === 'and' && ordered.of).toEqual([named, pattern, keyword, opaque]);
  });

  it('counts what is inside', () => {
    expect(evaluationCost({ kind: 'not', of: { kind: 'or', of: [named, pattern] } })).toBe(6);
    expect(evaluationCost({ kind: 'elem', path: x, quantifier: 'any', of: pattern })).toBeGreaterThan(
      evaluationCost(pattern),
    );
    expect(
      evaluationCost({ kind: 'eq', path: { ...x, root: 'enriched' }, value: 'a', coerce: 'text' }),
    ).toBeGreaterThan(5);
  });
});
