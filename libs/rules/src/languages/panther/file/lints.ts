import { formatPath } from '@trailhound/cloudtrail';
import { pathsOf, walkCondition } from '../../../condition/walk-condition.js';
import { lintAt, type PlacedLint } from '../../../lint/placed-lint.js';
import type { SourceDocument, SourcePath } from '../../../source/source-document.js';
import { conditions } from '../simple/conditions.js';
import type { Logic } from './logic.js';

/** Lookup tables of Panther add to its events; nothing does here. */
export function enrichmentLints(document: SourceDocument, { condition }: Logic, id: string): PlacedLint[] {
  const found = new Set<string>();
  for (const { condition: node } of walkCondition(condition)) {
    for (const path of pathsOf(node)) {
      const [first, second] = path.segments;
      if (first === 'p_enrichment' || (first === 'detail' && second === 'p_enrichment')) found.add(formatPath(path));
    }
  }
  return [...found].map((path) => {
    const message = `${path} is added by a lookup table of Panther, which is not there`;
    const advice = 'say it by fields of the record, or bind the list as constants';
    return lintAt(document.place, { code: 'W-ENRICH', message, advice }, id);
  });
}

/** Conditions of one value on a path with `[*]`, which is a list. */
export function listLints(document: SourceDocument, id: string): PlacedLint[] {
  const lints: PlacedLint[] = [];
  const visit = (value: unknown, path: SourcePath): void => {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      for (const [index, one] of value.entries()) visit(one, [...path, index]);
      return;
    }
    const members = value as Readonly<Record<string, unknown>>;
    const { KeyPath: key, Condition: name } = members;
    const doc = typeof name === 'string' ? conditions.get(name) : undefined;
    if (typeof key === 'string' && key.includes('[*]') && doc !== undefined && !ofLists.has(doc.kind)) {
      const message = `${key} is a list, and ${String(name)} asks for one value: it never holds of a list`;
      const advice = 'use AnyElement with Expressions, or Contains';
      lints.push(lintAt(document.placeOf([...path, 'Condition']), { code: 'W-LIST', message, advice }, id));
    }
    for (const [member, one] of Object.entries(members)) visit(one, [...path, member]);
  };
  const { Detection: detection, InlineFilters: filters } = document.value as Readonly<Record<string, unknown>>;
  visit(detection, ['Detection']);
  visit(filters, ['InlineFilters']);
  return lints;
}

const ofLists: ReadonlySet<string> = new Set(['exists', 'isNull', 'isNullOrEmpty', 'contains']);
