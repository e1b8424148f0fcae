import { type Severity, severityFrom } from '@trailhound/contracts';
import type { SeverityCase } from '../../../rule.js';
import { runBlock } from '../lower/blocks.js';
import { allOf, ConditionTooLarge } from '../lower/combine.js';
import { PythonLowering } from '../lower/lower-python.js';
import { Refusals } from '../lower/refusals.js';
import { Scope } from '../lower/scope.js';
import type { FunctionNode, PythonModule } from '../python/syntax.js';

export type ReadSeverity =
  | { readonly ok: true; readonly cases: readonly SeverityCase[] }
  | { readonly ok: false; readonly refused: string };

/**
 * The severities a severity(event) function gives, each with when it does. `DEFAULT`, and whatever is raised, leave the
 * rule's own.
 */
export function readSeverity(called: FunctionNode, module: PythonModule): ReadSeverity {
  const [event] = called.parameters ?? [];
  if (event === undefined) return { ok: false, refused: 'its parameters' };
  try {
    return severityCases(called, event, module);
  } catch (error) {
    if (error instanceof ConditionTooLarge) return { ok: false, refused: 'more tests than are read' };
    throw error;
  }
}

function severityCases(called: FunctionNode, event: string, module: PythonModule): ReadSeverity {
  const refusals = new Refusals();
  const lowering = new PythonLowering(module, refusals);
  const scope = new Scope();
  scope.bind(event, { kind: 'event' });
  const flow = runBlock(called.body, { scope, depth: 0 }, lowering);
  const cases: SeverityCase[] = [];
  for (const { when, value, where } of flow.returns) {
    const result = value === undefined ? undefined : lowering.value(value, where);
    for (const { when: inner, atom } of result?.cases ?? []) {
      const severity = atom.kind === 'constant' ? severityOf(atom.value) : 'unknown';
      if (severity === 'unknown') return { ok: false, refused: 'a result that is no severity' };
      if (severity !== 'default') cases.push({ when: allOf(when, inner), severity });
    }
  }
  const [problem] = refusals.all;
  return problem === undefined ? { ok: true, cases } : { ok: false, refused: problem.message };
}

function severityOf(value: unknown): Severity | 'default' | 'unknown' {
  if (value === null || (typeof value === 'string' && value.toUpperCase() === 'DEFAULT')) return 'default';
  return (typeof value === 'string' ? severityFrom(value) : undefined) ?? 'unknown';
}
