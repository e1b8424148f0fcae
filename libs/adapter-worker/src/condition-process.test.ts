import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ConditionAsk } from '@trailhound/ports';
import { compileRules, loadRuleSet, type Question, questionsIn } from '@trailhound/rules';
import { afterAll, describe, expect, it } from 'vitest';
import { createConditionProcess } from './condition-process.js';

const encoder = new TextEncoder();
const eventTimeMs = Date.UTC(2026, 0, 15, 12);

// One process for all: what one test does to it must not be seen by the next.
const worker = createConditionProcess({ hardStopMs: 400 });
afterAll(() => worker.stop());

function question(expression: string, root: Question['root'] = 'record', values: Question['values'] = {}): Question {
  return { key: expression, engine: 'jsonata', expression, root, values };
}

function ask(record: object, ...questions: readonly (string | Question)[]): ConditionAsk {
  return {
    record: encoder.encode(JSON.stringify(record)),
    eventTimeMs,
    questions: questions.map((one) => (typeof one === 'string' ? question(one) : one)),
  };
}

async function one(expression: string | Question, record: object = {}) {
  const [[answer] = []] = await worker.answer([ask(record, expression)]);
  return answer;
}

describe('a process for expressions', () => {
  it('answers all questions of a batch, in their order', async () => {
    const asks = Array.from({ length: 100 }, (_, n) => ask({ n }, 'n % 2 = 0', 'n > 97', 'n > "a"'));
    const answers = await worker.answer(asks);
    const outcome = (holds: boolean) => ({ kind: 'answered', outcome: holds ? 'match' : 'no-match' });
    expect(answers).toEqual(
      asks.map((_, n) => [outcome(n % 2 === 0), outcome(n > 97), { kind: 'failed', code: 'T2009' }]),
    );
    expect(await worker.answer([])).toEqual([]);
  });

  it.each([
    ['[]', 'no-match'],
    ['{}', 'no-match'],
    ['""', 'no-match'],
    ['0', 'no-match'],
    ['null', 'no-match'],
    ['nothing', 'no-match'],
    ['[0, "", null]', 'no-match'],
    ['[0, 1]', 'match'],
    ['"x"', 'match'],
    ['{"a": 1}', 'match'],
    ['$sum', 'no-match'],
    ['function($x) { $x }', 'no-match'],
  ])('takes %s as $boolean does: %s', async (expression, outcome) => {
    expect(await one(expression)).toEqual({ kind: 'answered', outcome });
  });

  it('tells the time of the event', async () => {
    expect(await one(`$millis() = ${eventTimeMs}`)).toMatchObject({ outcome: 'match' });
    expect(await one('$now() = "2026-01-15T12:00:00.000Z"')).toMatchObject({ outcome: 'match' });
    expect(await one('$now("[H01]:[m01]", "+0100") = "13:00"')).toMatchObject({ outcome: 'match' });
    const [[answer] = []] = await worker.answer([{ ...ask({}, '$millis() > 0'), eventTimeMs: undefined }]);
    expect(answer).toEqual({ kind: 'failed', code: 'no-event-time' });
  });

  it('asks of the envelope, and binds values', async () => {
    const record = { eventSource: 's3.amazonaws.com', a: 1 };
    expect(await one(question('source = "aws.s3" and detail.a = 1', 'envelope'), record)).toMatchObject({
      outcome: 'match',
    });
    expect(await one(question('eventSource in $ours', 'record', { ours: [record.eventSource] }), record)).toMatchObject(
      {
        outcome: 'match',
      },
    );
  });

  it('makes texts for titles', async () => {
    const record = { eventName: 'X', who: { name: 'ann' } };
    const expressions = ['eventName & " by " & who.name', 'who', 'nothing', '$error("no")', '$pad("x", 5000)'];
    const [texts] = await worker.texts([ask(record, ...expressions)]);
    expect(texts?.slice(0, 4)).toEqual([
      { kind: 'text', text: 'X by ann' },
      { kind: 'text', text: '{"name":"ann"}' },
      { kind: 'text', text: '' },
      { kind: 'failed', code: 'D3137' },
    ]);
    expect(texts?.[4]).toMatchObject({ kind: 'text', text: expect.stringMatching(/^x *$/) });
    expect(texts?.[4]?.kind === 'text' && texts[4].text.length).toBe(4_096);
  });
});

describe('a template', () => {
  it('makes JSON, and nothing else', async () => {
    const record = { data: { title: 'root "signed" in', n: 2, odd: '</script>\u2028' } };
    const expressions = [
      '{ "text": data.title, "list": [data.n, null, true] }',
      'data.odd',
      'data.nothing',
      '$sum',
      '{ "f": function($x) { $x } }',
      '$error("no")',
      '($f := function($x) { $f($x) }; $f(1))',
      '$pad("x", 2000000)',
    ];
    const [made = []] = await worker.json([ask(record, ...expressions)]);
    expect(made.slice(0, 2).map((one) => one.kind === 'json' && JSON.parse(one.json))).toEqual([
      { text: 'root "signed" in', list: [2, null, true] },
      '</script>\u2028',
    ]);
    expect(made.slice(2)).toEqual([
      { kind: 'failed', code: 'no-json' },
      { kind: 'failed', code: 'no-json' },
      { kind: 'failed', code: 'no-json' },
      { kind: 'failed', code: 'D3137' },
      { kind: 'stopped', code: 'steps' },
      { kind: 'failed', code: 'size' },
    ]);
  });
});

describe('a hostile expression', () => {
  it.each([
    ['calls itself without end', '($f := function($x) { $f($x) + 1 }; $f(1))', 'D1011'],
    ['goes round without end', '($f := function($x) { $f($x) }; $f(1))', 'steps'],
    ['makes a list of a thousand million', '$count([1..1000000000]) > 0', 'D2014'],
    ['makes a list of a million', '$count([1..1000000]) > 0', 'D2015'],
    ['nests loops', '$sum([1..1000].([1..1000].(1))) > 0', 'steps'],
    [
      'pads a text to the end of memory',
      '$length($pad("x", 100000000) & $pad("y", 100000000)) > 0',
      /hard-stop|out-of-memory|died/,
    ],
    [
      'doubles a text',
      '($d := function($t, $n) { $n = 0 ? $t : $d($t & $t, $n - 1) }; $length($d("xxxxxxxx", 40)) > 0)',
      /./,
    ],
  ])('that %s is stopped, and the questions beside it are answered', async (_what, expression, code) => {
    const answers = await worker.answer([ask({ a: 1 }, 'a = 1'), ask({ a: 1 }, expression), ask({ a: 1 }, 'a = 1')]);
    const [first, hostile, last] = answers.flat();
    expect(hostile).toMatchObject({ kind: expect.stringMatching(/stopped|failed/), code: expect.stringMatching(code) });
    expect([first, last]).toEqual([
      { kind: 'answered', outcome: 'match' },
      { kind: 'answered', outcome: 'match' },
    ]);
  });

  it('that hangs a pattern on a long text is answered in time: patterns are linear', async () => {
    const record = { a: `${'a'.repeat(50_000)}!` };
    expect(await one('$contains(a, /^(a+)+$/)', record)).toEqual({ kind: 'answered', outcome: 'no-match' });
    expect(await one('$match(a, /(a|aa)+!/)[0].index = 0', record)).toEqual({ kind: 'answered', outcome: 'match' });
  });

  it('that writes prototypes changes nothing for anybody', async () => {
    const record = JSON.parse(
      '{"a":{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}}',
    ) as object;
    for (const expression of [
      '$ ~> |$|{"__proto__": {"polluted": true}}|',
      '$merge([a, {"__proto__": {"polluted": true}}])',
      '{"__proto__": {"polluted": true}}',
      '$spread(a)',
      '$ ~> |a.constructor|{"prototype": {"polluted": true}}|',
    ])
      await one(expression, record);
    expect(await one('polluted = true or {}.polluted = true or "".polluted = true')).toMatchObject({
      outcome: 'no-match',
    });
  });

  it.each(['$eval("1")', '$random() >= 0', '$shuffle([1])', '($e := $eval; $e("1"))', '$map(["1"], $eval)'])(
    'that reaches for what is forbidden gets an error: %s',
    async (expression) => {
      expect(await one(expression)).toEqual({ kind: 'failed', code: 'forbidden' });
    },
  );

  it('that reaches for the machine finds nothing there', async () => {
    for (const expression of ['$process', '$require', '$globalThis', '$constructor', '$sum.constructor', '$__proto__'])
      expect(await one(expression)).toMatchObject({ outcome: 'no-match' });
  });
});

describe('a process that is gone', () => {
  it('is replaced: stopped expressions do not wear it out', async () => {
    for (let round = 0; round < 3; round += 1) {
      expect(await one('$length($pad("x", 300000000) & $pad("y", 300000000)) > 0')).toMatchObject({
        code: expect.any(String),
      });
      expect(await one('1 = 1')).toEqual({ kind: 'answered', outcome: 'match' });
    }
  });

  it.each(['stop', 'leave'])('neither ends the program that asked early nor keeps it running: %s', async (how) => {
    const here = (name: string) => fileURLToPath(new URL(`./testing/${name}`, import.meta.url));
    const flags = ['--conditions=source', '--experimental-transform-types', '--import', here('run-from-source.mjs')];
    const { stdout } = await promisify(execFile)(process.execPath, [...flags, here('ask-and-stop.ts'), how], {
      timeout: 20_000,
    });
    expect(JSON.parse(stdout)).toEqual([[{ kind: 'answered', outcome: 'match' }]]);
  });

  it('answers nothing more once it is stopped', async () => {
    const stopped = createConditionProcess();
    await stopped.answer([ask({}, '1 = 1')]);
    await stopped.stop();
    await expect(stopped.answer([ask({}, '1 = 1')])).rejects.toMatchObject({ code: 'WORKER_UNAVAILABLE' });
  });
});

describe('a question of a rule', () => {
  it('is answered as its rule means it', async () => {
    const text = 'id: r\nlanguage: jsonata\ncondition: eventName = "X" and $count(items[size > 5]) > 1\n';
    const [rule] = loadRuleSet([{ path: 'r.yaml', text }]).rules;
    if (rule === undefined) throw new Error('the rule loads');
    const record = { eventName: 'X', items: [{ size: 9 }, { size: 1 }, { size: 6 }] };
    const [[answer] = []] = await worker.answer([ask(record, ...questionsIn(rule.condition))]);
    expect(answer).toEqual({ kind: 'answered', outcome: 'match' });
    const rules = compileRules([rule]);
    const evaluation = rules.evaluate(
      ask(record).record,
      undefined,
      new Map([[questionsIn(rule.condition)[0]?.key ?? '', 'match']]),
    );
    expect(evaluation.kind === 'evaluated' && evaluation.matched).toEqual([rule]);
  });
});
