import fc from 'fast-check';
import { eventNames, nearTexts } from '../../../condition/record.arbitrary.js';

const texts = [...eventNames, ...nearTexts.filter((text) => !/["\\]/.test(text)), 'x', 'Stop'];
const text = fc.constantFrom(...texts).map((value) => JSON.stringify(value));
const number = fc.constantFrom('5', '0', '1', '-1.5');
const constant = fc.oneof(
  { weight: 4, arbitrary: text },
  number,
  fc.constantFrom('True', 'False', 'None', 'NAME', 'TEXT'),
);
const list = fc
  .tuple(fc.array(constant, { maxLength: 3 }), fc.constantFrom('[]', '()', '{}'))
  .map(([items, [open, close]]) => {
    if (items.length === 0) return '[]';
    return open === '(' ? `(${items.join(', ')},)` : `${open}${items.join(', ')}${close}`;
  });
const name = fc.constantFrom(
  '"eventName"',
  '"eventSource"',
  '"EVENTNAME"',
  '"awsRegion"',
  '"sourceIPAddress"',
  '"requestParameters"',
  '"recipientAccountId"',
  '"errorCode"',
);
const inner = fc.constantFrom('"x"', '"y"', '"X"', '"userName"', '"arn"');
const otherwise = fc.oneof(
  { weight: 2, arbitrary: fc.constant('') },
  constant.map((value) => `, ${value}`),
);

/** Values of the record in every way the subset reads them. `at` is the name of the loop's element, where there is one. */
const field = (at: string | undefined): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.tuple(name, otherwise).map(([key, rest]) => `event.get(${key}${rest})`) },
    { weight: 2, arbitrary: inner.map((key) => `event.deep_get("requestParameters", ${key})`) },
    inner.map((key) => `deep_get(event, "userIdentity", ${key}, default="x")`),
    inner.map((key) => `event.get("requestParameters", {}).get(${key})`),
    name.map((key) => `event[${key}]`),
    fc.constantFrom('event.get("requestParameters", [])[0]', 'local'),
    ...(at === undefined ? [] : [fc.constant(at), inner.map((key) => `${at}.get(${key})`)]),
  );

const condition = (at: string | undefined): fc.Arbitrary<string> => {
  const value = field(at);
  const cased = fc.tuple(value, fc.constantFrom('lower', 'upper')).map(([one, method]) => `${one}.${method}()`);
  const test = fc.oneof(
    fc.tuple(value, fc.constantFrom('==', '!='), constant).map((parts) => parts.join(' ')),
    fc.tuple(constant, fc.constantFrom('==', '!='), value).map((parts) => parts.join(' ')),
    fc.tuple(value, fc.constantFrom('in', 'not in'), list).map((parts) => parts.join(' ')),
    fc.tuple(text, fc.constantFrom('in', 'not in'), value).map((parts) => parts.join(' ')),
    fc.tuple(value, fc.constantFrom('<', '<=', '>', '>='), fc.oneof(text, number)).map((parts) => parts.join(' ')),
    fc
      .tuple(number, fc.constantFrom('<', '>='), value, fc.constantFrom('', ' < 7'))
      .map(([a, op, b, end]) => `${a} ${op} ${b}${end}`),
    fc.tuple(value, fc.constantFrom('is', 'is not'), fc.constantFrom('None', 'True')).map((parts) => parts.join(' ')),
    fc
      .tuple(value, fc.constantFrom('startswith', 'endswith'), fc.oneof(text, fc.constant('("a", "Stop")')))
      .map(([one, method, affix]) => `${one}.${method}(${affix})`),
    fc.tuple(cased, fc.constantFrom('==', '!='), text).map((parts) => parts.join(' ')),
    fc.tuple(text, cased).map((parts) => parts.join(' in ')),
    cased.map((one) => `${one}.startswith("stop")`),
    fc.tuple(value, value).map(([a, b]) => `(${a} or ${b})`),
    fc.tuple(value, value).map(([a, b]) => `(${a} and ${b}) == "a"`),
    fc.tuple(value, value, fc.constantFrom('==', '!=')).map(([a, b, op]) => `${a} ${op} ${b}`),
    value.map((one) => `not ${one}`),
    fc.constantFrom('aws_cloudtrail_success(event)', 'helper(event, "a")', 'bool(local)'),
  );
  return fc.letrec<{ condition: string }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      test,
      fc.tuple(tie('condition'), fc.constantFrom('and', 'or'), tie('condition')).map((parts) => parts.join(' ')),
      tie('condition').map((one) => `not (${one})`),
      tie('condition').map((one) => `not ${one}`),
      fc.tuple(tie('condition'), tie('condition'), tie('condition')).map(([a, b, c]) => `(${a} if ${b} else ${c})`),
      fc
        .tuple(fc.constantFrom('any', 'all'), tie('condition'), tie('condition'))
        .map(([all, a, b]) => `${all}([${a}, ${b}])`),
    ),
  })).condition;
};

const loop = fc
  .tuple(
    fc.constantFrom('any', 'all'),
    condition('e'),
    fc.constantFrom(
      'event.get("requestParameters", [])',
      'event.deep_get("requestParameters", "x", default=[])',
      'event.get("awsRegion")',
      '["a", "A", 5]',
      '{"a": 1, "x": 2}',
    ),
    fc.oneof(
      fc.constant(''),
      condition('e').map((one) => ` if ${one}`),
    ),
  )
  .map(([all, one, values, filter]) => `${all}(${one} for e in ${values}${filter})`);

const outcome = fc.oneof(
  { weight: 3, arbitrary: condition(undefined) },
  { weight: 1, arbitrary: loop },
  fc.constantFrom('True', 'False', 'None'),
);

const header = `from panther_base_helpers import deep_get
from panther_default import aws_cloudtrail_success

NAME = "StopLogging"
TEXT = "a" + "b"


def helper(event, wanted):
    if event.get("awsRegion") == wanted:
        return True
    return event.get("sourceIPAddress").startswith(wanted)


def rule(event):
    local = event.deep_get("requestParameters", "x", default="a")
`;

/** Python files with a rule(event) of the subset, with every kind of value and test. */
export const arbitraryPython: fc.Arbitrary<string> = fc
  .tuple(fc.array(fc.tuple(fc.oneof(condition(undefined), loop), outcome, fc.boolean()), { maxLength: 1 }), outcome)
  .map(([steps, last]) => {
    const ifs = steps.map(([test, value, hasElse]) =>
      hasElse
        ? `    if ${test}:\n        pass\n    elif ${value}:\n        return True\n`
        : `    if ${test}:\n        return ${value}\n`,
    );
    return `${header}${ifs.join('')}    return ${last}\n`;
  });
