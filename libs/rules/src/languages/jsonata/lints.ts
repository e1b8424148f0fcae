import { planCondition } from '../../compile/rule-plan.js';
import type { Condition } from '../../condition/condition.js';
import type { Lint } from '../../lint/lint.js';
import { findUnknownField, isRecordField } from '../threatstack/known-fields.js';
import type { ExpressionRoot } from './lower.js';
import type { ParsedExpression } from './parse.js';
import { isPlain, type JsonataNode, nodesOf } from './syntax.js';

/** What the author of an expression should know about it, in the order of the text. */
export function lintExpression(
  { tree, text }: ParsedExpression,
  root: ExpressionRoot,
  condition: Condition,
): readonly Lint[] {
  const lints = [...nodesOf(tree)].flatMap((node) => (node.type === 'path' ? lintPath(node, root, text) : []));
  return [...lints.toSorted((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0)), ...lintScan(condition)];
}

function lintPath(node: JsonataNode, root: ExpressionRoot, text: string): readonly Lint[] {
  const names: { readonly name: string; readonly span: { readonly start: number; readonly end: number } }[] = [];
  for (const { type, value, position = 0, ...rest } of node.steps ?? []) {
    if (type !== 'name' || typeof value !== 'string' || !isPlain({ type, ...rest }, [])) break;
    const span = { start: position - value.length, end: position };
    if (text.slice(span.start, span.end) !== value) break;
    names.push({ name: value, span });
  }
  const [first] = names;
  if (first === undefined) return [];
  if (root === 'envelope' && isRecordField(first.name) && first.name !== 'resources') {
    const message = `${first.name} is a field of the record, which stands under detail in the envelope`;
    const fix = { span: { start: first.span.start, end: first.span.start }, text: 'detail.' };
    return [{ code: 'W-NODETAIL', message, span: first.span, advice: `write detail.${first.name}`, fix }];
  }
  const inRecord = root === 'record' ? names : first.name === 'detail' ? names.slice(1) : [];
  // A lone name may be a field of whatever the expression is at: only longer chains are surely of the record.
  if (inRecord.length < 2 || !isRecordField(inRecord[0]?.name ?? '')) return [];
  const found = findUnknownField(inRecord.map(({ name }) => name));
  const at = found && inRecord[found.index];
  if (found === undefined || at === undefined) return [];
  const message = `CloudTrail is not known to write "${found.name}" here`;
  const { suggestion } = found;
  if (suggestion === undefined)
    return [{ code: 'W-UNKNOWN-FIELD', message, span: at.span, advice: 'compare it with a record' }];
  const fix = { span: at.span, text: suggestion };
  return [{ code: 'W-UNKNOWN-FIELD', message, span: at.span, advice: `did you mean "${suggestion}"?`, fix }];
}

/** JSONata costs far more than a condition; without an event name it is asked of everything. */
function lintScan(condition: Condition): readonly Lint[] {
  if (planCondition(condition).bucket !== 'scan') return [];
  const message = 'the expression names no event name or source that it requires, so it is tried on every record';
  return [{ code: 'I-SCAN', message, advice: 'begin with eventName = "…" and, or eventName in ["…"] and' }];
}
