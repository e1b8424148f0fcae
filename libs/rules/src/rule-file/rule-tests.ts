import type { Parsed } from '@trailhound/contracts';
import { z } from 'zod';
import type { RuleTest } from '../rule.js';
import type { SourceDocument } from '../source/source-document.js';
import { valueAt } from '../source/value-at.js';
import { checkKeys } from './check-keys.js';
import { RuleFileKeys } from './rule-schema.js';

const TestKeys = z.looseObject({ tests: RuleFileKeys.shape.tests });

/** The `tests` of a document whose other keys are another product's. */
export function readTestKeys(document: SourceDocument): Parsed<readonly RuleTest[]> {
  const checked = checkKeys(document, TestKeys);
  return checked.ok ? { ok: true, value: testsAsWritten(document, checked.value.tests) } : checked;
}

/** Events are taken from the document itself: the check of the keys would copy them and lose a member named `__proto__`. */
export function testsAsWritten(document: SourceDocument, tests: RuleFileKeys['tests']): RuleTest[] {
  return (tests ?? []).map(({ name, events, expect }, index) => {
    const path = ['tests', index];
    const written = valueAt(document.value, [...path, events === undefined ? 'event' : 'events']);
    return {
      name,
      events: events === undefined ? [written] : (written as readonly unknown[]),
      expect,
      place: document.placeOf(path),
    };
  });
}
