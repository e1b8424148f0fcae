import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordSplitter, type SplitItem, type SplitOptions } from '../index.js';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const one =
  '{"eventVersion":"1.08","eventTime":"2026-01-01T00:00:00Z","eventSource":"iam.amazonaws.com","eventName":"CreateUser","requestParameters":{"userName":"a \\"quoted\\" {[ name"}}';
const two =
  '{ "eventName" : "DeleteUser", "eventSource":"iam.amazonaws.com","eventVersion":"1.08","eventTime":"2026-01-01T00:00:01Z","bytes":0.0 }';
const insight =
  '{"eventVersion":"1.08","eventType":"AwsCloudTrailInsight","eventTime":"2026-01-01T00:00:00Z","insightDetails":{"state":"Start"}}';
const pretty = JSON.stringify(JSON.parse(one), null, 2);

function split(input: string | Uint8Array, options: SplitOptions = {}, chunk = Number.POSITIVE_INFINITY): SplitItem[] {
  const bytes = typeof input === 'string' ? encoder.encode(input) : input;
  const splitter = new RecordSplitter(options);
  const found: SplitItem[] = [];
  for (let at = 0; at < bytes.length; at += chunk) found.push(...splitter.push(bytes.slice(at, at + chunk)));
  return [...found, ...splitter.finish()];
}

/** `record TEXT`, `skipped REASON`, `rejected REASON`, with the index where there is one. */
function told(items: readonly SplitItem[]): string[] {
  return items.map((item) => {
    const what = item.kind === 'record' ? decoder.decode(item.bytes) : item.reason;
    return `${item.index ?? ''} ${item.kind} ${what}`.trim();
  });
}

const text = (value: unknown): string => JSON.stringify(value);
const busEvent = (detail: string, type = 'AWS API Call via CloudTrail') =>
  `{"version":"0","detail-type":${text(type)},"source":"aws.iam","detail":${detail},"resources":[]}`;
const sns = (message: string) => `{"Type":"Notification","MessageId":"m","Message":${text(message)}}`;

describe('records are found in', () => {
  const both = [`0 record ${one}`, `1 record ${two}`];
  it.each<[string, string, string[]]>([
    ['the form CloudTrail writes', `{"Records":[${one},${two}]}`, both],
    ['the same, spaced out', ` {\n "Records" : [ ${one} ,\n ${two} ] }\n`, both],
    [
      'Records that are not the first member',
      `{"a":{"Records":[1]},"b":"Records","Records":[${one},${two}],"c":[]}`,
      both,
    ],
    ['a bare array', `[${one},${two}]`, both],
    ['JSON lines', `${one}\n${two}\n`, both],
    ['JSON lines with CRLF and empty lines', `\r\n${one}\r\n\r\n${two}`, both],
    ['objects joined without a space', `${one}${two}`, both],
    ['one object over several lines', pretty, [`0 record ${pretty}`]],
    ['objects over several lines', `${pretty}\n${pretty}`, [`0 record ${pretty}`, `1 record ${pretty}`]],
    ['CloudTrail files joined', `{"Records":[${one}]}\n{"Records":[${two}]}`, both],
    ['a bus event', busEvent(one), [`0 record ${one}`]],
    ['bus events in lines', `${busEvent(one)}\n${busEvent(two)}`, both],
    ['bus events in an array', `[${busEvent(one)},${busEvent(two)}]`, both],
    ['bus events in Records', `{"Records":[${busEvent(one)},${two}]}`, both],
    ['an SNS message', sns(`{"Records":[${one},${two}]}`), both],
    [
      'an SNS message to Lambda',
      `{"Records":[{"EventSource":"aws:sns","Sns":{"Message":${text(one)}}}]}`,
      [`0 record ${one}`],
    ],
    [
      'SQS messages to Lambda',
      `{"Records":[{"messageId":"1","body":${text(one)}},{"messageId":"2","body":${text(busEvent(two))}}]}`,
      both,
    ],
    [
      'SQS messages as the command line prints them',
      `{"Messages":[{"MessageId":"1","Body":${text(sns(busEvent(one)))}}]}`,
      [`0 record ${one}`],
    ],
    [
      'a CloudWatch Logs subscription',
      `{"messageType":"DATA_MESSAGE","logEvents":[{"id":"1","timestamp":1,"message":${text(one)}},{"id":"2","timestamp":2,"message":${text(two)}}]}`,
      both,
    ],
    [
      'LookupEvents',
      `{"Events":[{"EventId":"1","CloudTrailEvent":${text(one)}},{"CloudTrailEvent":${text(two)}}],"NextToken":"n"}`,
      both,
    ],
    [
      'what Insights found, in a file and on the bus',
      `{"Records":[${insight}]}\n${busEvent(insight, 'AWS Insight via CloudTrail')}`,
      [`0 record ${insight}`, `1 record ${insight}`],
    ],
    ['one event of LookupEvents a line', `{"CloudTrailEvent":${text(one)}}\n{"CloudTrailEvent":${text(two)}}`, both],
    ['log lines that carry it in message', `{"@timestamp":1,"message":${text(one)}}`, [`0 record ${one}`]],
    ['Records written with an escape', `{"R\\u0065cords":[${one},${two}]}`, both],
    ['an array of CloudTrail files', `[{"Records":[${one}]},{"Records":[${two}]}]`, both],
  ])('%s', (_name, input, expected) => {
    expect(told(split(input))).toEqual(expected);
  });

  it('compressed CloudWatch Logs data, where something can inflate it', () => {
    const input = '{"awslogs":{"data":"H4sI"}}';
    const inflate = (base64: string) =>
      base64 === 'H4sI' ? encoder.encode(`{"logEvents":[{"id":"1","timestamp":1,"message":${text(one)}}]}`) : undefined;
    expect(told(split(input, { inflate }))).toEqual([`0 record ${one}`]);
    expect(told(split(input))).toEqual(['0 rejected bad_message']);
  });

  it('with the offset of their first byte, as far as they have one', () => {
    const input = `{"Records":[${one}, ${busEvent(two)},{"messageId":"1","body":${text(one)}}]}`;
    const offsets = split(input).map((item) => item.offset);
    expect(offsets).toEqual([input.indexOf(one), input.indexOf(two), input.indexOf('{"messageId"')]);
  });

  it('with a mark where a member stands twice', () => {
    const marks = split(`[${one},{"eventName":"a","eventName":"b"},{"event\\u004eame":"a","eventName":"b"}]`);
    expect(marks.map((item) => item.kind === 'record' && item.hasDuplicateMembers)).toEqual([false, true, true]);
    expect(marks[1]).toMatchObject({ record: { eventName: 'b' } });
  });

  it('with a byte order mark before them or between joined files', () => {
    expect(told(split(`\ufeff${one}\n\ufeff${two}`))).toEqual([`0 record ${one}`, `1 record ${two}`]);
  });
});

describe('what is no record is passed over with its reason:', () => {
  it.each<[string, string, string]>([
    ['a digest file', '{"awsAccountId":"1","digestStartTime":"x","logFiles":[]}', 'digest'],
    ['the test message of S3', '{"Service":"Amazon S3","Event":"s3:TestEvent"}', 'test_message'],
    [
      'an S3 notification',
      '{"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put","eventVersion":"2.1","s3":{}}]}',
      'notification',
    ],
    [
      'an S3 notification on the bus',
      '{"source":"aws.s3","detail-type":"Object Created","detail":{"bucket":{}}}',
      'notification',
    ],
    ['a CloudTrail notification', sns('{"s3Bucket":"b","s3ObjectKey":["k"]}'), 'notification'],
    [
      'a CloudWatch control message',
      '{"messageType":"CONTROL_MESSAGE","logEvents":[{"id":"","timestamp":1,"message":"CWL CONTROL MESSAGE: Checking"}]}',
      'control_message',
    ],
    ['an SNS subscription', '{"Type":"SubscriptionConfirmation","Message":"x"}', 'control_message'],
    ['a Config event', '{"configRuleId":"r","invokingEvent":"{}"}', 'config'],
    [
      'a Config event on the bus',
      '{"source":"aws.config","detail-type":"Config Rules Compliance Change","detail":{}}',
      'config',
    ],
    [
      'a GuardDuty finding',
      '{"source":"aws.guardduty","detail-type":"GuardDuty Finding","detail":{"service":{}}}',
      'not_cloudtrail_event',
    ],
  ])('%s', (_name, input, reason) => {
    expect(told(split(input))).toEqual([`0 skipped ${reason}`]);
  });
});

describe('what cannot be read is refused with its reason:', () => {
  const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  it.each<[string, string, string[]]>([
    ['nothing', '', ['rejected empty_object']],
    ['white space', ' \n\t', ['rejected empty_object']],
    ['an object without members', '{}', ['0 rejected not_cloudtrail']],
    ['Records that are null', '{"Records":null}', ['0 rejected not_cloudtrail']],
    ['Records that are an object', '{"Records":{"a":1}}', ['0 rejected not_cloudtrail']],
    ['a scalar', '42', ['rejected not_cloudtrail']],
    ['a text', '"text"', ['rejected not_cloudtrail']],
    ['prose', 'Apache License\nVersion 2.0, "January"\n', ['rejected not_cloudtrail']],
    [
      'records that are scalars',
      `{"Records":["x",7,null,[],${one}]}`,
      [
        '0 rejected not_a_record',
        '1 rejected not_a_record',
        '2 rejected not_a_record',
        '3 rejected not_a_record',
        `4 record ${one}`,
      ],
    ],
    [
      'a record with a broken scalar, alone',
      `{"Records":[{"a":tru},${one}]}`,
      ['0 rejected bad_json', `1 record ${one}`],
    ],
    [
      'a record with a broken escape, alone',
      `{"Records":[{"a":"\\x"},${one}]}`,
      ['0 rejected bad_json', `1 record ${one}`],
    ],
    ['a deep record, alone', `{"Records":[{"a":${deep(64)}},${one}]}`, ['0 rejected too_deep', `1 record ${one}`]],
    ['10,000 levels', `[${deep(10_000)}]`, ['0 rejected too_deep']],
    ['10,000 levels that never close', '['.repeat(10_000), ['rejected too_deep']],
    ['a deep member beside Records', `{"a":${deep(100)},"Records":[${one}]}`, ['0 rejected too_deep']],
    [
      'a truncated file, after its complete records',
      `{"Records":[${one},${two},${one.slice(0, 40)}`,
      [`0 record ${one}`, `1 record ${two}`, 'rejected bad_json'],
    ],
    ['a file truncated between records', `{"Records":[${one},`, [`0 record ${one}`, 'rejected bad_json']],
    ['a bracket of the wrong kind', `{"Records":[${one}}`, [`0 record ${one}`, 'rejected bad_json']],
    ['a missing comma', `{"Records":[${one}${two}]}`, [`0 record ${one}`, 'rejected bad_json']],
    ['a message that is no JSON', '{"Records":[{"messageId":"1","body":"hello"}]}', ['0 rejected bad_message']],
    ['a message that is empty JSON', '{"Records":[{"messageId":"1","body":"{}"}]}', ['0 rejected bad_message']],
    [
      'messages wrapped without end',
      Array.from({ length: 9 }).reduce<string>((inner) => sns(inner), one),
      ['0 rejected bad_message'],
    ],
  ])('%s', (_name, input, expected) => {
    expect(told(split(input))).toEqual(expected);
  });

  it.each<[string, number[]]>([
    ['UTF-16 with a mark', [0xff, 0xfe, 0x7b, 0, 0x7d, 0]],
    ['UTF-16 big-endian with a mark', [0xfe, 0xff, 0, 0x7b]],
    ['UTF-16 without a mark', [0x7b, 0, 0x22, 0, 0x52, 0]],
    ['UTF-16 big-endian without a mark', [0, 0x7b, 0, 0x22]],
    ['UTF-32', [0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0]],
    ['two bytes of UTF-16', [0x7b, 0]],
  ])('%s', (_name, bytes) => {
    for (const chunk of [1, 100]) {
      expect(told(split(new Uint8Array(bytes), {}, chunk))).toEqual(['rejected bad_encoding']);
    }
  });

  it('a large record, whose bytes are passed over and not kept', () => {
    const large = `{"a":"${'x'.repeat(5000)}"}`;
    const items = split(`{"Records":[${large},${one}]}`, { maxRecordBytes: 4999 }, 100);
    expect(told(items)).toEqual(['0 rejected too_large', `1 record ${one}`]);
    expect(items[0]).toMatchObject({ excerpt: large.slice(0, 4096), offset: 12 });
  });

  it('a break with the offset where it is, and an excerpt without secrets', () => {
    const torn = '{"eventName":"x","secretAccessKey":"wJalrXUtnFEMI","a":';
    expect(split(`{"Records":[${one},${torn}`).at(-1)).toMatchObject({
      reason: 'bad_json',
      offset: `{"Records":[${one},${torn}`.length,
      excerpt: '{"eventName":"x","secretAccessKey":"[redacted]","a":',
    });
  });
});

describe('a torn line', () => {
  const after = [`0 record ${one}`, 'rejected bad_json', `1 record ${two}`, `2 record ${one}`];
  it.each([
    ['after a member', '{"eventName":"a"'],
    ['after a colon', '{"eventName":'],
    ['within a text', '{"eventName":"a'],
    ['within a key', '{"eventNa'],
    ['within a scalar', '{"a":tr'],
    ['within a file on one line', '{"Records":[{"eventName":"a"'],
  ])('%s does not take the following ones along', (_name, torn) => {
    expect(told(split(`${one}\n${torn}\n${two}\n${one}\n`))).toEqual(after);
  });

  it('of prose neither', () => {
    expect(told(split(`# a comment\n${one}\nnull\n${two}`))).toEqual([
      'rejected not_cloudtrail',
      `0 record ${one}`,
      'rejected not_cloudtrail',
      `1 record ${two}`,
    ]);
  });
});

describe('the division into chunks', () => {
  it('changes nothing, whatever the input', () => {
    const token = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      '\n',
      ' ',
      '1',
      'null',
      '"Records":[',
      '{"eventName":"a"}',
      '\n{',
      '\ufeff',
      'é',
      one,
      two,
    );
    const inputs = fc.oneof(
      fc.array(token, { maxLength: 40 }).map((tokens) => tokens.join('')),
      fc
        .tuple(
          fc.constantFrom(`{"Records":[${one},${two}]}`, `${one}\n${two}\n${pretty}`, `[${busEvent(one)}]`),
          fc.nat({ max: 300 }),
          token,
        )
        .map(([valid, at, noise]) => valid.slice(0, at) + noise + valid.slice(at)),
    );
    const limits = { maxRecordBytes: 200, maxDepth: 5 };
    fc.assert(
      fc.property(inputs, fc.integer({ min: 1, max: 50 }), fc.boolean(), (input, chunk, isTight) => {
        const options = isTight ? limits : {};
        expect(split(input, options, chunk)).toEqual(split(input, options));
      }),
      { numRuns: 3000 },
    );
  });

  it('leaves every byte of a valid input with the record it belongs to', () => {
    const member = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 });
    fc.assert(
      fc.property(
        fc.array(member, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 30 }),
        fc.nat({ max: 3 }),
        (values, chunk, indent) => {
          const input = JSON.stringify(
            { Records: values.map((value) => ({ ...value, eventName: 'x' })) },
            null,
            indent,
          );
          const records = split(input, {}, chunk).map(
            (item) => item.kind === 'record' && JSON.parse(decoder.decode(item.bytes)),
          );
          expect(records).toEqual(JSON.parse(input).Records);
        },
      ),
    );
  });
});
