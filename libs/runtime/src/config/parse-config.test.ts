import { formatProblem } from '@trailhound/contracts';
import { describe, expect, it } from 'vitest';
import type { Environment } from './environment.js';
import { parseConfig } from './parse-config.js';

function parse(text: string, environment: Environment = {}) {
  return parseConfig({
    file: { path: 'trailhound.yaml', text, folder: '/etc/trailhound' },
    environment,
    workingDirectory: '/home/ana',
  });
}

function accepted(text: string, environment: Environment = {}) {
  const parsed = parse(text, environment);
  if (!parsed.ok) throw new Error(parsed.problems.map(formatProblem).join('\n'));
  return parsed.value;
}

function refused(text: string, environment: Environment = {}): string[] {
  const parsed = parse(text, environment);
  return parsed.ok ? [] : parsed.problems.map(formatProblem);
}

const example = `
sources: [{ files: ./logs }]
rules: [./rules]
suppressions: [./suppressions]
destinations:
  soc: { webhook: { url: https://soc.example/hook, secretFile: ./soc.whsec } }
routes: [{ match: { severity: [critical, high] }, to: [soc] }]
network: { allow: [127.0.0.0/8] }
data: ./.trailhound
api: { listen: 127.0.0.1:8080 }
`;

describe('the configuration', () => {
  it('of the README is understood, every path taken from the folder of the file', () => {
    expect(accepted(example).config).toEqual({
      sources: [{ files: ['/etc/trailhound/logs'], backfill: false, notify: false }],
      rules: ['/etc/trailhound/rules'],
      suppressions: ['/etc/trailhound/suppressions'],
      packs: {},
      enrich: { accountNames: {}, lookups: {}, network: false },
      destinations: {
        soc: {
          webhook: {
            url: 'https://soc.example/hook',
            secretFile: '/etc/trailhound/soc.whsec',
            format: 'trailhound',
            changes: false,
          },
        },
      },
      console: {},
      completeness: { alerts: true, verifyEvery: '1h' },
      matcher: { lateness: '20m' },
      routes: [{ match: { severity: ['critical', 'high'] }, to: ['soc'] }],
      routing: { intervals: {}, environments: {}, inhibit: [] },
      network: { allow: ['127.0.0.0/8'] },
      data: '/etc/trailhound/.trailhound',
      api: { listen: '127.0.0.1:8080', authentication: true },
      admin: { listen: '127.0.0.1:0' },
      log: { level: 'info', format: 'json' },
    });
  });

  it('means the same as JSON, tabs and all', () => {
    const json = JSON.stringify({ sources: [{ stdin: true }], log: { level: 'debug' } }, null, '\t');
    expect(accepted(json).config).toMatchObject({ sources: [{ stdin: true }], log: { level: 'debug' } });
  });

  it('may be empty: everything has a default', () => {
    for (const text of ['', '# nothing yet\n', '{}', 'null']) {
      expect(accepted(text).config).toMatchObject({ sources: [], api: { listen: '127.0.0.1:8080' } });
    }
    expect(parseConfig({ environment: {}, workingDirectory: '/srv' })).toMatchObject({
      ok: true,
      value: { config: { data: '/srv/.trailhound' } },
    });
  });

  it('tells what was asked for from what is default', () => {
    expect([...accepted('api: {}\n').given]).toEqual(['api']);
    expect([...accepted('', { TRAILHOUND_API_LISTEN: '127.0.0.1:0' }).given]).toEqual(['api']);
  });

  it('keeps the same source kinds apart and fills in their defaults', () => {
    const { config } = accepted(
      'sources: [{stdin: true}, {simulate: {}}, {files: [a, b], backfill: true, notify: true}]',
    );
    expect(config.sources).toEqual([
      { stdin: true, backfill: false, notify: false },
      { simulate: { seed: 1 }, backfill: false, notify: false },
      { files: ['/etc/trailhound/a', '/etc/trailhound/b'], backfill: true, notify: true },
    ]);
  });

  it('adapts packs', () => {
    const { config } = accepted(
      'packs: {threat-stack: {values: {allowed_regions: [us-east-1]}, severity: low, disable: [r2], audit: true}}',
    );
    expect(config.packs['threat-stack']).toEqual({
      values: { allowed_regions: ['us-east-1'] },
      severity: 'low',
      disable: ['r2'],
      audit: true,
    });
  });
});

describe('a mistake in the file', () => {
  it.each([
    {
      name: 'a misspelt key',
      text: 'sources: []\nsoruces: []\n',
      says: 'trailhound.yaml:2:1: CONFIG_UNKNOWN_KEY unknown key "soruces" in the configuration (fix: write sources)',
    },
    {
      name: 'a misspelt key deep inside',
      text: 'destinations:\n  soc:\n    webhook:\n      url: https://a.example\n      secretFile: x\n      secretfile: x\n',
      says: /^trailhound\.yaml:6:7: CONFIG_UNKNOWN_KEY .*"secretfile" in destinations\.soc\.webhook \(fix: write secretFile\)/m,
    },
    {
      name: 'a key that is like no other',
      text: 'log: { colour: red }',
      says: 'trailhound.yaml:1:8: CONFIG_UNKNOWN_KEY unknown key "colour" in log (fix: known here: level, format)',
    },
    {
      name: 'a misspelt value',
      text: 'log:\n  level: wran\n',
      says: /^trailhound\.yaml:2:10: CONFIG_INVALID log\.level must be trace, .* or silent, not this text \(fix: write warn\)$/,
    },
    {
      name: 'one path where a list belongs',
      text: 'rules: ./rules',
      says: 'trailhound.yaml:1:8: CONFIG_INVALID rules must be a list, not this text (fix: write [./rules])',
    },
    {
      name: 'a list where a mapping belongs',
      text: 'api: [1]',
      says: 'trailhound.yaml:1:6: CONFIG_INVALID api must be a mapping, not a list',
    },
    {
      name: 'a source without a kind',
      text: 'sources:\n  - backfill: true\n',
      says: 'trailhound.yaml:2:5: CONFIG_INVALID sources[0]: a source has exactly one of sqs, s3, http, lookup, files, stdin, simulate; this one has none',
    },
    {
      name: 'a source of two kinds',
      text: 'sources: [{ files: a, stdin: true }]',
      says: /http, lookup, files, stdin, simulate; this one has files and stdin/,
    },
    { name: 'stdin: false', text: 'sources: [{ stdin: false }]', says: /sources\[0\]\.stdin must be true, not false/ },
    { name: 'a bound', text: 'sources: [{ simulate: { seed: -1 } }]', says: /:1:31: .*seed must be at least 0/ },
    {
      name: 'notify without backfill',
      text: 'sources: [{ stdin: true, notify: true }]',
      says: /notify belongs to backfill/,
    },
    { name: 'a port that is none', text: 'api: { listen: 8080 }', says: /api\.listen must be text, not 8080/ },
    { name: 'an address without a port', text: 'api: { listen: localhost }', says: /api\.listen: write host:port/ },
    { name: 'a short token', text: 'api: { tokens: [abc] }', says: /api\.tokens\[0\].*at least 16/ },
    {
      name: 'a route to nobody',
      text: 'destinations:\n  soc: { webhook: { url: https://a.example, secretFile: s } }\nroutes:\n  - to: [sco]\n',
      says: /^trailhound\.yaml:4:9: ROUTE_UNKNOWN_DESTINATION .*"sco".*\(fix: write soc\)$/,
    },
    {
      name: 'a name in network.allow',
      text: 'network: { allow: [soc.internal] }',
      says: /network\.allow\[0\]:.*names are not accepted/,
    },
    { name: 'a severity', text: 'routes: [{match: {severity: hihg}, to: [a]}]', says: /severity.*fix: write high/s },
    {
      name: 'a destination of no kind',
      text: 'destinations: { soc: {} }',
      says: /destinations\.soc: a destination has exactly one kind/,
    },
    { name: 'a bad destination name', text: 'destinations: { "a b": {} }', says: /:1:17: .*destination name/ },
    {
      name: 'a missing url',
      text: 'destinations: { soc: { webhook: { secretFile: a } } }',
      says: /soc\.webhook\.url is missing/,
    },
    { name: 'broken YAML', text: 'data: x\nrules: [', says: /^trailhound\.yaml:\d+:\d+: CONFIG_SYNTAX / },
    { name: 'the same key twice', text: 'data: a\ndata: b\n', says: /^trailhound\.yaml:2:1: CONFIG_SYNTAX .*unique/ },
    { name: 'two documents', text: 'data: a\n---\ndata: b\n', says: /CONFIG_SYNTAX .*multiple documents/ },
    { name: 'a custom tag', text: 'data: !!js/function "x"', says: /CONFIG_SYNTAX .*tag/ },
    { name: '__proto__', text: '__proto__: { data: x }', says: /:1:1: CONFIG_SYNTAX a key cannot be __proto__/ },
    { name: 'a key that is a list', text: '? [a]\n: 1', says: /CONFIG_SYNTAX a key must be plain text/ },
    { name: 'a list instead of a mapping', text: '- a', says: /the configuration must be a mapping/ },
    { name: 'just text', text: 'rules', says: /the configuration must be a mapping/ },
    { name: 'NUL in a path', text: 'data: "a\\0b"', says: /data: a path cannot hold NUL/ },
    {
      name: 'an alias bomb',
      text: `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
        .split('')
        .map((k, i) => `${k}: &${k} [${Array(9).fill(`*${'abcdefgh'[i]}`)}]`)
        .join('\n')}`,
      says: /CONFIG_SYNTAX .*alias/i,
    },
    { name: 'a file far too large', text: `# ${'x'.repeat(1024 * 1024)}`, says: /CONFIG_SYNTAX .*larger/ },
  ])('$name is refused with its place and a fix', ({ text, says }) => {
    const problems = refused(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(typeof says === 'string' ? literal(says) : says);
  });

  it('is reported together with all the others', () => {
    expect(refused('soruces: []\nlog: { level: loud }\napi: { port: 1 }\n')).toHaveLength(3);
  });

  it('never repeats a value that could be a secret', () => {
    expect(refused('api: { tokens: { name: my-secret-token-1 }, tokenFile: [hunter2hunter2] }').join()).not.toMatch(
      /my-secret|hunter2/,
    );
  });
});

describe('the environment', () => {
  it('overrides the file, key by key, with values of the right type', () => {
    const { config } = accepted(example, {
      TRAILHOUND_API_LISTEN: '0.0.0.0:9000',
      TRAILHOUND_API_AUTHENTICATION: 'false',
      TRAILHOUND_LOG_LEVEL: 'debug',
      TRAILHOUND_RULES: '/a,./b',
      TRAILHOUND_SOURCES: '[{simulate: {seed: 7}}]',
      TRAILHOUND_DESTINATIONS_SOC_WEBHOOK_URL: 'https://other.example/',
      PATH: '/bin',
    });
    expect(config).toMatchObject({
      api: { listen: '0.0.0.0:9000', authentication: false },
      log: { level: 'debug' },
      rules: ['/a', '/home/ana/b'],
      sources: [{ simulate: { seed: 7 } }],
      destinations: { soc: { webhook: { url: 'https://other.example/' } } },
    });
  });

  it('gives paths relative to the working directory, as a shell would', () => {
    const { config } = accepted('data: ./x\n', { TRAILHOUND_DATA: './y', TRAILHOUND_API_TOKEN_FILE: 't' });
    expect([config.data, config.api.tokenFile]).toEqual(['/home/ana/y', '/home/ana/t']);
  });

  it('puts a single key over a whole section', () => {
    const { config } = accepted('', {
      TRAILHOUND_LOG_LEVEL: 'warn',
      TRAILHOUND_LOG: '{ level: error, format: pretty }',
    });
    expect(config.log).toEqual({ level: 'warn', format: 'pretty' });
  });

  it('ignores an empty variable, reserved ones and what Kubernetes sets beside a Service', () => {
    accepted('', {
      TRAILHOUND_DATA: '',
      TRAILHOUND_FAILPOINT: 'M4:after=37:kill',
      TRAILHOUND_CONSOLE_SERVICE_HOST: '10.0.0.1',
      TRAILHOUND_CONSOLE_SERVICE_PORT_HTTP: '8080',
      TRAILHOUND_CONSOLE_PORT: 'tcp://10.0.0.1:8080',
      TRAILHOUND_CONSOLE_PORT_8080_TCP_ADDR: '10.0.0.1',
    });
  });

  it.each([
    {
      set: { TRAILHOUND_API_LISTNE: 'x' },
      says: /CONFIG_ENV_UNKNOWN .*TRAILHOUND_API_LISTNE.*set TRAILHOUND_API_LISTEN\)/,
    },
    { set: { TRAILHOUND_PULSAR: 'x' }, says: /CONFIG_ENV_UNKNOWN .*unset it/ },
    { set: { TRAILHOUND_CONSOLE_PORT: '8080' }, says: /CONFIG_ENV_UNKNOWN/ },
    {
      set: { TRAILHOUND_LOG_LEVEL: 'loud' },
      says: /^CONFIG_ENV_INVALID log\.level must be .*set by TRAILHOUND_LOG_LEVEL/,
    },
    {
      set: { TRAILHOUND_SOURCES: '[{files: ' },
      says: /^CONFIG_ENV_INVALID TRAILHOUND_SOURCES: sources cannot be read/,
    },
    { set: { TRAILHOUND_SOURCES: '[{flies: x}]' }, says: /CONFIG_/ },
    { set: { TRAILHOUND_API_AUTHENTICATION: 'maybe' }, says: /api\.authentication must be true or false.*set by/ },
  ])('refuses $set', ({ set, says }) => {
    expect(refused('', set).join('\n')).toMatch(says);
  });

  it('does not quietly replace what stands in its way', () => {
    expect(refused('api: here\n', { TRAILHOUND_API_LISTEN: '127.0.0.1:1' })).toEqual([
      'trailhound.yaml:1:6: CONFIG_INVALID api must be a mapping, not this text',
    ]);
  });
});

function literal(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
}
