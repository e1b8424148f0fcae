import type { Segment } from '@trailhound/cloudtrail';
import type { PatternCursor } from './pattern-cursor.js';
import type { Selector } from './syntax.js';

const name = /\.[A-Za-z0-9_-]+/y;
const index = /\[\d{1,9}\]/y;
const quotedName = /\.?\[(?:'[^'\r\n]{1,256}'|"[^"\r\n]{1,256}")\]/y;
const oddRest = /[.[][^\s()=!<>&|{}]*/y;

/** Reads `$.a['b'][0]`; undefined, with a problem, where none stands. */
export function parseSelector(cursor: PatternCursor): Selector | undefined {
  const start = cursor.skipSpace();
  if (!cursor.take('$')) {
    const fix = cursor.peek() === '!' ? 'write != or NOT EXISTS inside of a test' : 'write a field as $.eventName';
    cursor.problems.add('E-SYNTAX', 'expected a field, which begins with "$."', cursor.spanOfNext(), fix);
    return undefined;
  }
  const segments: Segment[] = [];
  for (;;) {
    const segment = takeSegment(cursor);
    if (segment === undefined) break;
    segments.push(segment);
  }
  const end = cursor.at;
  const rest = cursor.takeMatch(oddRest);
  const span = cursor.spanFrom(start);
  if (rest.includes('*')) {
    const fix = 'name an element, as in $.resources[0].ARN';
    cursor.problems.add('E-PATH', 'filter patterns look into arrays by index only', span, fix);
  } else if (rest !== '' || segments.length === 0) {
    const message = `the field "${cursor.source.slice(start, cursor.at).slice(0, 80)}" has an empty or odd part`;
    cursor.problems.add('E-PATH', message, span, "write fields as $.requestParameters.items[0]['odd name']");
  }
  return { text: cursor.source.slice(start, end), segments, span: { start, end } };
}

function takeSegment(cursor: PatternCursor): Segment | undefined {
  const plain = cursor.takeMatch(name);
  if (plain !== '') return plain.slice(1);
  const number = cursor.takeMatch(index);
  if (number !== '') return Number(number.slice(1, -1));
  const quoted = cursor.takeMatch(quotedName);
  return quoted === '' ? undefined : quoted.replace(/^\.?\[./, '').slice(0, -2);
}
